#include "privacy/hex.hpp"

#include <array>

namespace limen::privacy {

namespace {

constexpr unsigned char none = 0xFF;

/// What a digit stands for; `none` for every other character.
constexpr auto values = [] {
  std::array<unsigned char, 256> table{};
  table.fill(none);
  for (unsigned char i = 0; i < 10; ++i) table[static_cast<std::size_t>('0' + i)] = i;
  for (unsigned char i = 0; i < 6; ++i) table[static_cast<std::size_t>('a' + i)] = static_cast<unsigned char>(10 + i);
  return table;
}();

}  // namespace

void append_hex(std::string& text, std::span<const std::byte> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const auto byte : bytes) {
    text += digits[std::to_integer<std::size_t>(byte >> 4)];
    text += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
}

std::string to_hex(std::span<const std::byte> bytes) {
  std::string hex;
  hex.reserve(2 * bytes.size());
  append_hex(hex, bytes);
  return hex;
}

bool from_hex(std::string_view hex, std::span<std::byte> into) noexcept {
  if (hex.size() != 2 * into.size()) return false;
  unsigned worst = 0;
  for (std::size_t i = 0; i < into.size(); ++i) {
    const unsigned high = values[static_cast<unsigned char>(hex[2 * i])];
    const unsigned low = values[static_cast<unsigned char>(hex[2 * i + 1])];
    worst |= high | low;
    into[i] = static_cast<std::byte>(16 * high + low);
  }
  return worst < 16;
}

}  // namespace limen::privacy
