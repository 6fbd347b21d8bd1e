// A picture in linear light, and what optics and sensor do to it.
#pragma once

#include <vector>

#include "limen/core/image.hpp"
#include "limen/core/random.hpp"

#include "face/synthesise_face.hpp"

namespace limen::face::synthesis {

struct Photograph {
  Photograph(int width_, int height_)
      : width(width_), height(height_), pixels(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_)) {}
  Colour& at(int x, int y) {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
  int width, height;
  std::vector<Colour> pixels;
};

/// Gaussian, `sigma` px.
void blur(Photograph& photograph, float sigma);

/// 8-bit RGB: exposure, the gamma of screens, noise of the sensor (`noise` of full scale, less in the shadows).
Image develop(const Photograph& photograph, float exposure, float noise, Random& random);

}  // namespace limen::face::synthesis
