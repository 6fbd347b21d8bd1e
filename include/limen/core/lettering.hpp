// Capital letters, digits and signs of 5×7 dots.
#pragma once

#include <string_view>

#include "limen/core/canvas.hpp"

namespace limen::canvas {

/// Writes from the upper left corner (x, y) on, each dot `dot` pixels wide; small letters become capitals, unknown
/// signs spaces. Returns the x after the last letter.
int write(Canvas& canvas, std::string_view text, int x, int y, int dot, Colour colour);
/// The width of a text in pixels.
constexpr int width_of(std::string_view text, int dot) noexcept { return static_cast<int>(text.size()) * 6 * dot; }

}  // namespace limen::canvas
