#include "fingerprint/gabor.hpp"

#include <array>
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
  Interpolator log_periods(log_period, period_cell / orientation_cell, cells_for(width, orientation_cell));
  constexpr float unit = 1.0F / (pixel_scale * filter_scale);
  std::array<simd::ComplexSum, 4> sums;
  for (int y = 0; y < height; y += 2) {  // the four pixels of an orientation cell share their filter
    const float* periods = log_periods.row(y / 2);
    const float* angles = orientation.angle.row(y / 2);
    const std::uint8_t* cells = mask.row(y / mask_cell);
    for (int x = 0; x < width; x += 2) {
      if (cells[x / mask_cell] == 0) continue;
      const int o = nearest_orientation(angles[x / 2]);
      const auto filter = filters.filter(o, nearest_period(periods[x / 2]));
      kernels.complex_windows_i16(ridges.at(x - filter.radius, y - filter.radius), ridges.stride(), filter.rows,
                                  filter.side(), sums.data());
      for (int i = 0; i < 4; ++i) {
        const int px = x + i % 2;
        const int py = y + i / 2;
        if (px >= width || py >= height) continue;
        wave.real.at(px, py) = static_cast<float>(sums[static_cast<std::size_t>(i)].re) * unit;
        wave.imaginary.at(px, py) = static_cast<float>(sums[static_cast<std::size_t>(i)].im) * unit;
        wave.filter.at(px, py) = static_cast<std::uint8_t>(o);
      }
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
