// What the stages found, as fields for the Trace.
#pragma once

#include "limen/core/trace.hpp"
#include "limen/fingerprint/minutia.hpp"

#include "fingerprint/layers.hpp"

namespace limen::fingerprint {

/// "orientation" (angle, coherence), "period" (px), "wave" (real, imaginary), "reliability".
void trace_layers(const Trace& trace, const Layers& layers);

/// One row a minutia: x, y, direction, quality.
void trace_minutiae(const Trace& trace, std::string_view name, const SecureVector<Minutia>& minutiae);

}  // namespace limen::fingerprint
