#include "limen/privacy/digest.hpp"

namespace limen::privacy {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

}  // namespace

std::string to_string(const Digest& digest) {
  std::string hex;
  hex.reserve(2 * digest.bytes.size());
  for (const auto byte : digest.bytes) {
    hex += digits[std::to_integer<std::size_t>(byte >> 4)];
    hex += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  return hex;
}

std::optional<Digest> digest_from(std::string_view hex) noexcept {
  Digest digest;
  if (hex.size() != 2 * digest.bytes.size()) return std::nullopt;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const auto value = digits.find(hex[i]);
    if (value == std::string_view::npos) return std::nullopt;
    auto& byte = digest.bytes[i / 2];
    byte = (byte << 4) | static_cast<std::byte>(value);
  }
  return digest;
}

}  // namespace limen::privacy
