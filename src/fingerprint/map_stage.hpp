// Stage 9: the ridge map of the template.
#pragma once

#include "limen/fingerprint/ridge_map.hpp"

#include "fingerprint/layers.hpp"

namespace limen::fingerprint {

RidgeMap make_ridge_map(const Layers& layers);

}  // namespace limen::fingerprint
