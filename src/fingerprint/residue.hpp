// Stage 10: minutiae are where the phase of the ridge wave turns once around.
#pragma once

#include "limen/fingerprint/minutia.hpp"

#include "fingerprint/layers.hpp"

namespace limen::fingerprint {

/// Every residue of the phase at least parameters::minutia_edge inside the mask; quality: reliability × coherence.
/// Larkin & Fletcher 2007 describe ridge endings and bifurcations as phase spirals.
SecureVector<Minutia> find_residues(const Layers& layers);

/// Without pairs that annihilate, twins, and what is poor, crowded or at the edge; best first.
SecureVector<Minutia> filter_minutiae(SecureVector<Minutia> residues, const Layers& layers);

}  // namespace limen::fingerprint
