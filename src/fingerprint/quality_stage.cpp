#include "fingerprint/quality_stage.hpp"

#include "limen/fingerprint/parameters.hpp"
#include "limen/fingerprint/quality.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;

/// Correlation of the ridges with the wave's real part, and the share of positive pixels, inside the mask.
void compare_with_wave(const Layers& layers, const Plane& ridges, QualityFeatures& features) {
  double product = 0, ridge_power = 1e-9, wave_power = 1e-9;
  long long count = 0, positive = 0;
  for (int y = 0; y < ridges.height; ++y) {
    const float* seen = ridges.row(y);
    const float* drawn = layers.wave.real.row(y);
    float a = 0, b = 0, c = 0;  // a row's sums in single precision, the whole in double
    for (int x = 0; x < ridges.width; ++x) {
      a += seen[x] * drawn[x];
      b += seen[x] * seen[x];
      c += drawn[x] * drawn[x];
      positive += seen[x] > 0 ? 1 : 0;
      count += seen[x] != 0 ? 1 : 0;
    }
    product += static_cast<double>(a);
    ridge_power += static_cast<double>(b);
    wave_power += static_cast<double>(c);
  }
  features.clarity = static_cast<float>(std::max(0.0, product / std::sqrt(ridge_power * wave_power)));
  features.dark = static_cast<float>(positive) / static_cast<float>(std::max(1LL, count));
}

/// Cells of the mask on the image's border against the outline of a disk of the mask's size.
float cut_share(const Mask& mask) {
  int border = 0, all = 0;
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x)
      if (mask.at(x, y) != 0) {
        ++all;
        if (x == 0 || y == 0 || x + 1 == mask.width || y + 1 == mask.height) ++border;
      }
  return static_cast<float>(border) / (3.545F * std::sqrt(static_cast<float>(std::max(1, all))));  // 2 √π
}

}  // namespace

QualityFeatures measure(const Layers& layers, const Plane& ridges, const RidgeMap& map,
                        const SecureVector<Minutia>& minutiae, float contrast) {
  QualityFeatures features;
  double reliability = 0, coherence = 0, log_period = 0;
  for (int r = 0; r < map.height; ++r)
    for (int c = 0; c < map.width; ++c) {
      if (!map.at(c, r).valid()) continue;
      const auto x = static_cast<float>(RidgeMap::cell_px * c + RidgeMap::cell_px / 2);
      const auto y = static_cast<float>(RidgeMap::cell_px * r + RidgeMap::cell_px / 2);
      features.area += 1;
      reliability += static_cast<double>(std::min(1.0F, sample(layers.reliability, mask_cell, x, y)));
      coherence += static_cast<double>(sample(layers.orientation.coherence, orientation_cell, x, y));
      log_period += static_cast<double>(sample(layers.log_period, period_cell, x, y));
    }
  const double cells = std::max(1.0, static_cast<double>(features.area));
  features.reliability = static_cast<float>(reliability / cells);
  features.coherence = static_cast<float>(coherence / cells);
  features.period = static_cast<float>(std::exp(log_period / cells));
  features.contrast = contrast;
  for (const auto& m : minutiae) features.minutiae += m.quality;
  features.cut = cut_share(layers.mask);
  compare_with_wave(layers, ridges, features);
  return features;
}

std::uint8_t quality_value(const QualityFeatures& features) noexcept {
  const float expected = quality_bias + quality_log_area * std::log(std::max(1.0F, features.area)) +
                         quality_reliability * features.reliability + quality_coherence * features.coherence;
  const float share = std::min(1.0F, features.area / quality_full_area);
  return static_cast<std::uint8_t>(std::clamp(10 * (expected - quality_least_score) * share, 0.0F, 100.0F) + 0.5F);
}

std::uint16_t quality_flaws(const QualityFeatures& features) noexcept {
  std::uint16_t set = 0;
  const auto flaw = [&set](bool is, Flaw which) {
    if (is) set = with(set, which);
  };
  const bool unclear = features.reliability < flaw_reliability;
  flaw(features.area < flaw_area, Flaw::too_small);
  flaw(unclear && features.dark < flaw_dry, Flaw::too_dry);
  flaw(unclear && features.dark > flaw_wet, Flaw::too_wet);
  flaw(features.contrast < flaw_contrast, Flaw::low_contrast);
  flaw(features.period < flaw_least_period || features.period > flaw_most_period, Flaw::wrong_resolution);
  flaw(features.minutiae < flaw_minutiae, Flaw::few_minutiae);
  flaw(unclear, Flaw::unclear_ridges);
  flaw(features.cut > flaw_cut, Flaw::cut_off);
  return set;
}

std::string refusal(const QualityFeatures& features, std::size_t minutiae) {
  if (features.area < static_cast<float>(min_cells)) return "too little clear ridge flow";
  if (features.clarity < min_clarity || features.reliability < min_reliability || quality_value(features) == 0)
    return "no clear ridge flow";
  if (minutiae < min_minutiae) return "hardly a ridge ends or forks";
  return {};
}

}  // namespace limen::fingerprint
