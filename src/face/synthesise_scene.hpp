// What stands before the camera: patches of surface in space, and how they fall on the picture.
#pragma once

#include <vector>

#include "face/synthesise_surface.hpp"

namespace limen::face::synthesis {

enum class Material : unsigned char { nothing, head, skin, hair, cloth };

struct Vertex {
  Vector position, normal;
  float u = 0, v = 0;  ///< the name of the point, for its colour
  float open = 1;      ///< how much light from everywhere reaches it: 0 to about 1
};

/// A grid of vertices, `columns` in a row, seen from outside as a picture is: columns to the right, rows down.
struct Patch {
  Material material{};
  int columns = 0, rows = 0;
  std::vector<Vertex> vertices;
};

/// Degrees: towards the right of the image, down, clockwise.
struct Pose {
  double yaw = 0, pitch = 0, roll = 0;
};

/// How space falls on the picture: the head turned in its pose, seen from 13 inter-eye distances.
class Camera {
 public:
  /// `scale` px are one inter-eye distance; the middle of the eyes comes to (x, y).
  Camera(const Pose& pose, float x, float y, float scale) noexcept;
  Vector turn(Vector point) const noexcept;       ///< as the head turns
  Vector turn_body(Vector point) const noexcept;  ///< the body follows a little
  /// x and y in px; z grows towards the camera.
  Vector project(Vector turned) const noexcept;
  float scale() const noexcept { return scale_; }

 private:
  Vector rotate(Vector point, float share) const noexcept;
  float yaw_, pitch_, cos_roll_, sin_roll_, x_, y_, scale_;
};

/// Head, ears, neck, body and the hair behind, turned.
std::vector<Patch> scene(const Surface& surface, const Camera& camera);

/// What a pixel shows.
struct Fragment {
  Material material = Material::nothing;
  float depth = -1e9F;
  float u = 0, v = 0, open = 1;
  Vector normal;
};

/// The nearest surface of each pixel, row by row.
std::vector<Fragment> rasterise(const std::vector<Patch>& patches, const Camera& camera, int width, int height);

}  // namespace limen::face::synthesis
