// atan2 without branches, so that loops over it are vectorised.
#pragma once

#include <cmath>
#include <numbers>

namespace limen::fingerprint {

/// Within 2·10⁻⁵ rad of atan2(y, x); 0 for (0, 0). Odd polynomial after Abramowitz & Stegun 4.4.49.
inline float arctangent(float y, float x) noexcept {
  constexpr float pi = std::numbers::pi_v<float>;
  const float ax = std::abs(x);
  const float ay = std::abs(y);
  const float small = ax < ay ? ax : ay;
  const float large = ax < ay ? ay : ax;
  const float t = small / (large + 1e-30F);
  const float s = t * t;
  const float first = t * (0.9998660F + s * (-0.3302995F + s * (0.1801410F + s * (-0.0851330F + s * 0.0208351F))));
  const float octant = ax < ay ? pi / 2 - first : first;
  const float half = x < 0 ? pi - octant : octant;
  return y < 0 ? -half : half;
}

}  // namespace limen::fingerprint
