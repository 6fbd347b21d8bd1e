#include "limen/fingerprint/ridge_map.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace limen::fingerprint {

RidgeCell quantise(float reliability, float period, float orientation, float phase) noexcept {
  constexpr float pi = std::numbers::pi_v<float>;
  const float steps =
      std::log(std::clamp(period, period_levels.front(), period_levels.back()) / period_levels.front()) *
      (15.0F / 1.16315081F);  // ln 3.2
  const float angle = std::floor(orientation * (32.0F / pi) + 0.5F);
  const float half_turns = std::floor(angle / 32.0F);
  const bool turned = std::fmod(std::abs(half_turns), 2.0F) == 1.0F;
  const float turn = std::floor((turned ? -phase : phase) * (8.0F / pi) + 0.5F);
  return RidgeCell::make(
      (reliability >= 0.38F ? 1U : 0U) + (reliability >= 0.63F ? 1U : 0U) + (reliability >= 0.9F ? 1U : 0U),
      static_cast<unsigned>(steps + 0.5F), static_cast<unsigned>(angle - 32.0F * half_turns),
      static_cast<unsigned>(turn - 16.0F * std::floor(turn / 16.0F)));
}

}  // namespace limen::fingerprint
