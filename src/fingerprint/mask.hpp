// Stage 2: where the ridges are.
#pragma once

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/plane.hpp"

namespace limen::fingerprint {

/// 1 where there are ridges, on cells of parameters::mask_cell px. All 0 if there are none.
Mask find_mask(const Plane& image);

/// Distance of each mask cell to the nearest cell outside the mask, px; 0 outside.
Plane edge_distance(const Mask& mask);

inline bool inside(const Mask& mask, int x, int y) noexcept {
  return mask.at(x / parameters::mask_cell, y / parameters::mask_cell) != 0;
}

}  // namespace limen::fingerprint
