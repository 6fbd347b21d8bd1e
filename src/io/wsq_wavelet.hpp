// The wavelet transform of WSQ: symmetric filters of at most 9 taps, whole-sample symmetric at the borders.
#pragma once

#include <array>

#include "limen/core/bytes.hpp"

#include "wsq_bands.hpp"

namespace limen::io::wsq {

/// Half of a symmetric filter, centre tap first; what is beyond its length is 0.
using HalfFilter = std::array<float, 5>;

/// The analysis filters of the standard (the 9/7 pair of Cohen, Daubechies and Feauveau).
inline constexpr HalfFilter standard_low{0.852698679009404F, 0.377402855612654F, -0.110624404418423F,
                                         -0.0238494650193800F, 0.0378284555069955F};
inline constexpr HalfFilter standard_high{0.788485616405664F, -0.418092273222212F, -0.0406894176095584F,
                                          0.0645388826289384F, 0.0F};

struct Filters {
  HalfFilter low = standard_low;
  HalfFilter high = standard_high;
};

/// width × height coefficients or pixels, row by row.
struct Plane {
  int width = 0;
  int height = 0;
  SecureVector<float> values;

  Plane(int w, int h) : width(w), height(h), values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}
  float* row(int y) noexcept { return values.data() + static_cast<std::ptrdiff_t>(y) * width; }
  const float* row(int y) const noexcept { return values.data() + static_cast<std::ptrdiff_t>(y) * width; }
};

void analyse(Plane& plane, const Tree& tree, const Filters& filters);     ///< pixels to coefficients
void synthesise(Plane& plane, const Tree& tree, const Filters& filters);  ///< coefficients to pixels

}  // namespace limen::io::wsq
