#include "fingerprint/seeds.hpp"

#include <algorithm>
#include <cmath>

namespace limen::fingerprint {
namespace {

struct Seed {
  Rigid motion;
  float votes = 0;
  std::size_t pair = 0;
};

/// The motions differ in angle or in where they take the point (cx, cy).
bool differ(const Rigid& p, const Rigid& q, float cx, float cy) {
  const float turn2 = 2 - 2 * (p.c * q.c + p.s * q.s);
  const float dx = p.x(cx, cy) - q.x(cx, cy);
  const float dy = p.y(cx, cy) - q.y(cx, cy);
  return turn2 > comparison::hypothesis_turn * comparison::hypothesis_turn ||
         dx * dx + dy * dy > comparison::hypothesis_shift * comparison::hypothesis_shift;
}

void vote(const Prepared& a, const Prepared& b, const Pairs& pairs, const Pair& seed, Rigid& motion, Carried& carried,
          Pairing& pairing) {
  const float ax = a.x[seed.a];
  const float ay = a.y[seed.a];
  motion = Rigid::through(seed.turn, ax, ay, b.x[seed.b], b.y[seed.b]);
  carry(a, motion, carried);
  for (int i = 0; i < a.count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const float dx = a.x[k] - ax;
    const float dy = a.y[k] - ay;
    const float tolerance =
        std::min(comparison::seed_tolerance_most,
                 comparison::seed_tolerance + comparison::seed_tolerance_slope * std::sqrt(dx * dx + dy * dy));
    carried.tolerance2[k] = tolerance * tolerance;
  }
  choose(pairs, carried, b, comparison::angle_tolerance, pairing);
}

}  // namespace

void propose(const Prepared& a, const Prepared& b, const Pairs& pairs, Hypotheses& out) noexcept {
  out.count = 0;
  float cx = 0, cy = 0;
  for (int i = 0; i < a.count; ++i) cx += a.x[static_cast<std::size_t>(i)], cy += a.y[static_cast<std::size_t>(i)];
  cx /= static_cast<float>(std::max(1, a.count));
  cy /= static_cast<float>(std::max(1, a.count));

  std::array<std::uint8_t, comparison::max_minutiae> uses_a{}, uses_b{};
  std::array<Seed, static_cast<std::size_t>(comparison::max_seeds)> seeds;
  std::size_t count = 0;
  Carried carried;
  Pairing pairing;
  for (std::size_t i = 0; i < pairs.count && count < seeds.size(); ++i) {
    const Pair& pair = pairs.at[i];
    if (uses_a[pair.a] >= comparison::seeds_per_minutia || uses_b[pair.b] >= comparison::seeds_per_minutia) continue;
    ++uses_a[pair.a];
    ++uses_b[pair.b];
    Seed& seed = seeds[count++];
    vote(a, b, pairs, pair, seed.motion, carried, pairing);
    seed.votes = pairing.sum;
    seed.pair = i;
  }
  std::sort(seeds.begin(), seeds.begin() + static_cast<std::ptrdiff_t>(count),
            [](const Seed& p, const Seed& q) { return p.votes != q.votes ? p.votes > q.votes : p.pair < q.pair; });
  for (std::size_t i = 0; i < count && out.count < out.at.size(); ++i) {
    bool is_new = true;
    for (std::size_t k = 0; k < out.count; ++k) is_new = is_new && differ(seeds[i].motion, out.at[k].motion, cx, cy);
    if (!is_new) continue;
    Hypothesis& hypothesis = out.at[out.count++];
    vote(a, b, pairs, pairs.at[seeds[i].pair], hypothesis.motion, carried, hypothesis.pairing);
    hypothesis.votes = seeds[i].votes;
  }
}

Rigid fit_rigid(const Prepared& a, const Prepared& b, const Pairing& pairing) noexcept {
  float total = 0, ax = 0, ay = 0, bx = 0, by = 0;
  for (const Chosen& p : pairing) {
    total += p.weight;
    ax += p.weight * a.x[p.a];
    ay += p.weight * a.y[p.a];
    bx += p.weight * b.x[p.b];
    by += p.weight * b.y[p.b];
  }
  if (!(total > 0)) return {};
  ax /= total;
  ay /= total;
  bx /= total;
  by /= total;
  float cosines = 0, sines = 0;
  for (const Chosen& p : pairing) {
    const float px = a.x[p.a] - ax, py = a.y[p.a] - ay;
    const float qx = b.x[p.b] - bx, qy = b.y[p.b] - by;
    const auto turn = static_cast<Turn>(b.turn[p.b] - a.turn[p.a]);
    cosines += p.weight * (px * qx + py * qy + comparison::direction_lever * cosine(turn));
    sines += p.weight * (px * qy - py * qx + comparison::direction_lever * sine(turn));
  }
  const float length = std::sqrt(cosines * cosines + sines * sines);
  Rigid motion;
  if (length > 0) {
    motion.c = cosines / length;
    motion.s = sines / length;
  }
  motion.tx = bx - (motion.c * ax - motion.s * ay);
  motion.ty = by - (motion.s * ax + motion.c * ay);
  return motion;
}

void refine_rigid(const Prepared& a, const Prepared& b, const Pairs& pairs, Hypothesis& hypothesis) noexcept {
  Carried carried;
  for (int round = 0; round < comparison::rigid_rounds; ++round) {
    hypothesis.motion = fit_rigid(a, b, hypothesis.pairing);
    float cx = 0, cy = 0, total = 0;
    for (const Chosen& p : hypothesis.pairing) {
      cx += p.weight * a.x[p.a];
      cy += p.weight * a.y[p.a];
      total += p.weight;
    }
    if (!(total > 0)) return;
    cx /= total;
    cy /= total;
    carry(a, hypothesis.motion, carried);
    for (int i = 0; i < a.count; ++i) {
      const auto k = static_cast<std::size_t>(i);
      const float dx = a.x[k] - cx;
      const float dy = a.y[k] - cy;
      const float tolerance =
          std::min(comparison::rigid_tolerance_most,
                   comparison::rigid_tolerance + comparison::rigid_tolerance_slope * std::sqrt(dx * dx + dy * dy));
      carried.tolerance2[k] = tolerance * tolerance;
    }
    choose(pairs, carried, b, comparison::rigid_angle_tolerance, hypothesis.pairing);
  }
}

}  // namespace limen::fingerprint
