// The ridge map: orientation, phase, period and reliability of the ridges on a coarse grid.
#pragma once

#include <cstddef>
#include <cstdint>

#include "limen/core/bytes.hpp"

namespace limen::fingerprint {

/// One quantised cell in 16 bits: valid 1 | reliability 2 | period 4 | orientation 5 | phase 4 (phase in the low bits).
/// An invalid cell is 0.
struct RidgeCell {
  std::uint16_t bits = 0;

  constexpr bool valid() const noexcept { return (bits & 0x8000U) != 0; }
  constexpr unsigned reliability() const noexcept { return (bits >> 13) & 3U; }  ///< 0..3, see parameters.hpp
  constexpr unsigned period() const noexcept { return (bits >> 9) & 15U; }       ///< 16 log-spaced steps of 5..16 px
  constexpr unsigned orientation() const noexcept { return (bits >> 4) & 31U; }  ///< ridge angle, steps of π/32 in [0, π)
  constexpr unsigned phase() const noexcept { return bits & 15U; }               ///< steps of 2π/16 along the normal
  static constexpr RidgeCell make(unsigned reliability, unsigned period, unsigned orientation, unsigned phase) noexcept {
    return {static_cast<std::uint16_t>(0x8000U | (reliability & 3U) << 13 | (period & 15U) << 9 |
                                       (orientation & 31U) << 4 | (phase & 15U))};
  }
  friend constexpr bool operator==(const RidgeCell&, const RidgeCell&) = default;
};

/// Cells of 8×8 px at 500 ppi; cell (c, r) is sampled at pixel (8c + 4, 8r + 4).
struct RidgeMap {
  static constexpr int cell_px = 8;
  int width = 0;   ///< cells
  int height = 0;  ///< cells
  SecureVector<RidgeCell> cells;

  const RidgeCell& at(int c, int r) const noexcept {
    return cells[static_cast<std::size_t>(r) * static_cast<std::size_t>(width) + static_cast<std::size_t>(c)];
  }
  friend bool operator==(const RidgeMap&, const RidgeMap&) = default;
};

}  // namespace limen::fingerprint
