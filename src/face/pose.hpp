// Where the head is turned to, as far as five points tell.
#pragma once

#include "limen/face/landmarks.hpp"

namespace limen::face {

/// Degrees; 0, 0, 0 looks into the camera. Yaw grows when the nose goes to the right of the picture, pitch when it goes
/// down, roll with the left eye.
struct Pose {
  double yaw = 0, pitch = 0, roll = 0;
};

Pose pose_of(const Landmarks& face) noexcept;

}  // namespace limen::face
