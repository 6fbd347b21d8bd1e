// The ridges as 16-bit integers, with an empty margin wide enough for every window.
#pragma once

#include <cstdint>

#include "fingerprint/plane.hpp"

namespace limen::fingerprint {

inline constexpr float pixel_scale = 1 << 11;  ///< of a normalised pixel

struct IntegerPlane {
  static constexpr int margin = 40;
  Grid<std::int16_t> values;

  explicit IntegerPlane(const Plane& ridges) : values(ridges.width + 2 * margin, ridges.height + 2 * margin) {
    for (int y = 0; y < ridges.height; ++y) {
      const float* from = ridges.row(y);
      std::int16_t* to = values.row(y + margin) + margin;
      for (int x = 0; x < ridges.width; ++x) {
        const float scaled = from[x] * pixel_scale;
        to[x] = static_cast<std::int16_t>(static_cast<std::int32_t>(scaled + (scaled < 0 ? -0.5F : 0.5F)));
      }
    }
  }
  /// May be up to `margin` px outside.
  const std::int16_t* at(int x, int y) const noexcept { return values.row(y + margin) + x + margin; }
  std::ptrdiff_t stride() const noexcept { return values.width; }
};

}  // namespace limen::fingerprint
