// What the first eight stages found, for the stages that make the template of it.
#pragma once

#include "fingerprint/gabor.hpp"

namespace limen::fingerprint {

struct Layers {
  Mask mask;
  Plane edge_distance;  ///< px, on mask cells
  Orientation orientation;
  Plane log_period;
  Wave wave;
  Plane reliability;  ///< on mask cells

  /// Distance to the edge of the mask or of the image, px.
  float edge(float x, float y) const noexcept {
    const auto right = static_cast<float>(wave.real.width - 1) - x;
    const auto down = static_cast<float>(wave.real.height - 1) - y;
    const float border = std::min(std::min(x, y), std::min(right, down)) + 1;
    return std::min(border, sample(edge_distance, parameters::mask_cell, x, y));
  }
  /// The ridge angle at a pixel, turned by π where the wave's filter counts its phase along the other normal.
  float angle(int x, int y) const noexcept;
};

}  // namespace limen::fingerprint
