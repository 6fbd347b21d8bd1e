// A sample: one captured image and what is known about its capture.
#pragma once

#include "limen/core/image.hpp"
#include "limen/core/modality.hpp"

namespace limen {

/// The image of one finger or face. `position` and `impression` are ignored for a face.
struct Sample {
  Image image;
  FingerPosition position = FingerPosition::unknown;
  Impression impression = Impression::live_scan_plain;
};

}  // namespace limen
