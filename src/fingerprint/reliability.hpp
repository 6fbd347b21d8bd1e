// Stage 8: how much a place is to be trusted.
#pragma once

#include "fingerprint/gabor.hpp"

namespace limen::fingerprint {

/// Blurred amplitude of the wave over the blurred mask, on mask cells; about 1 on clear ridges.
Plane find_reliability(const Wave& wave, const Mask& mask);

}  // namespace limen::fingerprint
