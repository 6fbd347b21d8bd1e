// Stage 3: local mean 0 and deviation 1 inside the mask, dark positive.
#pragma once

#include "fingerprint/mask.hpp"

namespace limen::fingerprint {

struct Normalised {
  Plane ridges;        ///< 0 outside the mask, clipped to ± parameters::normalise_limit
  float contrast = 0;  ///< mean local deviation, grey levels
};

Normalised normalise(const Plane& image, const Mask& mask);

}  // namespace limen::fingerprint
