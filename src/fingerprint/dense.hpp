// Dense evidence: how well the ridges of two prints coincide under a warp, cell by cell.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "fingerprint/warp.hpp"

namespace limen::fingerprint {

/// For each cell of the first finger the phasor w·e^{i(φa − φb)}, and its weight w = √(reliability a · reliability b)
/// in 16ths; 0 where either map is not valid. Integers: sums do not depend on their order. The cells are framed by
/// `border` zeros on each side, so that windows need no clipping.
struct PhaseField {
  static constexpr int border = 2;
  static constexpr int unit = 64;  ///< a cell of weight w has length unit · w
  static constexpr std::size_t most = std::size_t{comparison::max_cells + 2 * border} * (comparison::max_cells + 16);
  using Plane = std::array<std::int16_t, most>;

  int stride = 0, rows = 0;  ///< of the planes, their frame included
  Plane re, weight;
  Plane im;         ///< phases along normals that lie in [0, π)
  Plane turned;     ///< the same along normals in [π/2, 3π/2): for windows where the first ones jump
  int overlap = 0;  ///< cells with a weight

  std::size_t index(int column, int row) const noexcept {
    return static_cast<std::size_t>((row + border) * stride + column + border);
  }
};

void superpose(const Prepared& a, const Prepared& b, const Warp& warp, PhaseField& field) noexcept;

/// Sums over the (2·radius + 1)² cells around every second cell of every second row of the first finger, phases counted
/// along the middle cell's normal. Radius 1 or 2.
struct Windows {
  static constexpr std::size_t most_side = (comparison::max_cells + 1) / comparison::window_stride;
  using Plane = std::array<std::int32_t, most_side * most_side>;
  int columns = 0;
  int rows = 0;
  int radius = 1;
  Plane re, im, weight;  ///< weight 0: too few cells, or the middle one is not valid

  std::size_t count() const noexcept { return static_cast<std::size_t>(columns * rows); }
  /// |C|², 0..1.
  float coherence2(std::size_t at) const noexcept {
    if (weight[at] == 0) return 0;
    const auto x = static_cast<float>(re[at]), y = static_cast<float>(im[at]);
    const auto full = static_cast<float>(PhaseField::unit * weight[at]);
    return (x * x + y * y) / (full * full);
  }
  float coherence(std::size_t at) const noexcept { return std::sqrt(coherence2(at)); }
};
void sum_windows(const Prepared& a, const PhaseField& field, int radius, Windows& out) noexcept;

/// Weighted means over all windows of 5×5 cells of enough coverage.
struct Coherence {
  float sharp = 0;         ///< |C|⁴: high where the ridges truly coincide, near nothing where only the flow is alike
  float registration = 0;  ///< Re C
};
Coherence coherence(const Prepared& a, const PhaseField& field) noexcept;

}  // namespace limen::fingerprint
