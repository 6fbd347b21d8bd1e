#include "fingerprint/synthesise_growth.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fingerprint/synthesise_phasor.hpp"

namespace limen::fingerprint::synthesis {

namespace {

constexpr float two_pi = 2 * std::numbers::pi_v<float>;
constexpr float seed_distance = 22;  // px between the seeds of the growth
constexpr int growth_rounds = 6;
constexpr float diagonal = 0.6F;  // weight of a diagonal neighbour
constexpr float faint = 0.1F;     // sums below this stay faint, the others become 1
constexpr int refinement_rounds = 4;

/// Real and imaginary parts side by side. What the loops below write is __restrict: nothing else points there, and
/// compilers vectorise them.
struct Read {
  const float* re;
  const float* im;
};

/// The turn of the mean wave vector of a and b over (x, y), and −1 where their normals point opposite ways, else 1.
void link(const float* ax, const float* ay, const float* bx, const float* by, float x, float y, float weight,
          std::size_t n, float* __restrict re, float* __restrict im, float* __restrict sign) noexcept {
  for (std::size_t i = 0; i < n; ++i) {
    const float s = ax[i] * bx[i] + ay[i] * by[i] < 0 ? -1.0F : 1.0F;
    const Phasor turn = cis((ax[i] + s * bx[i]) * x + (ay[i] + s * by[i]) * y);
    re[i] = weight * turn.re;
    im[i] = weight * turn.im;
    sign[i] = s;
  }
}

/// Adds the waves, conjugated where sign is −1 and turned back.
void add_back(Read wave, Read turn, const float* sign, std::size_t n, float* __restrict re,
              float* __restrict im) noexcept {
  for (std::size_t i = 0; i < n; ++i) {
    const float w = sign[i] * wave.im[i];
    re[i] += wave.re[i] * turn.re[i] + w * turn.im[i];
    im[i] += w * turn.re[i] - wave.re[i] * turn.im[i];
  }
}

/// Adds the waves, turned forth and conjugated where sign is −1.
void add_forth(Read wave, Read turn, const float* sign, std::size_t n, float* __restrict re,
               float* __restrict im) noexcept {
  for (std::size_t i = 0; i < n; ++i) {
    re[i] += wave.re[i] * turn.re[i] - wave.im[i] * turn.im[i];
    im[i] += sign[i] * (wave.im[i] * turn.re[i] + wave.re[i] * turn.im[i]);
  }
}

/// What a wave becomes on its way from node i to node i + step: turned by the mean wave vector of the two, and
/// conjugated where their normals point opposite ways. Nothing passes where there is no such node.
struct Links {
  Links(const Ridges& ridges, int dx, int dy, float weight)
      : step(static_cast<std::size_t>(dy * ridges.columns + dx)),
        count(ridges.kx.size() - step),
        re(count),
        im(count),
        sign(count) {
    const float half = ridges.spacing / 2;
    const float* kx = ridges.kx.data();
    const float* ky = ridges.ky.data();
    link(kx, ky, kx + step, ky + step, static_cast<float>(dx) * half, static_cast<float>(dy) * half, weight, count,
         re.data(), im.data(), sign.data());
    if (dx == 0) return;
    for (auto i = ridges.index(dx < 0 ? 0 : ridges.columns - 1, 0); i < count; i += ridges.index(0, 1))
      re[i] = im[i] = 0;
  }

  std::size_t step;
  std::size_t count;
  std::vector<float> re, im, sign;
};

/// One round: every node becomes the weighted mean of its own wave and the predictions of its eight neighbours.
class Smoother {
 public:
  explicit Smoother(const Ridges& ridges)
      : links_{Links(ridges, 1, 0, 1), Links(ridges, 0, 1, 1), Links(ridges, 1, 1, diagonal),
               Links(ridges, -1, 1, diagonal)},
        re_(ridges.re.size()),
        im_(ridges.re.size()) {}

  void round(Ridges& ridges) {
    const Read wave{ridges.re.data(), ridges.im.data()};
    re_ = ridges.re;
    im_ = ridges.im;
    for (const auto& link : links_) {
      const Read turn{link.re.data(), link.im.data()};
      add_back({wave.re + link.step, wave.im + link.step}, turn, link.sign.data(), link.count, re_.data(), im_.data());
      add_forth(wave, turn, link.sign.data(), link.count, re_.data() + link.step, im_.data() + link.step);
    }
    for (std::size_t i = 0; i < re_.size(); ++i) {
      const float scale = 1 / (std::sqrt(re_[i] * re_[i] + im_[i] * im_[i]) + faint);
      ridges.re[i] = re_[i] * scale;
      ridges.im[i] = im_[i] * scale;
    }
  }

 private:
  std::array<Links, 4> links_;
  std::vector<float> re_, im_;
};

/// Always draws, so that asking for a pattern changes nothing else of a finger.
Pattern choose(const FingerOptions& options, Random& random) {
  const Pattern drawn = draw_pattern(random);
  return options.pattern.value_or(drawn);
}

}  // namespace

Ridges::Ridges(int columns_, int rows_, float spacing_, const Flow& flow)
    : columns(columns_), rows(rows_), spacing(spacing_) {
  const auto locals = flow.on_grid(columns, rows, spacing);
  const auto n = locals.size();
  kx.resize(n);
  ky.resize(n);
  re.resize(n);
  im.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto& local = locals[i];
    const float c = std::sqrt(std::max(0.0F, (1 + local.cos2) / 2));
    const float s = std::sqrt(std::max(0.0F, (1 - local.cos2) / 2));
    const float k = two_pi / local.period;  // θ in [0, π): sin θ ≥ 0, cos θ has the sign of sin 2θ
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
    : random(seed), pattern(choose(options, random)), flow(pattern, options, random), ridges(grow(flow, random)) {}

Ridges grow(const Flow& flow, Random& random) {
  Ridges ridges(Finger::columns, Finger::rows, Finger::node_px, flow);
  for (float y = seed_distance / 2; y < Finger::height; y += seed_distance)
    for (float x = seed_distance / 2; x < Finger::width; x += seed_distance) {
      const float jx = x + random.uniform(-0.35F, 0.35F) * seed_distance;
      const float jy = y + random.uniform(-0.35F, 0.35F) * seed_distance;
      const auto i = ridges.index(static_cast<int>(jx / Finger::node_px), static_cast<int>(jy / Finger::node_px));
      const Phasor seed = cis(random.uniform(0, two_pi));
      ridges.re[i] = seed.re;
      ridges.im[i] = seed.im;
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
      Phasor sum;
      for (int r = row / 2; r <= (row + 1) / 2; ++r)
        for (int c = column / 2; c <= (column + 1) / 2; ++c) {
          const auto j = coarse.index(c, r);
          const float sign = fine.kx[i] * coarse.kx[j] + fine.ky[i] * coarse.ky[j] < 0 ? -1.0F : 1.0F;
          const float x = static_cast<float>(column - 2 * c) * fine.spacing / 2;
          const float y = static_cast<float>(row - 2 * r) * fine.spacing / 2;
          const Phasor moved = Phasor{coarse.re[j], sign * coarse.im[j]} *
                               cis((sign * coarse.kx[j] + fine.kx[i]) * x + (sign * coarse.ky[j] + fine.ky[i]) * y);
          sum = {sum.re + moved.re, sum.im + moved.im};
        }
      fine.re[i] = sum.re;
      fine.im[i] = sum.im;
    }
  Smoother smoother(fine);
  for (int round = 0; round < refinement_rounds; ++round) smoother.round(fine);
  return fine;
}

}  // namespace limen::fingerprint::synthesis
