// What an explanation draws on the prints: rings, crosses, the outline, and their colours.
#pragma once

#include <algorithm>

#include "limen/core/canvas.hpp"

namespace limen::fingerprint::marks {

using canvas::Canvas, canvas::Colour, canvas::traffic_light;

inline constexpr int zoom = 2;  ///< picture pixels a px at 500 ppi
inline constexpr float width = 2.5F;
inline constexpr Colour paper{255, 255, 255};
inline constexpr Colour ink{30, 30, 30};
inline constexpr Colour pale{170, 170, 170};
inline constexpr Colour against{215, 40, 40};
inline constexpr Colour in_favour{20, 140, 60};
inline constexpr Colour outline{40, 110, 220};

/// Green is sure, orange doubtful. Half of the pairs of mated prints lie above 0.88, half of those of non-mated ones
/// below 0.65 (three FVC databases).
inline Colour of_confidence(float confidence) noexcept {
  return traffic_light(0.25F + 0.75F * std::clamp((confidence - 0.5F) / 0.4F, 0.0F, 1.0F));
}

/// A paired minutia; the centre in picture pixels, the direction in radians.
void ring(Canvas& canvas, float x, float y, float direction, Colour colour) noexcept;
/// A minutia without a partner.
void cross(Canvas& canvas, float x, float y) noexcept;

}  // namespace limen::fingerprint::marks
