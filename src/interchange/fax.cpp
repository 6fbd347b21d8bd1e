#include "fax.hpp"

#include <array>
#include <utility>

#include "limen/core/writer.hpp"

namespace limen::interchange {

SecureVector<std::byte> tiff_around_fax(std::span<const std::byte> data, int width, int height) {
  constexpr std::uint32_t directory_at = 8, entries = 8;
  constexpr std::uint32_t data_at = directory_at + 2 + 12 * entries + 4;
  constexpr std::uint32_t fax_group_4 = 4, zero_is_white = 0;
  const auto w = static_cast<std::uint32_t>(width), h = static_cast<std::uint32_t>(height);
  Writer writer(Endian::little);
  writer.bytes(std::as_bytes(std::span("II*", 4)));
  writer.u32(directory_at);
  writer.u16(entries);
  const std::array<std::pair<std::uint16_t, std::uint32_t>, entries> tags{
      {{256, w},                                          // width
       {257, h},                                          // length
       {258, 1},                                          // bits a sample
       {259, fax_group_4},                                // compression
       {262, zero_is_white},                              // photometric interpretation
       {273, data_at},                                    // offset of the one strip
       {278, h},                                          // rows in it
       {279, static_cast<std::uint32_t>(data.size())}}};  // bytes in it
  for (const auto& [tag, value] : tags) writer.u16(tag), writer.u16(4), writer.u32(1), writer.u32(value);
  writer.u32(0);
  writer.bytes(data);
  return writer.take();
}

}  // namespace limen::interchange
