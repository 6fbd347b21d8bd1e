// Gaussian blur and area reduction: what every stage is made of.
#pragma once

#include "fingerprint/plane.hpp"

namespace limen::fingerprint {

/// out[x] = Σ weights[i] · rows[i][x] for x < width.
void weighted_sum(const float* const* rows, const float* weights, int count, float* out, int width) noexcept;

/// Gaussian of the given σ in cells, cut at 3 σ; the border repeats.
Plane gaussian(const Plane& plane, float sigma);

/// Mean of each block of `factor` × `factor` cells (of what is there at the right and lower border).
Plane reduce(const Plane& plane, int factor);

}  // namespace limen::fingerprint
