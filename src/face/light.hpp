// What the pixels of a face say about focus and light.
#pragma once

#include <optional>

#include "limen/core/image.hpp"
#include "limen/face/landmarks.hpp"

namespace limen::face {

/// Of the aligned face, background and what lies outside the picture left out. Luminance from 0 to 1.
struct Light {
  double mean = 0, variance = 0;  ///< of the luminance
  double dark = 0, bright = 0;    ///< share of the pixels with a luminance byte of 0 to 25, of 247 to 255
  double entropy = 0;             ///< of the luminance bytes, bits
  double uniformity = 0;          ///< 1: both cheeks have the same histogram
  double colour = 0;              ///< distance of the mean of both cheeks from skin, CIELAB
  double detail = 0;              ///< log10 of the variance of the Laplacian over that of the luminance
};

/// Nothing if the landmarks have no extent or the face lies outside the picture.
std::optional<Light> light_of(ImageView image, const Landmarks& landmarks);

}  // namespace limen::face
