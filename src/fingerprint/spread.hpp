// Registration beyond the cubic: the registered skin grows outward from the pairs, each part bent by itself.
#pragma once

#include "fingerprint/dense.hpp"

namespace limen::fingerprint {

/// Bends the warp until the skin whose ridges coincide no longer grows. Precondition and result: `field` is the
/// superposition under the warp.
void spread(const Prepared& a, const Prepared& b, const Pairing& pairing, Warp& warp, PhaseField& field) noexcept;

}  // namespace limen::fingerprint
