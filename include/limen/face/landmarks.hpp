// The five points of a face that detectors give and alignment needs.
#pragma once

#include <array>

#include "limen/core/units.hpp"

namespace limen::face {

/// Pixels; right and left are the subject's, so the right eye stands left in the image.
using Landmarks = std::array<Point, 5>;
enum Landmark : std::size_t { right_eye, left_eye, nose, right_mouth_corner, left_mouth_corner };

}  // namespace limen::face
