// How WSQ cuts the plane of coefficients: 20 regions that are split in four, 64 subbands.
#pragma once

#include <array>

namespace limen::io::wsq {

inline constexpr int band_count = 64;
inline constexpr int coded_bands = 60;                   ///< the last four are never coded
inline constexpr std::array block_start{0, 19, 52, 60};  ///< subbands of the three blocks

/// A part of one axis. `flipped`: it is the second half of its parent, so its own high half comes first.
struct Interval {
  int at = 0;
  int length = 0;
  bool flipped = false;

  int low() const noexcept { return (length + 1) / 2; }
  int high() const noexcept { return length / 2; }
  Interval first() const noexcept { return {at, flipped ? high() : low(), false}; }
  Interval second() const noexcept { return {at + first().length, flipped ? low() : high(), true}; }
};

struct Region {
  Interval x, y;
  /// Top left, top right, bottom left, bottom right.
  std::array<Region, 4> quarters() const noexcept {
    return {Region{x.first(), y.first()}, {x.second(), y.first()}, {x.first(), y.second()}, {x.second(), y.second()}};
  }
  std::size_t size() const noexcept { return static_cast<std::size_t>(x.length) * static_cast<std::size_t>(y.length); }
};

struct Tree {
  std::array<Region, 20> nodes;          ///< the split ones, parents before children
  std::array<Region, band_count> bands;  ///< the leaves, in the standard's order

  Tree(int width, int height) noexcept;
};

}  // namespace limen::io::wsq
