#include "fingerprint/gabor_bank.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "limen/fingerprint/parameters.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;

struct Complex {
  double g, real, imaginary;
};

/// The filter over (2 radius + 1)² pixels: a Gaussian times a wave, the real part without a mean.
std::vector<Complex> gabor(double angle, double period, double along, double across, int radius) {
  std::vector<Complex> values;
  const double ux = std::cos(angle);
  const double uy = std::sin(angle);
  double sum = 0;
  double real = 0;
  for (int y = -radius; y <= radius; ++y)
    for (int x = -radius; x <= radius; ++x) {
      const double u = (x * ux + y * uy) / (along * period);
      const double v = y * ux - x * uy;
      const double w = v / (across * period);
      const double g = std::exp(-0.5 * (u * u + w * w));
      const double t = 2 * std::numbers::pi * v / period;
      values.push_back({g, g * std::cos(t), -g * std::sin(t)});
      sum += g;
      real += values.back().real;
    }
  for (auto& v : values) {  // |z| = amplitude of a pure wave
    v.real = (v.real - v.g * real / sum) * 2 / sum;
    v.imaginary *= 2 / sum;
  }
  return values;
}

}  // namespace

GaborBank::GaborBank(double along, double across) {
  const double step = std::log(static_cast<double>(gabor_most / gabor_least)) / (gabor_periods - 1);
  for (int o = 0; o < gabor_orientations; ++o)
    for (int p = 0; p < gabor_periods; ++p) {
      const double period = static_cast<double>(gabor_least) * std::exp(step * p);
      const double reach = static_cast<double>(gabor_reach) * std::max(along, across) * period;
      const int radius = std::min(gabor_radius, static_cast<int>(std::ceil(reach)));
      const auto filter = gabor(o * std::numbers::pi / gabor_orientations, period, along, across, radius);
      const auto side = static_cast<std::size_t>(2 * radius + 1);
      const auto scaled = [](double value) {
        return static_cast<std::int16_t>(std::lround(value * static_cast<double>(filter_scale)));
      };
      entries_.push_back({rows_.size(), radius});
      for (std::size_t y = 0; y < side; ++y) {
        Row& row = rows_.emplace_back();
        for (std::size_t x = 0; x < side; ++x) {
          row.values[x] = scaled(filter[y * side + x].real);
          row.values[x + 32] = scaled(filter[y * side + x].imaginary);
        }
      }
    }
}

GaborFilter GaborBank::filter(int orientation, int period) const noexcept {
  const Entry& entry = entries_[static_cast<std::size_t>(orientation * gabor_periods + period)];
  return {rows_[entry.first].values.data(), entry.radius};
}

}  // namespace limen::fingerprint
