#include "fingerprint/synthesise_growth.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "fingerprint/synthesise_phasor.hpp"

namespace limen::fingerprint::synthesis {

namespace {

constexpr float two_pi = 2 * std::numbers::pi_v<float>;
constexpr float seed_distance = 28;  // px between the seeds of the growth
constexpr int growth_rounds = 7;
constexpr int refinement_rounds = 4;

/// What a wave becomes on its way from node i to node i + step: turned by the mean wave vector of the two, and
/// conjugated where their normals point opposite ways.
struct Links {
  Links(const Ridges& ridges, int dx, int dy) : dx_(dx), step(dy * ridges.columns + dx) {
    const auto n = ridges.kx.size();
    re.resize(n);
    im.resize(n);
    sign.resize(n);
    const float x = static_cast<float>(dx) * ridges.spacing * 0.5F;
    const float y = static_cast<float>(dy) * ridges.spacing * 0.5F;
    first_row = 0;
    last_row = ridges.rows - dy;
    for (int row = 0; row < last_row; ++row)
      for (int column = first(); column < last(ridges.columns); ++column) {
        const auto i = ridges.index(column, row);
        const auto j = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(i) + step);
        sign[i] = ridges.kx[i] * ridges.kx[j] + ridges.ky[i] * ridges.ky[j] < 0 ? -1.0F : 1.0F;
        const float turn = (ridges.kx[i] + sign[i] * ridges.kx[j]) * x + (ridges.ky[i] + sign[i] * ridges.ky[j]) * y;
        re[i] = std::cos(turn);
        im[i] = std::sin(turn);
      }
  }
  int first() const { return dx_ < 0 ? 1 : 0; }
  int last(int columns) const { return dx_ > 0 ? columns - 1 : columns; }

  int dx_;
  std::ptrdiff_t step;
  int first_row = 0, last_row = 0;
  std::vector<float> re, im, sign;
};

/// One round: every node becomes the weighted mean of its own wave and the predictions of its eight neighbours.
class Smoother {
 public:
  explicit Smoother(const Ridges& ridges)
      : links_{Links(ridges, 1, 0), Links(ridges, 0, 1), Links(ridges, 1, 1), Links(ridges, -1, 1)},
        re_(ridges.re.size()),
        im_(ridges.re.size()) {}

  void round(Ridges& ridges) {
    re_ = ridges.re;
    im_ = ridges.im;
    for (std::size_t k = 0; k < 4; ++k) spread(ridges, links_[k], k < 2 ? 1.0F : 0.6F);
    for (std::size_t i = 0; i < re_.size(); ++i) {
      const float scale = 1 / (std::sqrt(re_[i] * re_[i] + im_[i] * im_[i]) + 0.1F);
      ridges.re[i] = re_[i] * scale;
      ridges.im[i] = im_[i] * scale;
    }
  }

 private:
  void spread(const Ridges& ridges, const Links& links, float weight) {
    for (int row = 0; row < links.last_row; ++row) {
      const auto begin = ridges.index(links.first(), row);
      const auto count = static_cast<std::size_t>(links.last(ridges.columns) - links.first());
      const float* lr = links.re.data() + begin;
      const float* li = links.im.data() + begin;
      const float* s = links.sign.data() + begin;
      const float* ar = ridges.re.data() + begin;
      const float* ai = ridges.im.data() + begin;
      const float* br = ar + links.step;
      const float* bi = ai + links.step;
      float* out_r = re_.data() + begin;
      float* out_i = im_.data() + begin;
      for (std::size_t i = 0; i < count; ++i) {  // back: from i + step to i
        const float b = s[i] * bi[i];
        out_r[i] += weight * (br[i] * lr[i] + b * li[i]);
        out_i[i] += weight * (b * lr[i] - br[i] * li[i]);
      }
      out_r += links.step;
      out_i += links.step;
      for (std::size_t i = 0; i < count; ++i) {  // forth: from i to i + step
        out_r[i] += weight * (ar[i] * lr[i] - ai[i] * li[i]);
        out_i[i] += weight * s[i] * (ai[i] * lr[i] + ar[i] * li[i]);
      }
    }
  }
  std::array<Links, 4> links_;
  std::vector<float> re_, im_;
};

}  // namespace

Ridges::Ridges(int columns_, int rows_, float spacing_, const Flow& flow)
    : columns(columns_), rows(rows_), spacing(spacing_) {
  const auto n = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  kx.resize(n);
  ky.resize(n);
  re.resize(n);
  im.resize(n);
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const auto local = flow.at(static_cast<float>(column) * spacing, static_cast<float>(row) * spacing);
      const float c = std::sqrt(std::max(0.0F, (1 + local.cos2) / 2));
      const float s = std::sqrt(std::max(0.0F, (1 - local.cos2) / 2));
      const float k = two_pi / local.period;  // θ in [0, π): sin θ ≥ 0, cos θ has the sign of sin 2θ
      const auto i = index(column, row);
      kx[i] = -s * k;
      ky[i] = (local.sin2 < 0 ? -c : c) * k;
    }
}

LocalWave wave_at(const Ridges& ridges, Point p) noexcept {
  const int column = std::clamp(static_cast<int>(p.x / ridges.spacing), 0, ridges.columns - 2);
  const int row = std::clamp(static_cast<int>(p.y / ridges.spacing), 0, ridges.rows - 2);
  const float fx = p.x / ridges.spacing - static_cast<float>(column);
  const float fy = p.y / ridges.spacing - static_cast<float>(row);
  const auto first = ridges.index(column, row);
  LocalWave wave;
  for (int corner = 0; corner < 4; ++corner) {
    const bool right = (corner & 1) != 0;
    const bool below = (corner & 2) != 0;
    const float weight = (right ? fx : 1 - fx) * (below ? fy : 1 - fy);
    const auto i = ridges.index(column + (right ? 1 : 0), row + (below ? 1 : 0));
    const float sign = ridges.kx[i] * ridges.kx[first] + ridges.ky[i] * ridges.ky[first] < 0 ? -1.0F : 1.0F;
    const float kx = sign * ridges.kx[i];
    const float ky = sign * ridges.ky[i];
    const Phasor turn = cis(ridges.spacing * (kx * (right ? fx - 1 : fx) + ky * (below ? fy - 1 : fy)));
    const Phasor moved = Phasor{ridges.re[i], sign * ridges.im[i]} * turn;
    wave.kx += weight * kx;
    wave.ky += weight * ky;
    wave.re += weight * moved.re;
    wave.im += weight * moved.im;
  }
  return wave;
}

Plan::Plan(std::uint64_t seed, const FingerOptions& options)
    : random(seed),
      pattern(draw_pattern(random)),
      flow((pattern = options.pattern.value_or(pattern)), options, random),
      ridges(grow(flow, random)) {}

Ridges grow(const Flow& flow, Random& random) {
  Ridges ridges(Finger::columns, Finger::rows, Finger::node_px, flow);
  for (float y = seed_distance / 2; y < Finger::height; y += seed_distance)
    for (float x = seed_distance / 2; x < Finger::width; x += seed_distance) {
      const float jx = x + random.uniform(-0.35F, 0.35F) * seed_distance;
      const float jy = y + random.uniform(-0.35F, 0.35F) * seed_distance;
      const auto i = ridges.index(static_cast<int>(jx / Finger::node_px), static_cast<int>(jy / Finger::node_px));
      const float phase = random.uniform(0, two_pi);
      ridges.re[i] = std::cos(phase);
      ridges.im[i] = std::sin(phase);
    }
  Smoother smoother(ridges);
  for (int round = 0; round < growth_rounds; ++round) smoother.round(ridges);
  return ridges;
}

Ridges refine(const Ridges& coarse, const Flow& flow) {
  Ridges fine(2 * coarse.columns - 1, 2 * coarse.rows - 1, coarse.spacing / 2, flow);
  for (int row = 0; row < fine.rows; ++row)
    for (int column = 0; column < fine.columns; ++column) {
      const auto i = fine.index(column, row);
      std::complex<float> sum;
      for (int r = row / 2; r <= (row + 1) / 2; ++r)
        for (int c = column / 2; c <= (column + 1) / 2; ++c) {
          const auto j = coarse.index(c, r);
          const float sign = fine.kx[i] * coarse.kx[j] + fine.ky[i] * coarse.ky[j] < 0 ? -1.0F : 1.0F;
          const float x = static_cast<float>(column - 2 * c) * fine.spacing / 2;
          const float y = static_cast<float>(row - 2 * r) * fine.spacing / 2;
          const float turn = (sign * coarse.kx[j] + fine.kx[i]) * x + (sign * coarse.ky[j] + fine.ky[i]) * y;
          sum += std::complex(coarse.re[j], sign * coarse.im[j]) * std::polar(1.0F, turn);
        }
      fine.re[i] = sum.real();
      fine.im[i] = sum.imag();
    }
  Smoother smoother(fine);
  for (int round = 0; round < refinement_rounds; ++round) smoother.round(fine);
  return fine;
}

std::vector<Minutia> minutiae_of(const Ridges& ridges) {
  std::vector<Minutia> found;
  const auto wrap = [](float a) { return a - two_pi * std::round(a / two_pi); };
  std::vector<float> phases(ridges.re.size());
  for (std::size_t i = 0; i < phases.size(); ++i) phases[i] = std::atan2(ridges.im[i], ridges.re[i]);
  for (int row = 0; row + 1 < ridges.rows; ++row)
    for (int column = 0; column + 1 < ridges.columns; ++column) {
      const std::array<std::size_t, 4> corner{ridges.index(column, row), ridges.index(column + 1, row),
                                              ridges.index(column + 1, row + 1), ridges.index(column, row + 1)};
      constexpr std::array<float, 4> dx{0, 1, 1, 0};
      constexpr std::array<float, 4> dy{0, 0, 1, 1};
      std::array<float, 4> kx{}, ky{}, phase{};
      float mx = 0, my = 0;
      for (std::size_t k = 0; k < 4; ++k) {
        const auto i = corner[k];
        const float sign = ridges.kx[i] * ridges.kx[corner[0]] + ridges.ky[i] * ridges.ky[corner[0]] < 0 ? -1.0F : 1.0F;
        kx[k] = sign * ridges.kx[i];
        ky[k] = sign * ridges.ky[i];
        phase[k] = sign * phases[i];
        mx += kx[k] / 4;
        my += ky[k] / 4;
      }
      float sum = 0;
      for (std::size_t k = 0; k < 4; ++k) {
        const std::size_t n = (k + 1) % 4;
        const float expected =
            ridges.spacing * 0.5F * ((kx[k] + kx[n]) * (dx[n] - dx[k]) + (ky[k] + ky[n]) * (dy[n] - dy[k]));
        sum += expected + wrap(phase[n] - phase[k] - expected);
      }
      const int turns = static_cast<int>(std::round(sum / two_pi));
      if (turns != 1 && turns != -1) continue;
      // The zero of the wave, bilinear in the cell after the mean carrier is taken off.
      std::array<std::complex<float>, 4> w;
      for (std::size_t k = 0; k < 4; ++k) {
        const auto i = corner[k];
        const float length = std::hypot(ridges.re[i], ridges.im[i]);
        w[k] = std::polar(length, phase[k] - ridges.spacing * (mx * dx[k] + my * dy[k]));
      }
      float u = 0.5F, v = 0.5F;
      for (int step = 0; step < 6; ++step) {
        const auto value = (1 - u) * (1 - v) * w[0] + u * (1 - v) * w[1] + u * v * w[2] + (1 - u) * v * w[3];
        const auto du = (1 - v) * (w[1] - w[0]) + v * (w[2] - w[3]);
        const auto dv = (1 - u) * (w[3] - w[0]) + u * (w[2] - w[1]);
        const float det = du.real() * dv.imag() - du.imag() * dv.real();
        if (std::abs(det) < 1e-6F) break;
        u -= (value.real() * dv.imag() - value.imag() * dv.real()) / det;
        v -= (du.real() * value.imag() - du.imag() * value.real()) / det;
        u = std::clamp(u, 0.0F, 1.0F);
        v = std::clamp(v, 0.0F, 1.0F);
      }
      Minutia minutia;
      minutia.x = (static_cast<float>(column) + u) * ridges.spacing;
      minutia.y = (static_cast<float>(row) + v) * ridges.spacing;
      const float theta = std::atan2(-mx, my);  // of the ridge: the normal is (−sin θ, cos θ)
      minutia.direction = turns > 0 ? theta : theta + std::numbers::pi_v<float>;
      if (minutia.direction < 0) minutia.direction += two_pi;
      minutia.quality = 1;
      found.push_back(minutia);
    }
  return found;
}

}  // namespace limen::fingerprint::synthesis
