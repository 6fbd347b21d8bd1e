#include "fingerprint/explanation_marks.hpp"

#include <cmath>

namespace limen::fingerprint::marks {

void ring(Canvas& canvas, float x, float y, float direction, Colour colour) noexcept {
  constexpr float radius = 7;
  constexpr float tick = 20;
  const float dx = std::cos(direction);
  const float dy = std::sin(direction);
  canvas.circle(x, y, radius, colour, width);
  canvas.line(x + radius * dx, y + radius * dy, x + tick * dx, y + tick * dy, colour, width);
}

void cross(Canvas& canvas, float x, float y) noexcept {
  constexpr float half = 7;
  canvas.line(x - half, y - half, x + half, y + half, against, width);
  canvas.line(x - half, y + half, x + half, y - half, against, width);
}

}  // namespace limen::fingerprint::marks
