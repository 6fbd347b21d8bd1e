#include "fingerprint/layers.hpp"

#include <numbers>

#include "limen/fingerprint/parameters.hpp"

namespace limen::fingerprint {

float Layers::angle(int x, int y) const noexcept {
  constexpr float pi = std::numbers::pi_v<float>;
  const float ridge = angle_at(orientation, x, y);
  const float counted = static_cast<float>(wave.filter.at(x, y)) * (pi / parameters::gabor_orientations);
  if (ridge - counted > pi / 2) return ridge - pi;
  if (counted - ridge > pi / 2) return ridge + pi;
  return ridge;
}

}  // namespace limen::fingerprint
