// Stage 6b: are the ridges dark or light? Three physical cues, each of which changes its sign with the image.
#pragma once

#include "fingerprint/gabor.hpp"

namespace limen::fingerprint {

/// Measured as if ridges were dark; the negative of the image has the negative cues.
struct PolarityCues {
  /// The bare sensor beside the print has the grey of valleys (+½), not of ridges (−½); 0 if there is hardly any.
  float background = 0;
  /// Skin has pores and grain, air between ridges has none: ln of the grey's roughness along ridges over that along
  /// valleys.
  float texture = 0;
  /// How much narrower than valleys the ridges are: second harmonic of the wave over the first. Thin ridges (dry) look
  /// rougher, broad ones (wet) smoother: texture is judged against it.
  float thinness = 0;

  /// Natural-log odds that ridges are dark, before any prejudice.
  float log_odds() const noexcept;
};

/// `image` and `print` are the whole image and its mask; the others belong to the print's window.
PolarityCues polarity_cues(const Plane& image, const Mask& print, const Plane& window, const Plane& ridges,
                           const Orientation& orientation, const Wave& wave);

}  // namespace limen::fingerprint
