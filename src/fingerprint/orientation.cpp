#include "fingerprint/orientation.hpp"

#include <numbers>

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/arctangent.hpp"
#include "fingerprint/filter.hpp"
#include "fingerprint/gradient.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;

/// gx² − gy², 2 gx gy, gx² + gy²
struct Tensor {
  Plane real;
  Plane imaginary;
  Plane energy;
};

Tensor gradient_tensor(const Plane& ridges) {
  const int w = cells_for(ridges.width, orientation_cell);
  const int h = cells_for(ridges.height, orientation_cell);
  Tensor tensor{Plane(w, h), Plane(w, h), Plane(w, h)};
  for_each_gradient_row(gaussian(ridges, gradient_blur), [&](int y, const float* gx, const float* gy) {
    float* real = tensor.real.row(y / 2);
    float* imaginary = tensor.imaginary.row(y / 2);
    float* energy = tensor.energy.row(y / 2);
    const auto add = [&](int x, int from) {
      const float xx = gx[from] * gx[from];
      const float yy = gy[from] * gy[from];
      real[x] += xx - yy;
      imaginary[x] += 2 * gx[from] * gy[from];
      energy[x] += xx + yy;
    };
    for (int x = 0; x < ridges.width / 2; ++x) {
      add(x, 2 * x);
      add(x, 2 * x + 1);
    }
    if (ridges.width % 2 != 0) add(w - 1, ridges.width - 1);
  });
  return tensor;
}

template <class Filter>
Tensor each(const Tensor& tensor, Filter filter) {
  return {filter(tensor.real), filter(tensor.imaginary), filter(tensor.energy)};
}

}  // namespace

Orientation find_orientation(const Plane& ridges, float narrow, float wide) {
  const Tensor tensor = gradient_tensor(ridges);
  const Tensor near = each(tensor, [&](const Plane& p) { return gaussian(p, narrow / orientation_cell); });
  const Tensor far =
      each(tensor, [&](const Plane& p) { return gaussian(reduce(p, 2), wide / (2 * orientation_cell)); });

  Orientation out{Plane(tensor.real.width, tensor.real.height), Plane(tensor.real.width, tensor.real.height)};
  Plane real(tensor.real.width, tensor.real.height);
  Plane imaginary(tensor.real.width, tensor.real.height);
  Interpolator far_reals(far.real, 2, real.width);
  Interpolator far_imaginaries(far.imaginary, 2, real.width);
  Interpolator far_energies(far.energy, 2, real.width);
  for (int y = 0; y < real.height; ++y) {
    const float* far_real = far_reals.row(y);
    const float* far_imaginary = far_imaginaries.row(y);
    const float* far_energy = far_energies.row(y);
    const float* near_real = near.real.row(y);
    const float* near_imaginary = near.imaginary.row(y);
    const float* near_energy = near.energy.row(y);
    float* to_coherence = out.coherence.row(y);
    float* to_real = real.row(y);
    float* to_imaginary = imaginary.row(y);
    for (int x = 0; x < real.width; ++x) {
      const float energy = 1 / (near_energy[x] + 1e-9F);
      const float a = near_real[x] * energy;
      const float b = near_imaginary[x] * energy;
      const float coherence = std::sqrt(a * a + b * b);
      const float lack = std::max(0.0F, 1 - wide_slope * coherence);
      const float k = lack * lack / (far_energy[x] + 1e-9F);
      to_coherence[x] = coherence;
      to_real[x] = a + k * far_real[x];
      to_imaginary[x] = b + k * far_imaginary[x];
    }
  }
  constexpr float sigma = orientation_blur / orientation_cell;
  real = gaussian(real, sigma);
  imaginary = gaussian(imaginary, sigma);
  out.coherence = gaussian(out.coherence, sigma);
  for (std::size_t i = 0; i < real.values.size(); ++i) {
    const float gradient = 0.5F * arctangent(imaginary.values[i], real.values[i]);  // −π/2 .. π/2
    const float ridge = gradient + std::numbers::pi_v<float> / 2;
    out.angle.values[i] = ridge < std::numbers::pi_v<float> ? ridge : 0.0F;
  }
  return out;
}

}  // namespace limen::fingerprint
