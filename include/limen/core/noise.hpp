// Smooth random fields: cubic B-splines over white noise.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "limen/core/random.hpp"

namespace limen {

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
    const Place across(x * scale_, columns_);
    const Place down(y * scale_, rows_);
    const float* p = values_.data() + down.first * columns_ + across.first;
    float sum = 0;
    for (const float w : down.weights) {
      sum += w * across.sum(p);
      p += columns_;
    }
    return sum;
  }

  /// The values at (step·column, step·row), row by row: much faster than one by one.
  std::vector<float> on_grid(int columns, int rows, float step) const {
    std::vector<Place> places;
    for (int column = 0; column < columns; ++column)
      places.emplace_back(static_cast<float>(column) * step * scale_, columns_);
    std::vector<float> line(static_cast<std::size_t>(columns_));
    std::vector<float> out;
    out.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) {
      const Place down(static_cast<float>(row) * step * scale_, rows_);
      const float* p = values_.data() + down.first * columns_;
      for (std::size_t i = 0; i < line.size(); ++i) {
        const std::size_t n = line.size();
        line[i] = down.weights[0] * p[i] + down.weights[1] * p[i + n] + down.weights[2] * p[i + 2 * n] +
                  down.weights[3] * p[i + 3 * n];
      }
      for (const auto& place : places) out.push_back(place.sum(line.data() + place.first));
    }
    return out;
  }

 private:
  /// Which four coefficients an axis needs at u, and how much of each.
  struct Place {
    Place(float u, int count) {
      const auto last = static_cast<float>(count - 4);
      u = u > 0 ? (u < last ? u : last) : 0;
      first = static_cast<int>(u);
      weights = cubic_spline(u - static_cast<float>(first));
    }
    float sum(const float* p) const noexcept {
      return weights[0] * p[0] + weights[1] * p[1] + weights[2] * p[2] + weights[3] * p[3];
    }
    int first;
    std::array<float, 4> weights;
  };
  float scale_;
  int columns_;
  int rows_;
  std::vector<float> values_;
};

}  // namespace limen
