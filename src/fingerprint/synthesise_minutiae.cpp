// The minutiae of grown ridges: residues of their phase (Larkin & Fletcher 2007).
#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "fingerprint/angle.hpp"
#include "fingerprint/synthesise_growth.hpp"
#include "fingerprint/synthesise_phasor.hpp"

namespace limen::fingerprint::synthesis {

namespace {

constexpr float two_pi = 2 * std::numbers::pi_v<float>;
constexpr float kind_ahead = 5;  // px: a ridge there is the new one of an ending's valley, see minutia.hpp

/// To the nearest integer, |x| < 4e6.
float nearest(float x) noexcept { return (x + 12582912.0F) - 12582912.0F; }

/// The four nodes around a cell, clockwise as seen, with normals and phases counted as the first one does.
struct Corners {
  static constexpr std::array<float, 4> dx{0, 1, 1, 0};
  static constexpr std::array<float, 4> dy{0, 0, 1, 1};
  std::array<std::size_t, 4> node;
  std::array<float, 4> kx, ky, phase;

  Corners(const Ridges& ridges, const std::vector<float>& phases, int column, int row) noexcept
      : node{ridges.index(column, row), ridges.index(column + 1, row), ridges.index(column + 1, row + 1),
             ridges.index(column, row + 1)} {
    for (std::size_t k = 0; k < 4; ++k) {
      const auto i = node[k];
      const float sign = ridges.kx[i] * ridges.kx[node[0]] + ridges.ky[i] * ridges.ky[node[0]] < 0 ? -1.0F : 1.0F;
      kx[k] = sign * ridges.kx[i];
      ky[k] = sign * ridges.ky[i];
      phase[k] = sign * phases[i];
    }
  }

  /// Full turns of the phase on the way around: each step is the one nearest to what the wave vectors expect.
  int turns(float spacing) const noexcept {
    float sum = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const std::size_t n = (k + 1) % 4;
      const float expected = spacing * 0.5F * ((kx[k] + kx[n]) * (dx[n] - dx[k]) + (ky[k] + ky[n]) * (dy[n] - dy[k]));
      const float left = phase[n] - phase[k] - expected;
      sum += expected + left - two_pi * nearest(left / two_pi);
    }
    return static_cast<int>(nearest(sum / two_pi));
  }
};

/// Where in the cell (0..1 each way) the wave is 0: bilinear between the corners once the mean carrier is taken off.
Point zero_of(const Corners& corners, const Ridges& ridges, float kx, float ky) noexcept {
  std::array<std::complex<float>, 4> w;
  for (std::size_t k = 0; k < 4; ++k) {
    const auto i = corners.node[k];
    const float amplitude = std::sqrt(ridges.re[i] * ridges.re[i] + ridges.im[i] * ridges.im[i]);
    const Phasor turn = cis(corners.phase[k] - ridges.spacing * (kx * Corners::dx[k] + ky * Corners::dy[k]));
    w[k] = {amplitude * turn.re, amplitude * turn.im};
  }
  float u = 0.5F;
  float v = 0.5F;
  for (int step = 0; step < 6; ++step) {
    const auto value = (1 - u) * (1 - v) * w[0] + u * (1 - v) * w[1] + u * v * w[2] + (1 - u) * v * w[3];
    const auto du = (1 - v) * (w[1] - w[0]) + v * (w[2] - w[3]);
    const auto dv = (1 - u) * (w[3] - w[0]) + u * (w[2] - w[1]);
    const float det = du.real() * dv.imag() - du.imag() * dv.real();
    if (std::abs(det) < 1e-6F) break;
    u = std::clamp(u - (value.real() * dv.imag() - value.imag() * dv.real()) / det, 0.0F, 1.0F);
    v = std::clamp(v - (du.real() * value.imag() - du.imag() * value.real()) / det, 0.0F, 1.0F);
  }
  return {u, v};
}

}  // namespace

std::vector<Minutia> minutiae_of(const Ridges& ridges) {
  std::vector<float> phases(ridges.re.size());
  for (std::size_t i = 0; i < phases.size(); ++i) phases[i] = angle_of(ridges.re[i], ridges.im[i]);
  std::vector<Minutia> found;
  for (int row = 0; row + 1 < ridges.rows; ++row)
    for (int column = 0; column + 1 < ridges.columns; ++column) {
      const Corners corners(ridges, phases, column, row);
      const int turns = corners.turns(ridges.spacing);
      if (turns != 1 && turns != -1) continue;
      float kx = 0;
      float ky = 0;
      for (std::size_t k = 0; k < 4; ++k) {
        kx += corners.kx[k] / 4;
        ky += corners.ky[k] / 4;
      }
      const auto [u, v] = zero_of(corners, ridges, kx, ky);
      Minutia minutia;
      minutia.x = (static_cast<float>(column) + u) * ridges.spacing;
      minutia.y = (static_cast<float>(row) + v) * ridges.spacing;
      const float along = angle_of(ky, -kx);  // of the ridge: its normal is (−sin θ, cos θ)
      minutia.direction = turns > 0 ? along : along + std::numbers::pi_v<float>;
      if (minutia.direction < 0) minutia.direction += two_pi;
      const Phasor ahead = cis(minutia.direction);
      const auto wave = wave_at(ridges, {minutia.x + kind_ahead * ahead.re, minutia.y + kind_ahead * ahead.im});
      minutia.kind = wave.re > 0 ? MinutiaKind::ending : MinutiaKind::bifurcation;
      minutia.quality = 1;
      found.push_back(minutia);
    }
  return found;
}

}  // namespace limen::fingerprint::synthesis
