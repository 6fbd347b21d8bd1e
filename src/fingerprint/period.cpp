#include "fingerprint/period.hpp"

#include <array>
#include <numbers>

#include "limen/fingerprint/parameters.hpp"
#include "limen/simd/target.hpp"

#include "fingerprint/filter.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;
using Signature = std::array<float, period_across>;
using Spectrum = std::array<float, period_steps>;

const float log_step = std::log(period_most / period_least) / (period_steps - 1);

/// Hann-windowed cosines of each period, then their sines.
struct Basis {
  std::array<Signature, 2 * period_steps> waves;
  Basis() {
    constexpr float pi = std::numbers::pi_v<float>;
    for (std::size_t k = 0; k < period_steps; ++k) {
      const float period = period_least * std::exp(log_step * static_cast<float>(k));
      for (std::size_t i = 0; i < period_across; ++i) {
        const float v = static_cast<float>(i) - 0.5F * (period_across - 1);
        const float hann = 0.5F + 0.5F * std::cos(2 * pi * v / period_across);
        waves[k][i] = hann * std::cos(2 * pi * v / period);
        waves[k + period_steps][i] = hann * std::sin(2 * pi * v / period);
      }
    }
  }
};

/// The ridges around (x, y) seen along their flow, mean 0: nearest pixels, walked in 1/65536 px.
Signature signature(const IntegerPlane& ridges, int x, int y, float angle) {
  constexpr float one = 65536;
  const float ux = std::cos(angle) * one;
  const float uy = std::sin(angle) * one;
  constexpr float u0 = period_along - 1.0F;  // half the length, in steps of 2 px
  constexpr float v0 = 0.5F * (period_across - 1);
  const auto du = [](float step) { return static_cast<std::int32_t>(2 * step); };
  const std::int16_t* centre = ridges.at(x, y);
  const std::ptrdiff_t stride = ridges.stride();
  Signature out{};
  float mean = 0;
  for (std::size_t i = 0; i < period_across; ++i) {
    const float v = static_cast<float>(i) - v0;
    auto px = static_cast<std::int32_t>(-u0 * ux - v * uy + 0.5F * one);  // the corner of four pixels is the centre
    auto py = static_cast<std::int32_t>(-u0 * uy + v * ux + 0.5F * one);
    std::int32_t sum = 0;
    for (int j = 0; j < period_along; ++j, px += du(ux), py += du(uy)) sum += centre[(py >> 16) * stride + (px >> 16)];
    out[i] = static_cast<float>(sum);
    mean += out[i] / period_across;
  }
  for (auto& s : out) s = (s - mean) / pixel_scale;
  return out;
}

Spectrum spectrum(const Signature& signature, const Basis& basis) {
  std::array<float, 2 * period_steps> parts{};
  simd::active().dot_f32_rows(signature.data(), basis.waves[0].data(), period_across, period_across, parts.size(),
                              parts.data());
  Spectrum power{};
  float total = 1e-9F;
  for (std::size_t k = 0; k < power.size(); ++k) {
    power[k] = parts[k] * parts[k] + parts[k + period_steps] * parts[k + period_steps];
    total += power[k];
  }
  for (auto& p : power) p /= std::sqrt(total);
  return power;
}

Spectrum make_prior() {
  Spectrum prior{};
  for (std::size_t k = 0; k < prior.size(); ++k) {
    const float t = (std::log(period_least / period_typical) + log_step * static_cast<float>(k)) / period_spread;
    prior[k] = std::exp(-0.5F * t * t);
  }
  return prior;
}

/// ln T of the highest value under the prior, between steps by a parabola.
float peak(const float* power, const Spectrum& prior) {
  Spectrum weighted{};
  for (std::size_t k = 0; k < weighted.size(); ++k) weighted[k] = power[k] * prior[k];
  const auto best = static_cast<int>(std::max_element(weighted.begin(), weighted.end()) - weighted.begin());
  float offset = 0;
  if (best > 0 && best + 1 < period_steps) {
    const float a = weighted[static_cast<std::size_t>(best - 1)];
    const float b = weighted[static_cast<std::size_t>(best)];
    const float c = weighted[static_cast<std::size_t>(best + 1)];
    const float bend = a - 2 * b + c;
    if (bend < 0) offset = std::clamp(0.5F * (a - c) / bend, -0.5F, 0.5F);
  }
  return std::log(period_least) + log_step * (static_cast<float>(best) + offset);
}

}  // namespace

Plane find_log_period(const IntegerPlane& ridges, const Mask& mask, const Orientation& orientation) {
  static const Basis basis;
  static const Spectrum prior = make_prior();
  const int width = ridges.values.width - 2 * IntegerPlane::margin;
  const int height = ridges.values.height - 2 * IntegerPlane::margin;
  const int w = cells_for(width, period_cell);
  const int h = cells_for(height, period_cell);
  Plane spectra(w * period_steps, h);
  Plane weight(w, h);
  for (int r = 0; r < h; ++r)
    for (int c = 0; c < w; ++c) {
      const int x = std::min(c * period_cell + period_cell / 2, width - 1);
      const int y = std::min(r * period_cell + period_cell / 2, height - 1);
      if (!inside(mask, x, y)) continue;
      const auto power = spectrum(signature(ridges, x - 1, y - 1, angle_at(orientation, x, y)), basis);
      std::copy(power.begin(), power.end(), spectra.row(r) + c * period_steps);
      weight.at(c, r) = 1;
    }
  spectra = gaussian(spectra, spectrum_blur, period_steps);
  Plane log_period(w, h);
  for (int r = 0; r < h; ++r)
    for (int c = 0; c < w; ++c)
      if (weight.at(c, r) > 0) log_period.at(c, r) = peak(spectra.row(r) + c * period_steps, prior);
  const Plane near = gaussian(log_period, period_blur);
  const Plane far = gaussian(log_period, period_fill_blur);
  const Plane near_weight = gaussian(weight, period_blur);
  const Plane far_weight = gaussian(weight, period_fill_blur);
  for (std::size_t i = 0; i < log_period.values.size(); ++i) {
    constexpr float unknown = 1e-6F;
    const float sum = near.values[i] + period_fill_weight * far.values[i] + unknown * std::log(period_typical);
    log_period.values[i] = sum / (near_weight.values[i] + period_fill_weight * far_weight.values[i] + unknown);
  }
  return log_period;
}

}  // namespace limen::fingerprint
