#include "fingerprint/gabor.hpp"

#include <numbers>

#include "limen/fingerprint/parameters.hpp"
#include "limen/simd/target.hpp"

#include "fingerprint/filter.hpp"
#include "fingerprint/gabor_bank.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;

const GaborBank& bank(GaborPass pass) {
  static const GaborBank first(gabor_along_first, gabor_across_first);
  static const GaborBank second(gabor_along_second, gabor_across_second);
  return pass == GaborPass::first ? first : second;
}

int nearest_orientation(float angle) {
  const auto o = static_cast<int>(angle * (gabor_orientations / std::numbers::pi_v<float>)+0.5F);
  return o < gabor_orientations ? o : 0;
}

int nearest_period(float log_period) {
  constexpr float least = 1.60943791F;                        // ln gabor_least
  constexpr float steps = (gabor_periods - 1) / 1.16315081F;  // ln(gabor_most / gabor_least)
  return std::clamp(static_cast<int>((log_period - least) * steps + 0.5F), 0, gabor_periods - 1);
}

}  // namespace

Wave find_wave(const IntegerPlane& ridges, const Mask& mask, const Orientation& orientation, const Plane& log_period,
               GaborPass pass) {
  const auto& kernels = simd::active();
  const GaborBank& filters = bank(pass);
  const int width = ridges.values.width - 2 * IntegerPlane::margin;
  const int height = ridges.values.height - 2 * IntegerPlane::margin;
  Wave wave{Plane(width, height), Plane(width, height), {width, height}};
  Interpolator log_periods(log_period, period_cell, width);
  constexpr float unit = 1.0F / (pixel_scale * filter_scale);
  for (int y = 0; y < height; ++y) {
    const float* periods = log_periods.row(y);
    for (int x = 0; x < width; ++x) {
      if (!inside(mask, x, y)) continue;
      const int o = nearest_orientation(angle_at(orientation, x, y));
      const auto filter = filters.filter(o, nearest_period(periods[x]));
      const auto sums = kernels.complex_window_i16(ridges.at(x - filter.radius, y - filter.radius), ridges.stride(),
                                                   filter.rows, filter.side(), filter.width);
      wave.real.at(x, y) = static_cast<float>(sums.re) * unit;
      wave.imaginary.at(x, y) = static_cast<float>(sums.im) * unit;
      wave.filter.at(x, y) = static_cast<std::uint8_t>(o);
    }
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
