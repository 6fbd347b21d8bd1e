// Stage 11: how useful the print is, from what the other stages measured.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "limen/fingerprint/minutia.hpp"
#include "limen/fingerprint/ridge_map.hpp"

#include "fingerprint/layers.hpp"

namespace limen::fingerprint {

/// What is measured; all over the valid cells of the ridge map unless said otherwise.
struct QualityFeatures {
  float area = 0;         ///< valid cells
  float reliability = 0;  ///< mean, 0..1
  float coherence = 0;    ///< mean of the ridge flow, 0..1
  float clarity = 0;      ///< correlation of the print with its enhanced ridges, 0..1
  float contrast = 0;     ///< mean local deviation, grey levels
  float dark = 0;         ///< share of the print's pixels on the ridges' side of the local mean
  float period = 0;       ///< geometric mean, px
  float minutiae = 0;     ///< sum of their qualities
  float cut = 0;          ///< share of the print's outline that is the image's border
};

QualityFeatures measure(const Layers& layers, const Plane& ridges, const RidgeMap& map,
                        const SecureVector<Minutia>& minutiae, float contrast);

/// 0..100.
std::uint8_t quality_value(const QualityFeatures& features) noexcept;
/// Bit set of Flaw.
std::uint16_t quality_flaws(const QualityFeatures& features) noexcept;
/// Why this is no fingerprint, in words; empty if it may be one.
std::string refusal(const QualityFeatures& features, std::size_t minutiae);

}  // namespace limen::fingerprint
