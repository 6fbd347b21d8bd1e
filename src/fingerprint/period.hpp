// Stage 5: the distance from ridge to ridge.
#pragma once

#include "fingerprint/integer_plane.hpp"
#include "fingerprint/mask.hpp"
#include "fingerprint/orientation.hpp"

namespace limen::fingerprint {

/// ln of the ridge period (px) on nodes of parameters::period_cell px; everywhere, guessed where there is no ridge.
Plane find_log_period(const IntegerPlane& ridges, const Mask& mask, const Orientation& orientation);

}  // namespace limen::fingerprint
