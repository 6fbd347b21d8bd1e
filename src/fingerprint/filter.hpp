// Gaussian blur, area reduction and interpolation: what every stage is made of.
#pragma once

#include <vector>

#include "fingerprint/plane.hpp"

namespace limen::fingerprint {

/// Gaussian of the given σ in cells, cut at 3 σ; the border repeats. With `channels` interleaved values a cell
/// (plane.width counts values) each channel is blurred on its own.
Plane gaussian(const Plane& plane, float sigma, int channels = 1);

/// Mean of each block of `factor` × `factor` cells (of what is there at the right and lower border).
Plane reduce(const Plane& plane, int factor);

/// The same, fed row by row in any order: nothing but the coarse grid is kept.
class Reducer {
 public:
  Reducer(int width, int height, int factor);
  void add_row(int y, const float* row) noexcept;
  Plane take() noexcept { return std::move(out_); }

 private:
  int width_;
  int height_;
  int factor_;
  Plane out_;
};

/// Rows of a coarse grid at every `factor`-th part of a cell, bilinear like sample().
class Interpolator {
 public:
  Interpolator(const Plane& coarse, int factor, int width);
  /// The values at (0..width−1, y).
  const float* row(int y) noexcept;

 private:
  struct Place {
    int left;
    float share;
  };
  const Plane& coarse_;
  int factor_;
  std::vector<Place> places_;
  SecureVector<float> line_;
  SecureVector<float> out_;
};

}  // namespace limen::fingerprint
