// The mirror image of a template.
#pragma once

#include "limen/fingerprint/template.hpp"

namespace limen::fingerprint {

/// Left becomes right, about the middle of the ridge map, so that its cells fall on cells.
Template mirrored(const Template& finger);

}  // namespace limen::fingerprint
