#include "limen/core/checksum.hpp"

#include <array>

namespace limen {
namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
    table[i] = value;
  }
  return table;
}
constexpr auto table = make_table();

}  // namespace

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t seed) noexcept {
  std::uint32_t value = ~seed;
  for (const auto byte : bytes) value = (value >> 8) ^ table[(value ^ static_cast<std::uint32_t>(byte)) & 0xFFU];
  return ~value;
}

}  // namespace limen
