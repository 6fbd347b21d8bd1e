#include "pose.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geometry.hpp"

namespace limen::face {

// The tip of the nose stands before the plane of the eyes by about 0.45 inter-eye distances; turning the head moves it
// sideways between the eyes, nodding moves it between eyes and mouth (0.56 of the way when frontal: the median of what
// YuNet finds in two sets of portraits).
Pose pose_of(const Landmarks& face) noexcept {
  constexpr double degrees = 180 / std::numbers::pi, depth = 0.45, rest = 0.56;
  const Point eyes = middle(face[right_eye], face[left_eye]);
  const Point mouth = middle(face[right_mouth_corner], face[left_mouth_corner]);
  const double ux = face[left_eye].x - face[right_eye].x, uy = face[left_eye].y - face[right_eye].y;
  const double width = std::max(1e-3, std::hypot(ux, uy));
  const double nx = face[nose].x - eyes.x, ny = face[nose].y - eyes.y;
  const double across = (nx * ux + ny * uy) / width, down = (ny * ux - nx * uy) / width;
  const double height = std::max(1e-3, ((mouth.y - eyes.y) * ux - (mouth.x - eyes.x) * uy) / width);
  return {std::atan(across / (depth * width)) * degrees,
          std::atan((down / height - rest) * height / (depth * width)) * degrees, std::atan2(uy, ux) * degrees};
}

}  // namespace limen::face
