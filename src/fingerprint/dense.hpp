// Dense evidence: how well the ridges of two prints coincide under a warp, cell by cell.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>

#include "fingerprint/warp.hpp"

namespace limen::fingerprint {

/// For each cell of the first finger the phasor w·e^{i(φa − φb)} in integers (sums do not depend on their order), and
/// its weight w = √(reliability a · reliability b) in 64ths; 0 where either map is not valid.
struct PhaseField {
  static constexpr std::size_t most = std::size_t{comparison::max_cells} * comparison::max_cells;
  static constexpr int scale = 32;  ///< of re and im: a cell of weight w has length 32·w
  std::array<std::int16_t, most> re, im;
  std::array<std::uint8_t, most> weight;
  std::bitset<most> covered;  ///< cells of the second finger that the first one's fall on
  int overlap = 0;            ///< cells with a weight
};

void superpose(const Prepared& a, const Prepared& b, const Warp& warp, PhaseField& field) noexcept;

/// Sums over the (2·radius + 1)² cells around a cell of the first finger, with phases counted along that cell's normal.
struct Window {
  int re = 0;
  int im = 0;
  int weight = 0;
};
Window window(const Prepared& a, const PhaseField& field, int column, int row, int radius) noexcept;

/// |C| and Re C, weighted means over all windows of enough coverage.
struct Coherence {
  float small = 0;         ///< |C| in windows of 3×3 cells
  float large = 0;         ///< |C| in windows of 5×5 cells
  float registration = 0;  ///< Re C in windows of 3×3 cells
};
Coherence coherence(const Prepared& a, const PhaseField& field) noexcept;

/// True if a window of (2·radius + 1)² cells has enough weight to count.
constexpr bool counts(const Window& w, int radius) noexcept {
  const int side = 2 * radius + 1;
  return static_cast<float>(w.weight) >= comparison::window_coverage * 64 * static_cast<float>(side * side);
}

}  // namespace limen::fingerprint
