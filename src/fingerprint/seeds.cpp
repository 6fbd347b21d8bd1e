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

/// Kept pairs as parallel arrays, in the order of their turns: those that agree with a motion's angle are neighbours.
struct ByTurn {
  std::array<std::uint16_t, 257> first{};
  std::array<std::uint8_t, comparison::max_pairs> a, b;
  std::array<Turn, comparison::max_pairs> turn;
  std::array<float, comparison::max_pairs> similarity;

  explicit ByTurn(std::span<const Pair> pairs) noexcept {
    for (const Pair& p : pairs) ++first[p.turn + 1U];
    for (std::size_t k = 1; k < first.size(); ++k) first[k] = static_cast<std::uint16_t>(first[k] + first[k - 1]);
    auto next = first;
    for (const Pair& p : pairs) {
      const std::size_t at = next[p.turn]++;
      a[at] = p.a;
      b[at] = p.b;
      turn[at] = p.turn;
      similarity[at] = p.similarity;
    }
  }
};

/// Whole 256ths of a turn within the angle tolerance, and 1 − ½ δ²/tolerance² for each.
constexpr int turn_tolerance = static_cast<int>(comparison::angle_tolerance * 40.7436654F);
constexpr auto turn_factor = [] {
  std::array<float, turn_tolerance + 1> factor{};
  for (std::size_t k = 0; k < factor.size(); ++k)
    factor[k] = 1 - (1 - cosine(static_cast<Turn>(k))) / (comparison::angle_tolerance * comparison::angle_tolerance);
  return factor;
}();

/// The tolerance around each carried minutia grows with the distance of where it came from to (cx, cy).
void set_tolerances(const Prepared& a, float base, float slope, float most, float cx, float cy, Carried& carried) {
  for (std::size_t k = 0; k < static_cast<std::size_t>(a.count); ++k) {
    const float dx = a.x[k] - cx;
    const float dy = a.y[k] - cy;
    const float tolerance = std::min(most, base + slope * std::sqrt(dx * dx + dy * dy));
    carried.tolerance2[k] = tolerance * tolerance;
  }
}

/// How strongly the kept pairs support a motion: the smaller of the two sums of each minutia's best weight, one over
/// the first finger's minutiae, one over the second's. Never less than a one-to-one choice gives, and without a sort.
float votes(const Prepared& a, const Prepared& b, const ByTurn& pairs, const Pair& seed, const Carried& carried) {
  std::array<float, comparison::max_minutiae> best_a, best_b;
  std::fill_n(best_a.begin(), a.count, 0.0F);
  std::fill_n(best_b.begin(), b.count, 0.0F);
  const auto scan = [&](int from, int to) {
    for (std::size_t k = pairs.first[static_cast<std::size_t>(from)]; k < pairs.first[static_cast<std::size_t>(to)];
         ++k) {
      const std::size_t i = pairs.a[k], j = pairs.b[k];
      const float dx = carried.x[i] - b.x[j];
      const float dy = carried.y[i] - b.y[j];
      const float d2 = dx * dx + dy * dy;
      if (!(d2 < carried.tolerance2[i])) continue;
      const int apart = static_cast<std::int8_t>(pairs.turn[k] - seed.turn);
      const float weight = pairs.similarity[k] * (1 - 0.5F * d2 / carried.tolerance2[i]) *
                           turn_factor[static_cast<std::size_t>(apart < 0 ? -apart : apart)];
      best_a[i] = std::max(best_a[i], weight);
      best_b[j] = std::max(best_b[j], weight);
    }
  };
  const int low = seed.turn - turn_tolerance;
  const int high = seed.turn + turn_tolerance + 1;
  scan(std::max(0, low), std::min(256, high));
  if (low < 0) scan(256 + low, 256);
  if (high > 256) scan(0, high - 256);
  float sum_a = 0, sum_b = 0;
  for (int i = 0; i < a.count; ++i) sum_a += best_a[static_cast<std::size_t>(i)];
  for (int j = 0; j < b.count; ++j) sum_b += best_b[static_cast<std::size_t>(j)];
  return std::min(sum_a, sum_b);
}

/// The kept pairs that may come together when the motion is refined and bent: turned alike, and near.
void gather_near(const Prepared& b, std::span<const Pair> pairs, Turn turn, const Carried& carried,
                 Hypothesis& hypothesis) {
  hypothesis.count = 0;
  for (const Pair& p : pairs) {
    const int apart = static_cast<std::int8_t>(p.turn - turn);
    const float dx = carried.x[p.a] - b.x[p.b];
    const float dy = carried.y[p.a] - b.y[p.b];
    if (apart <= comparison::near_turn && apart >= -comparison::near_turn &&
        dx * dx + dy * dy < comparison::near_distance * comparison::near_distance)
      hypothesis.near[hypothesis.count++] = p;
  }
}

}  // namespace

void propose(const Prepared& a, const Prepared& b, const Pairs& pairs, Hypotheses& out) noexcept {
  out.count = 0;
  float cx = 0, cy = 0;
  for (int i = 0; i < a.count; ++i) cx += a.x[static_cast<std::size_t>(i)], cy += a.y[static_cast<std::size_t>(i)];
  cx /= static_cast<float>(std::max(1, a.count));
  cy /= static_cast<float>(std::max(1, a.count));

  const ByTurn by_turn(pairs.kept());
  std::array<std::uint8_t, comparison::max_minutiae> uses_a{}, uses_b{};
  std::array<Seed, static_cast<std::size_t>(comparison::max_seeds)> seeds;
  std::size_t count = 0;
  Carried carried;
  const auto place = [&](const Pair& seed) {
    const float ax = a.x[seed.a], ay = a.y[seed.a];
    const Rigid motion = Rigid::through(seed.turn, ax, ay, b.x[seed.b], b.y[seed.b]);
    carry(a, motion, carried);
    set_tolerances(a, comparison::seed_tolerance, comparison::seed_tolerance_slope, comparison::seed_tolerance_most, ax,
                   ay, carried);
    return motion;
  };
  for (std::size_t i = 0; i < pairs.count && count < seeds.size(); ++i) {
    const Pair& pair = pairs.at[i];
    if (uses_a[pair.a] >= comparison::seeds_per_minutia || uses_b[pair.b] >= comparison::seeds_per_minutia) continue;
    ++uses_a[pair.a];
    ++uses_b[pair.b];
    Seed& seed = seeds[count++];
    seed.motion = place(pair);
    seed.votes = votes(a, b, by_turn, pair, carried);
    seed.pair = i;
  }
  std::sort(seeds.begin(), seeds.begin() + static_cast<std::ptrdiff_t>(count),
            [](const Seed& p, const Seed& q) { return p.votes != q.votes ? p.votes > q.votes : p.pair < q.pair; });
  for (std::size_t i = 0; i < count && out.count < out.at.size(); ++i) {
    bool is_new = true;
    for (std::size_t k = 0; k < out.count; ++k) is_new = is_new && differ(seeds[i].motion, out.at[k].motion, cx, cy);
    if (!is_new) continue;
    Hypothesis& hypothesis = out.at[out.count++];
    const Pair& pair = pairs.at[seeds[i].pair];
    hypothesis.motion = place(pair);
    gather_near(b, pairs.kept(), pair.turn, carried, hypothesis);
    choose(hypothesis.candidates(), carried, b, comparison::angle_tolerance, hypothesis.pairing);
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

void refine_rigid(const Prepared& a, const Prepared& b, Hypothesis& hypothesis) noexcept {
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
    carry(a, hypothesis.motion, carried);
    set_tolerances(a, comparison::rigid_tolerance, comparison::rigid_tolerance_slope, comparison::rigid_tolerance_most,
                   cx / total, cy / total, carried);
    choose(hypothesis.candidates(), carried, b, comparison::rigid_angle_tolerance, hypothesis.pairing);
  }
}

}  // namespace limen::fingerprint
