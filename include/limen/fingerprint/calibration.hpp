// Which false-match rate a fingerprint score stands for.
#pragma once

#include "limen/core/calibration.hpp"
#include "limen/fingerprint/weights.hpp"

namespace limen::fingerprint {

/// The shipped calibration of a method; src/fingerprint/weights.inc says on which data it was measured.
const Calibration& calibration(Method method = Method::ridge_map) noexcept;

}  // namespace limen::fingerprint
