// The wave of a ridge cell in integers: the same bits on every machine.
#pragma once

#include <array>

#include "limen/fingerprint/ridge_map.hpp"

namespace limen::fingerprint {

inline constexpr std::array<int, 32> sine{// round(4096 sin(k π/32)), k < 32
                                          0,    401,  799,  1189, 1567, 1931, 2276, 2598, 2896, 3166, 3406,
                                          3612, 3784, 3920, 4017, 4076, 4096, 4076, 4017, 3920, 3784, 3612,
                                          3406, 3166, 2896, 2598, 2276, 1931, 1567, 1189, 799,  401};
inline constexpr std::array<int, 16> period64{320, 346, 374, 404, 436, 472, 510, 551,  // round(64 period_levels)
                                              595, 643, 695, 751, 812, 877, 948, 1024};

constexpr int cosine(unsigned k) { return k <= 16 ? sine[16 - k] : -sine[k - 16]; }

/// How far along the cell's normal (dx, dy) cells lead: 4096 for the whole way of one cell.
constexpr int along_normal(RidgeCell cell, int dx, int dy) {
  return dy * cosine(cell.orientation()) - dx * sine[cell.orientation()];
}

}  // namespace limen::fingerprint
