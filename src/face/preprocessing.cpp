#include "limen/face/preprocessing.hpp"

#include <bit>

#include "limen/core/checksum.hpp"
#include "limen/core/writer.hpp"

namespace limen::face {

std::uint32_t digest(const Preprocessing& preprocessing) noexcept {
  Writer out;
  out.u16(static_cast<std::uint16_t>(preprocessing.width));
  out.u16(static_cast<std::uint16_t>(preprocessing.height));
  out.u8(static_cast<std::uint8_t>(preprocessing.channels));
  out.u32(std::bit_cast<std::uint32_t>(preprocessing.scale));
  for (const float v : preprocessing.mean) out.u32(std::bit_cast<std::uint32_t>(v));
  for (const float v : preprocessing.deviation) out.u32(std::bit_cast<std::uint32_t>(v));
  return crc32(out.span());
}

}  // namespace limen::face
