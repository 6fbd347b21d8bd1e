// A model is named by its bytes.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace limen::face {

/// SHA-256 of a model file. All zero: none.
struct ModelId {
  std::array<std::uint8_t, 32> sha256{};
  constexpr bool known() const noexcept { return *this != ModelId{}; }
  friend constexpr auto operator<=>(const ModelId&, const ModelId&) = default;
};

/// The id of a model file's bytes.
ModelId model_id(std::span<const std::byte> file) noexcept;

/// 64 lower-case hexadecimal digits, and the inverse (nothing unless it is exactly that).
std::string to_string(const ModelId& id);
std::optional<ModelId> model_id_from(std::string_view hex) noexcept;

}  // namespace limen::face
