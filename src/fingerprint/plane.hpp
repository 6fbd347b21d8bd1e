// Rectangular arrays of numbers made from a finger's image: wiped when released.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "limen/core/bytes.hpp"
#include "limen/core/trace.hpp"

namespace limen::fingerprint {

template <class T>
struct Grid {
  int width = 0;
  int height = 0;
  SecureVector<T> values;

  Grid() = default;
  Grid(int w, int h, T value = {})
      : width(w), height(h), values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}
  T* row(int y) noexcept { return values.data() + static_cast<std::ptrdiff_t>(y) * width; }
  const T* row(int y) const noexcept { return values.data() + static_cast<std::ptrdiff_t>(y) * width; }
  T& at(int x, int y) noexcept { return row(y)[x]; }
  const T& at(int x, int y) const noexcept { return row(y)[x]; }
  bool contains(int x, int y) const noexcept { return x >= 0 && y >= 0 && x < width && y < height; }
};

using Plane = Grid<float>;
using Mask = Grid<std::uint8_t>;  ///< 0 or 1

inline FieldView field(const Plane& plane, float cell = 1) {
  return {plane.values.data(), plane.width, plane.height, 1, cell};
}

/// The number of cells of `cell` px that cover `pixels` px.
constexpr int cells_for(int pixels, int cell) noexcept { return (pixels + cell - 1) / cell; }

/// Where a pixel lies on a grid whose cells are `cell` px wide, in cells from the first centre; kept inside.
inline float coarse_place(float at, int cell, int count) noexcept {
  const float scaled = (at + 0.5F) / static_cast<float>(cell) - 0.5F;
  return std::clamp(scaled, 0.0F, static_cast<float>(count - 1));
}

/// Value at pixel (x, y) of a grid whose cells are `cell` px wide, bilinear between cell centres, constant beyond them.
inline float sample(const Plane& plane, int cell, float x, float y) noexcept {
  const float u = coarse_place(x, cell, plane.width);
  const float v = coarse_place(y, cell, plane.height);
  const int x0 = static_cast<int>(u);
  const int y0 = static_cast<int>(v);
  const int x1 = std::min(x0 + 1, plane.width - 1);
  const int y1 = std::min(y0 + 1, plane.height - 1);
  const float fx = u - static_cast<float>(x0);
  const float fy = v - static_cast<float>(y0);
  const float upper = plane.at(x0, y0) + fx * (plane.at(x1, y0) - plane.at(x0, y0));
  const float lower = plane.at(x0, y1) + fx * (plane.at(x1, y1) - plane.at(x0, y1));
  return upper + fy * (lower - upper);
}

}  // namespace limen::fingerprint
