// Stages 6 and 7: the ridges as a complex wave, by a bank of Gabor filters along the ridge flow.
#pragma once

#include <cstdint>

#include "fingerprint/integer_plane.hpp"
#include "fingerprint/mask.hpp"
#include "fingerprint/orientation.hpp"

namespace limen::fingerprint {

/// z = a e^{iφ} at each mask pixel, 0 elsewhere. a: amplitude of the ridge wave in local deviations; φ: its phase along
/// the normal (−sin θ, cos θ) of the filter, 0 in the middle of a ridge.
struct Wave {
  Plane real;
  Plane imaginary;
  Grid<std::uint8_t> filter;  ///< index of the filter's orientation: θ = filter · π / gabor_orientations

  float amplitude(int x, int y) const noexcept {
    return std::sqrt(real.at(x, y) * real.at(x, y) + imaginary.at(x, y) * imaginary.at(x, y));
  }
};

enum class GaborPass { first, second };

Wave find_wave(const IntegerPlane& ridges, const Mask& mask, const Orientation& orientation, const Plane& log_period,
               GaborPass pass);

/// The ridges redrawn from the wave: heights −1..1, lower where the wave is weak.
Plane enhanced(const Wave& wave);

}  // namespace limen::fingerprint
