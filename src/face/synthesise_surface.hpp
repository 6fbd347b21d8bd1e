// The surface of a procedural head: where each of its points lies in space, in the expression of the moment.
#pragma once

#include "limen/core/noise.hpp"

#include "face/synthesise_face.hpp"

namespace limen::face::synthesis {

struct Vector {
  float x = 0, y = 0, z = 0;
  friend constexpr Vector operator+(Vector a, Vector b) noexcept { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  friend constexpr Vector operator-(Vector a, Vector b) noexcept { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
  friend constexpr Vector operator*(Vector a, float f) noexcept { return {a.x * f, a.y * f, a.z * f}; }
};
constexpr float dot(Vector a, Vector b) noexcept { return a.x * b.x + a.y * b.y + a.z * b.z; }
constexpr Vector cross(Vector a, Vector b) noexcept {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
Vector normalised(Vector v) noexcept;

struct Expression {
  float smile = 0;               ///< −0.3 to 1
  float open = 0;                ///< of the mouth, inter-eye distances
  float lids = 1;                ///< 0 closed, 1 as in rest
  float brows = 0;               ///< raised by, inter-eye distances
  float gaze_x = 0, gaze_y = 0;  ///< inter-eye distances
};

/// 0 below `low`, 1 above `high`, smooth between.
float smoothstep(float low, float high, float v) noexcept;
/// 1 in the middle, 0 far outside an ellipse of the radii rx, ry (where it is 1/e).
float bump(float dx, float dy, float rx, float ry) noexcept;

/// A face in an expression. Points of the front are named by their x and y before anything stands out.
class Surface {
 public:
  Surface(const Face& face, const Expression& expression);

  const Face& face() const noexcept { return face_; }
  const Expression& expression() const noexcept { return expression_; }

  float half_width_at(float y) const noexcept;
  /// How much hair stands at a point of the front or, with |turn| above π/2, of the back: 0 to 1.
  float hair_at(float x, float y) const noexcept;
  /// The point at the angle `turn` about the vertical axis (0 is the front), at height y; and its name.
  Vector at_turn(float turn, float y, float& name_x) const noexcept;
  /// The point of the front with this name.
  Vector at(float x, float y) const noexcept;

  float top() const noexcept { return -face_.head.skull; }
  float chin() const noexcept { return chin_; }
  float eye_y(int side) const noexcept { return face_.eyes.y + static_cast<float>(side) * face_.asymmetry[0]; }
  float mouth_x() const noexcept { return face_.asymmetry[1]; }
  float mouth_half_width() const noexcept { return mouth_half_width_; }
  /// The line where the lips meet.
  float mouth_line(float x) const noexcept;

 private:
  float relief(float x, float y) const noexcept;

  Face face_;
  Expression expression_;
  Noise strands_;
  float chin_, mouth_half_width_, mouth_lift_;
};

}  // namespace limen::face::synthesis
