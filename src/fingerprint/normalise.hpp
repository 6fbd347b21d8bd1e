// Stage 3: local mean 0 and deviation 1 inside the mask, ridges positive.
#pragma once

#include "fingerprint/mask.hpp"

namespace limen::fingerprint {

struct Normalised {
  Plane ridges;        ///< 0 outside the mask, clipped to ± parameters::normalise_limit
  float contrast = 0;  ///< mean local deviation, grey levels
};

/// `dark_ridges`: ridges are darker than valleys.
Normalised normalise(const Plane& image, const Mask& mask, bool dark_ridges);

/// True unless there is background and it is darker than nearly all of the print.
bool has_dark_ridges(const Plane& image, const Mask& mask);

}  // namespace limen::fingerprint
