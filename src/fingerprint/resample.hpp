// Stage 1: the image at 500 ppi, as numbers.
#pragma once

#include "limen/core/image.hpp"
#include "limen/core/result.hpp"

#include "fingerprint/plane.hpp"

namespace limen::fingerprint {

/// Grey image to 500 ppi: area mean downwards, Catmull-Rom upwards. Values 0..255 (a little beyond after a cubic).
/// Errors: invalid_argument (resolution outside 250..1200 ppi), quality_too_low (too small), too_large.
Result<Plane> resample(ImageView grey);

}  // namespace limen::fingerprint
