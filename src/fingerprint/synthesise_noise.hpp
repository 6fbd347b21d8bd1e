// Smooth random fields: cubic B-splines over white noise.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "fingerprint/random.hpp"

namespace limen::fingerprint::synthesis {

/// Weights of the four neighbours of a point at `t` in [0, 1) between the middle two.
inline std::array<float, 4> cubic_spline(float t) noexcept {
  const float s = 1 - t;
  return {s * s * s / 6, (4 - 6 * t * t + 3 * t * t * t) / 6, (4 - 6 * s * s + 3 * s * s * s) / 6, t * t * t / 6};
}

/// Mean 0, variance 1, features about two `spacing` long. Defined on [0, width] × [0, height] px; constant beyond.
class Noise {
 public:
  Noise(Random& random, float width, float height, float spacing)
      : scale_(1 / spacing),
        columns_(static_cast<int>(width * scale_) + 4),
        rows_(static_cast<int>(height * scale_) + 4),
        values_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {
    constexpr float unit_variance = 315.0F / 151.0F;  // 1 / ∫ B₃² dx, once for each axis
    for (float& value : values_) value = random.normal() * unit_variance;
  }

  float at(float x, float y) const noexcept {
    float u = x * scale_;
    float v = y * scale_;
    u = u < 0 ? 0 : u > static_cast<float>(columns_ - 4) ? static_cast<float>(columns_ - 4) : u;
    v = v < 0 ? 0 : v > static_cast<float>(rows_ - 4) ? static_cast<float>(rows_ - 4) : v;
    const int column = static_cast<int>(u);
    const int row = static_cast<int>(v);
    const auto wx = cubic_spline(u - static_cast<float>(column));
    const auto wy = cubic_spline(v - static_cast<float>(row));
    const float* p = values_.data() + row * columns_ + column;
    float sum = 0;
    for (std::size_t j = 0; j < 4; ++j, p += columns_)
      sum += wy[j] * (wx[0] * p[0] + wx[1] * p[1] + wx[2] * p[2] + wx[3] * p[3]);
    return sum;
  }

 private:
  float scale_;
  int columns_;
  int rows_;
  std::vector<float> values_;
};

}  // namespace limen::fingerprint::synthesis
