#include "limen/core/checksum.hpp"

#include <array>

namespace limen {
namespace {

// Table t gives what a byte does to the sum when t more bytes follow it: eight bytes at a time (Kounavis and Berry, "A
// systematic approach to building high performance software-based CRC generators", 2005).
constexpr std::size_t at_once = 8;
using Table = std::array<std::uint32_t, 256>;

constexpr std::array<Table, at_once> make_tables() {
  std::array<Table, at_once> tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
    tables[0][i] = value;
  }
  for (std::size_t t = 1; t < at_once; ++t)
    for (std::size_t i = 0; i < 256; ++i) tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][tables[t - 1][i] & 0xFFU];
  return tables;
}
constexpr auto tables = make_tables();

constexpr std::uint32_t four_bytes(const std::byte* from) noexcept {
  return static_cast<std::uint32_t>(from[0]) | static_cast<std::uint32_t>(from[1]) << 8 |
         static_cast<std::uint32_t>(from[2]) << 16 | static_cast<std::uint32_t>(from[3]) << 24;
}

}  // namespace

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t seed) noexcept {
  std::uint32_t value = ~seed;
  for (; bytes.size() >= at_once; bytes = bytes.subspan(at_once)) {
    const std::uint32_t low = value ^ four_bytes(bytes.data()), high = four_bytes(bytes.data() + 4);
    value = tables[7][low & 0xFFU] ^ tables[6][low >> 8 & 0xFFU] ^ tables[5][low >> 16 & 0xFFU] ^ tables[4][low >> 24] ^
            tables[3][high & 0xFFU] ^ tables[2][high >> 8 & 0xFFU] ^ tables[1][high >> 16 & 0xFFU] ^
            tables[0][high >> 24];
  }
  for (const auto byte : bytes) value = (value >> 8) ^ tables[0][(value ^ static_cast<std::uint32_t>(byte)) & 0xFFU];
  return ~value;
}

}  // namespace limen
