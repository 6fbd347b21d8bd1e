#include "fingerprint/polarity.hpp"

#include <array>
#include <optional>

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/filter.hpp"
#include "fingerprint/morphology.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;

/// A mean with its number of samples.
struct Mean {
  double sum = 0;
  double count = 0;
  void add(float value) noexcept { sum += static_cast<double>(value), ++count; }
  double value() const noexcept { return sum / std::max(count, 1.0); }
};

/// Median of those of the coarse greys where `wanted` is 1; nothing if they are too few.
std::optional<float> median(const Plane& coarse, const Mask& wanted) {
  SecureVector<float> greys;
  for (std::size_t i = 0; i < wanted.values.size(); ++i)
    if (wanted.values[i] != 0) greys.push_back(coarse.values[i]);
  if (static_cast<float>(greys.size()) < background_share * static_cast<float>(wanted.values.size())) return {};
  const auto middle = greys.begin() + static_cast<std::ptrdiff_t>(greys.size() / 2);
  std::nth_element(greys.begin(), middle, greys.end());
  return *middle;
}

/// Median grey outside the print. Nothing where there is too little of it, or where it is another beside the print than
/// farther away, as with a frame around the image: that is no bare sensor.
std::optional<float> background_grey(const Plane& image, const Mask& print, double ridge_height) {
  const Plane coarse = reduce(image, mask_cell);
  Mask outside = dilate(print, mask_disk);  // what is left is background for certain
  for (auto& cell : outside.values) cell = cell == 0 ? 1 : 0;
  Mask beside = dilate(print, mask_disk + background_strip);
  for (std::size_t i = 0; i < beside.values.size(); ++i) beside.values[i] &= outside.values[i];
  const auto all = median(coarse, outside);
  const auto near = median(coarse, beside);
  if (all && near && static_cast<double>(std::abs(*all - *near)) > background_agreement * ridge_height) return {};
  return all;
}

}  // namespace

float PolarityCues::log_odds() const noexcept {
  return polarity_background * background + polarity_texture * texture - polarity_thinness * thinness;
}

PolarityCues polarity_cues(const Plane& image, const Mask& print, const Plane& window, const Plane& ridges,
                           const Orientation& orientation, const Wave& wave) {
  std::array<Mean, 2> grey, roughness;  // of ridges and of valleys
  double first = 0, second = 0;         // harmonics
  constexpr int step = texture_step;
  for (int y = step; y + step < ridges.height; y += polarity_stride)
    for (int x = step; x + step < ridges.width; x += polarity_stride) {
      const float height = ridges.at(x, y);
      const float amplitude = wave.amplitude(x, y);
      if (height == 0 || amplitude < polarity_amplitude) continue;
      const float cosine = wave.real.at(x, y) / amplitude;
      first += static_cast<double>(height * cosine);
      second += static_cast<double>(height * (2 * cosine * cosine - 1));
      if (std::abs(cosine) < polarity_core) continue;
      const std::size_t side = cosine > 0 ? 0 : 1;
      const float angle = angle_at(orientation, x, y);
      const int dx = static_cast<int>(std::lround(step * std::cos(angle)));
      const int dy = static_cast<int>(std::lround(step * std::sin(angle)));
      const float bend = 2 * height - ridges.at(x + dx, y + dy) - ridges.at(x - dx, y - dy);
      roughness[side].add(bend * bend);
      grey[side].add(window.at(x, y));
    }
  PolarityCues cues;
  if (grey[0].count == 0 || grey[1].count == 0 || first <= 0) return cues;
  cues.thinness = static_cast<float>(second / first);
  cues.texture =
      static_cast<float>(std::log((roughness[0].value() + texture_floor) / (roughness[1].value() + texture_floor)));
  const double ridge = grey[0].value();
  const double valley = grey[1].value();
  if (valley <= ridge) return cues;
  if (const auto background = background_grey(image, print, valley - ridge))
    cues.background =
        static_cast<float>(std::clamp((static_cast<double>(*background) - ridge) / (valley - ridge), 0.0, 1.0)) - 0.5F;
  return cues;
}

}  // namespace limen::fingerprint
