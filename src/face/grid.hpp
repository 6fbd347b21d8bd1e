// Positions as stored: 1/16 px.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace limen::face {

inline constexpr float position_unit = 16;
inline constexpr float max_position = 1 << 19;  // px; sixteenths of it are exact in a float

inline std::int32_t to_position(float px) noexcept {
  if (std::isnan(px)) return 0;
  return static_cast<std::int32_t>(std::lround(std::clamp(px, -max_position, max_position) * position_unit));
}
inline float on_grid(float px) noexcept { return static_cast<float>(to_position(px)) / position_unit; }

}  // namespace limen::face
