// The wavelet transform of WSQ: filters that are symmetric about a tap (odd length) or between two (even length).
#pragma once

#include <array>
#include <cstddef>

#include "limen/core/bytes.hpp"

#include "wsq_bands.hpp"

namespace limen::io::wsq {

inline constexpr unsigned max_taps = 32;

/// The upper half of a filter, the tap at the centre or just above it first; what is beyond its length is 0.
using HalfFilter = std::array<float, max_taps / 2>;

/// The analysis filters of the standard (the 9/7 pair of Cohen, Daubechies and Feauveau).
inline constexpr HalfFilter standard_low{0.852698679009404F, 0.377402855612654F, -0.110624404418423F,
                                         -0.0238494650193800F, 0.0378284555069955F};
inline constexpr HalfFilter standard_high{0.788485616405664F, -0.418092273222212F, -0.0406894176095584F,
                                          0.0645388826289384F};

/// The analysis filters and their lengths: both odd or both even. An even high-pass filter is antisymmetric.
struct Filters {
  HalfFilter low = standard_low;
  HalfFilter high = standard_high;
  unsigned low_taps = 9;
  unsigned high_taps = 7;

  bool odd() const noexcept { return low_taps % 2 == 1; }
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

/// Pixels to coefficients, with the standard's filters.
void analyse(Plane& plane, const Tree& tree);
/// Coefficients to pixels.
void synthesise(Plane& plane, const Tree& tree, const Filters& filters);
/// The same in a plain way, for filters of any length: see wsq_wavelet_any.cpp.
void synthesise_any(Plane& plane, const Tree& tree, const Filters& filters);

}  // namespace limen::io::wsq
