// One minutia: where a ridge ends or forks.
#pragma once

#include <cstdint>

namespace limen::fingerprint {

enum class MinutiaKind : std::uint8_t { ending = 1, bifurcation = 2 };

/// Values lie on the grid of the stored template: position 1/8 px, direction 2π/256, quality 1/127 (see on_grid).
struct Minutia {
  float x = 0;          ///< px at 500 ppi, to the right
  float y = 0;          ///< px at 500 ppi, down
  float direction = 0;  ///< radians in [0, 2π), from +x towards +y; points to the side with one ridge more
  float quality = 0;    ///< 0 to 1
  MinutiaKind kind = MinutiaKind::ending;
  friend constexpr bool operator==(const Minutia&, const Minutia&) = default;
};

/// The nearest minutia on the stored grid; idempotent. Positions are clamped to 0..8191 px, quality to 0..1;
/// a value that is not a number becomes 0.
Minutia on_grid(const Minutia& minutia) noexcept;

}  // namespace limen::fingerprint
