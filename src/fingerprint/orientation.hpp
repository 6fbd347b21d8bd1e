// Stage 4: the ridge flow.
#pragma once

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/plane.hpp"

namespace limen::fingerprint {

/// On cells of parameters::orientation_cell px.
struct Orientation {
  Plane angle;      ///< of the ridge, radians in [0, π), from +x towards +y
  Plane coherence;  ///< 0 (no flow) to 1
};

/// Structure tensor at two scales σ (px).
Orientation find_orientation(const Plane& ridges, float narrow, float wide);

inline float angle_at(const Orientation& orientation, int x, int y) noexcept {
  return orientation.angle.at(x / parameters::orientation_cell, y / parameters::orientation_cell);
}

}  // namespace limen::fingerprint
