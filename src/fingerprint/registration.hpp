// Registration of the ridge phase: the warp is refined until the ridges themselves coincide.
#pragma once

#include "fingerprint/dense.hpp"
#include "fingerprint/pairing.hpp"
#include "fingerprint/warp.hpp"

namespace limen::fingerprint {

/// Each coherent window gives one normal-flow equation: its phase says how far the warp is off along the ridge normal.
/// Pairs of minutiae anchor it. `field` is superposed under `warp` on entry and on return.
void register_ridges(const Prepared& a, const Prepared& b, const Pairing& pairing, Warp& warp,
                     PhaseField& field) noexcept;

}  // namespace limen::fingerprint
