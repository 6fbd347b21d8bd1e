#include "limen/face/model_id.hpp"

namespace limen::face {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

}  // namespace

std::string to_string(const ModelId& id) {
  std::string hex;
  for (const unsigned byte : id.sha256) {
    hex += digits[byte >> 4];
    hex += digits[byte & 15U];
  }
  return hex;
}

std::optional<ModelId> model_id_from(std::string_view hex) noexcept {
  ModelId id;
  if (hex.size() != 2 * id.sha256.size()) return std::nullopt;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const auto digit = digits.find(hex[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    id.sha256[i / 2] = static_cast<std::uint8_t>(id.sha256[i / 2] * 16U + digit);
  }
  return id;
}

}  // namespace limen::face
