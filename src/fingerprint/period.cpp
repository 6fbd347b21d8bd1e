#include "fingerprint/period.hpp"

#include <array>
#include <numbers>
#include <vector>

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/filter.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;
using Signature = std::array<float, period_across>;
using Spectrum = std::array<float, period_steps>;

const float log_step = std::log(period_most / period_least) / (period_steps - 1);

/// Hann-windowed cosines and sines of each period.
struct Basis {
  std::array<Signature, period_steps> cosine;
  std::array<Signature, period_steps> sine;
  Basis() {
    for (int k = 0; k < period_steps; ++k) {
      const float period = period_least * std::exp(log_step * static_cast<float>(k));
      for (int i = 0; i < period_across; ++i) {
        const float v = static_cast<float>(i) - 0.5F * (period_across - 1);
        const float t = 2 * std::numbers::pi_v<float> / period * v;
        const float hann = 0.5F + 0.5F * std::cos(2 * std::numbers::pi_v<float> * v / period_across);
        cosine[static_cast<std::size_t>(k)][static_cast<std::size_t>(i)] = hann * std::cos(t);
        sine[static_cast<std::size_t>(k)][static_cast<std::size_t>(i)] = hann * std::sin(t);
      }
    }
  }
};

float value_at(const Plane& plane, float x, float y) {
  const auto x0 = static_cast<int>(std::floor(x));
  const auto y0 = static_cast<int>(std::floor(y));
  if (x0 < 0 || y0 < 0 || x0 + 1 >= plane.width || y0 + 1 >= plane.height) return 0;
  const float fx = x - static_cast<float>(x0);
  const float fy = y - static_cast<float>(y0);
  const float* upper = plane.row(y0) + x0;
  const float* lower = upper + plane.width;
  const float a = upper[0] + fx * (upper[1] - upper[0]);
  const float b = lower[0] + fx * (lower[1] - lower[0]);
  return a + fy * (b - a);
}

/// The ridges around (x, y) seen along their flow, mean 0.
Signature signature(const Plane& ridges, float x, float y, float angle) {
  const float ux = std::cos(angle);
  const float uy = std::sin(angle);
  Signature out{};
  float mean = 0;
  for (int i = 0; i < period_across; ++i) {
    const float v = static_cast<float>(i) - 0.5F * (period_across - 1);
    float sum = 0;
    for (int j = 0; j < period_along; ++j) {
      const float u = 2 * (static_cast<float>(j) - 0.5F * (period_along - 1));
      sum += value_at(ridges, x + u * ux - v * uy, y + u * uy + v * ux);
    }
    out[static_cast<std::size_t>(i)] = sum;
    mean += sum / period_across;
  }
  for (auto& s : out) s -= mean;
  return out;
}

Spectrum spectrum(const Signature& signature, const Basis& basis) {
  Spectrum power{};
  float total = 1e-9F;
  for (std::size_t k = 0; k < power.size(); ++k) {
    float a = 0;
    float b = 0;
    for (std::size_t i = 0; i < signature.size(); ++i) {
      a += signature[i] * basis.cosine[k][i];
      b += signature[i] * basis.sine[k][i];
    }
    power[k] = a * a + b * b;
    total += power[k];
  }
  for (auto& p : power) p /= std::sqrt(total);
  return power;
}

/// ln T of the highest value under the prior, between steps by a parabola.
float peak(const std::array<float, period_steps>& power) {
  Spectrum weighted{};
  for (int k = 0; k < period_steps; ++k) {
    const float t = (std::log(period_least / period_typical) + log_step * static_cast<float>(k)) / period_spread;
    weighted[static_cast<std::size_t>(k)] = power[static_cast<std::size_t>(k)] * std::exp(-0.5F * t * t);
  }
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

Plane find_log_period(const Plane& ridges, const Mask& mask, const Orientation& orientation) {
  static const Basis basis;
  const int w = cells_for(ridges.width, period_cell);
  const int h = cells_for(ridges.height, period_cell);
  std::vector<Plane> spectra(period_steps, Plane(w, h));
  Plane weight(w, h);
  for (int r = 0; r < h; ++r)
    for (int c = 0; c < w; ++c) {
      const int x = std::min(c * period_cell + period_cell / 2, ridges.width - 1);
      const int y = std::min(r * period_cell + period_cell / 2, ridges.height - 1);
      if (!inside(mask, x, y)) continue;
      const auto seen =
          signature(ridges, static_cast<float>(x) - 0.5F, static_cast<float>(y) - 0.5F, angle_at(orientation, x, y));
      const auto power = spectrum(seen, basis);
      weight.at(c, r) = 1;
      for (std::size_t k = 0; k < power.size(); ++k) spectra[k].at(c, r) = power[k];
    }
  for (auto& plane : spectra) plane = gaussian(plane, spectrum_blur);
  Plane log_period(w, h);
  for (int r = 0; r < h; ++r)
    for (int c = 0; c < w; ++c) {
      Spectrum power{};
      for (std::size_t k = 0; k < power.size(); ++k) power[k] = spectra[k].at(c, r);
      log_period.at(c, r) = weight.at(c, r) * peak(power);
    }
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
