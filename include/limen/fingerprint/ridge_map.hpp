// The ridge map: orientation, phase, period and reliability of the ridges on a coarse grid.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "limen/core/bytes.hpp"

namespace limen::fingerprint {

/// One quantised cell in 16 bits: valid 1 | reliability 2 | period 4 | orientation 5 | phase 4 (phase in the low bits).
/// An invalid cell is 0. With θ the ridge angle (from +x towards +y), n = (−sin θ, cos θ) the ridge normal and φ the
/// phase, the ridges near the cell's centre c look like cos(φ + 2π n·(p − c)/T); +1 is the middle of a ridge.
/// (θ, φ) and (θ + π, −φ) are the same ridges: a cell keeps the one with θ in [0, π).
struct RidgeCell {
  std::uint16_t bits = 0;

  constexpr bool valid() const noexcept { return (bits & 0x8000U) != 0; }
  constexpr unsigned reliability() const noexcept { return (bits >> 13) & 3U; }  ///< 0..3, see reliability_levels
  constexpr unsigned period() const noexcept { return (bits >> 9) & 15U; }       ///< 0..15, see period_levels
  constexpr unsigned orientation() const noexcept { return (bits >> 4) & 31U; }  ///< θ in steps of π/32
  constexpr unsigned phase() const noexcept { return bits & 15U; }               ///< φ in steps of 2π/16
  static constexpr RidgeCell make(unsigned reliability, unsigned period, unsigned orientation,
                                  unsigned phase) noexcept {
    return {static_cast<std::uint16_t>(0x8000U | (reliability & 3U) << 13 | (period & 15U) << 9 |
                                       (orientation & 31U) << 4 | (phase & 15U))};
  }
  friend constexpr bool operator==(const RidgeCell&, const RidgeCell&) = default;
};

/// What the quantised period stands for, px: 5 · 3.2^(k/15), 5 to 16.
inline constexpr std::array<float, 16> period_levels{5.0000F,  5.4031F,  5.8388F,  6.3096F,  6.8183F,  7.3681F,
                                                     7.9621F,  8.6041F,  9.2979F,  10.0475F, 10.8577F, 11.7331F,
                                                     12.6791F, 13.7015F, 14.8062F, 16.0000F};
/// What the quantised reliability stands for; the steps between them are at 0.38, 0.63 and 0.9 (and 0.25: invalid).
inline constexpr std::array<float, 4> reliability_levels{0.32F, 0.50F, 0.76F, 1.00F};

/// Quantises values; any θ, φ in radians, T in px, reliability 0..1. Keeps θ and φ consistent where θ wraps.
RidgeCell quantise(float reliability, float period, float orientation, float phase) noexcept;

/// Cells of 8×8 px at 500 ppi; cell (c, r) is sampled at pixel (8c + 4, 8r + 4).
struct RidgeMap {
  static constexpr int cell_px = 8;
  int width = 0;   ///< cells: cells_in(image width)
  int height = 0;  ///< cells
  SecureVector<RidgeCell> cells;

  /// The number of cells whose sampling point lies inside `pixels` pixels.
  static constexpr int cells_in(int pixels) noexcept { return (pixels + 3) / cell_px; }
  bool empty() const noexcept { return cells.empty(); }
  const RidgeCell& at(int c, int r) const noexcept {
    return cells[static_cast<std::size_t>(r) * static_cast<std::size_t>(width) + static_cast<std::size_t>(c)];
  }
  RidgeCell& at(int c, int r) noexcept {
    return cells[static_cast<std::size_t>(r) * static_cast<std::size_t>(width) + static_cast<std::size_t>(c)];
  }
  friend bool operator==(const RidgeMap&, const RidgeMap&) = default;
};

}  // namespace limen::fingerprint
