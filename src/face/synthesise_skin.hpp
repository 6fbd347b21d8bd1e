// The colour of a procedural head, point by point: skin, eyes, brows, lips, hair, beard.
#pragma once

#include "face/synthesise_surface.hpp"

namespace limen::face::synthesis {

struct Paint {
  Colour colour;
  float shine = 0;  ///< share of light that is mirrored
};

class Skin {
 public:
  explicit Skin(const Surface& surface);

  /// Of the front's point with this name (Surface).
  Paint at(float x, float y) const;
  /// Of ears and neck.
  Paint plain(float x, float y) const;
  /// Of hair behind the head.
  Paint hair(float x, float y) const;

 private:
  Colour base(float x, float y) const;
  void draw_eye(int side, float x, float y, Paint& paint) const;
  void draw_brow(int side, float x, float y, Paint& paint) const;
  void draw_nose(float x, float y, Paint& paint) const;
  void draw_mouth(float x, float y, Paint& paint) const;
  void draw_beard(float x, float y, Paint& paint) const;
  float strand(float x, float y) const;

  const Surface& surface_;
  Noise broad_, fine_, grain_;
};

}  // namespace limen::face::synthesis
