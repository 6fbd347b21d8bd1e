#include "fingerprint/gabor.hpp"

#include <numbers>

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/gabor_bank.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;

struct Sums {
  std::int32_t real = 0;
  std::int32_t imaginary = 0;
};

/// Inner products of the window at `pixels` with a filter.
template <int width>
Sums window_sums(const std::int16_t* pixels, std::ptrdiff_t stride, const std::int16_t* filter, int rows) noexcept {
  Sums sums;
  for (int y = 0; y < rows; ++y, pixels += stride, filter += 2 * width) {
    for (int x = 0; x < width; ++x) sums.real += pixels[x] * filter[x];
    for (int x = 0; x < width; ++x) sums.imaginary += pixels[x] * filter[x + width];
  }
  return sums;
}

/// The ridges as integers with room for a filter around each pixel.
Grid<std::int16_t> to_integers(const Plane& ridges) {
  Grid<std::int16_t> out(ridges.width + gabor_radius + 32, ridges.height + 2 * gabor_radius);
  for (int y = 0; y < ridges.height; ++y) {
    const float* from = ridges.row(y);
    std::int16_t* to = out.row(y + gabor_radius) + gabor_radius;
    for (int x = 0; x < ridges.width; ++x) to[x] = static_cast<std::int16_t>(std::lrint(from[x] * pixel_scale));
  }
  return out;
}

const GaborBank& bank(GaborPass pass) {
  static const GaborBank first(gabor_along_first, gabor_across_first);
  static const GaborBank second(gabor_along_second, gabor_across_second);
  return pass == GaborPass::first ? first : second;
}

int nearest_orientation(float angle) {
  const auto o = static_cast<int>(std::lrint(angle * (gabor_orientations / std::numbers::pi_v<float>)));
  return o < gabor_orientations ? o : 0;
}

int nearest_period(float log_period) {
  static const float least = std::log(gabor_least);
  static const float steps = (gabor_periods - 1) / std::log(gabor_most / gabor_least);
  return std::clamp(static_cast<int>(std::lrint((log_period - least) * steps)), 0, gabor_periods - 1);
}

}  // namespace

Wave find_wave(const Plane& ridges, const Mask& mask, const Orientation& orientation, const Plane& log_period,
               GaborPass pass) {
  const GaborBank& filters = bank(pass);
  const auto pixels = to_integers(ridges);
  Wave wave{Plane(ridges.width, ridges.height), Plane(ridges.width, ridges.height), {ridges.width, ridges.height}};
  constexpr float unit = 1.0F / (pixel_scale * filter_scale);
  for (int y = 0; y < ridges.height; ++y)
    for (int x = 0; x < ridges.width; ++x) {
      if (!inside(mask, x, y)) continue;
      const int o = nearest_orientation(angle_at(orientation, x, y));
      const int p = nearest_period(sample(log_period, period_cell, static_cast<float>(x), static_cast<float>(y)));
      const auto filter = filters.filter(o, p);
      const int margin = gabor_radius - filter.radius;
      const std::int16_t* corner = pixels.row(y + margin) + x + margin;
      const int rows = 2 * filter.radius + 1;
      const Sums sums = filter.width == 16 ? window_sums<16>(corner, pixels.width, filter.rows, rows)
                                           : window_sums<32>(corner, pixels.width, filter.rows, rows);
      wave.real.at(x, y) = static_cast<float>(sums.real) * unit;
      wave.imaginary.at(x, y) = static_cast<float>(sums.imaginary) * unit;
      wave.filter.at(x, y) = static_cast<std::uint8_t>(o);
    }
  return wave;
}

Plane enhanced(const Wave& wave) {
  Plane out(wave.real.width, wave.real.height);
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    const float a = wave.real.values[i];
    const float b = wave.imaginary.values[i];
    const float amplitude = std::sqrt(a * a + b * b);
    out.values[i] = a / std::max(amplitude, enhance_full);  // = a min(1, |z| / full) / |z|
  }
  return out;
}

}  // namespace limen::fingerprint
