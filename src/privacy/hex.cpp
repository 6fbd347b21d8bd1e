#include "privacy/hex.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace limen::privacy {

namespace {

constexpr std::uint64_t each(std::uint64_t byte) { return byte * 0x0101010101010101ULL; }

/// Four bytes from eight digits, all at once. False for anything but lower-case digits.
bool four_bytes(const char* digits, std::byte* into) noexcept {
  std::uint64_t text = 0;
  for (unsigned i = 0; i < 8; ++i) text |= std::uint64_t{static_cast<unsigned char>(digits[i])} << (8 * i);
  const auto value = (text & each(0x0F)) + 9 * (text >> 6 & each(1));
  const auto letter = (value + each(6)) >> 4 & each(1);
  const bool right = value + each('0') + ('a' - '0' - 10) * letter == text && (value & each(0xF0)) == 0;
  for (unsigned i = 0; i < 4; ++i) {
    const auto pair = value >> (16 * i);
    into[i] = static_cast<std::byte>((pair << 4 & 0xF0) | (pair >> 8 & 0x0F));
  }
  return right;
}

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
  bool right = true;
  std::size_t i = 0;
  for (; i + 4 <= into.size(); i += 4) right &= four_bytes(hex.data() + 2 * i, into.data() + i);
  if (i == into.size()) return right;
  std::array<char, 8> last;
  std::array<std::byte, 4> bytes;
  last.fill('0');
  std::copy(hex.begin() + static_cast<std::ptrdiff_t>(2 * i), hex.end(), last.begin());
  right &= four_bytes(last.data(), bytes.data());
  std::copy_n(bytes.begin(), into.size() - i, into.begin() + static_cast<std::ptrdiff_t>(i));
  return right;
}

}  // namespace limen::privacy
