#include "fingerprint/pairing.hpp"

#include <algorithm>

namespace limen::fingerprint {
namespace {

/// 2(1 − cos δ): the square of the angle between two unit vectors, within 2 % up to half a radian.
float angle2(float ux, float uy, float vx, float vy) { return 2 - 2 * (ux * vx + uy * vy); }

bool stands_before(const Chosen& p, const Chosen& q) {
  if (p.weight != q.weight) return p.weight > q.weight;
  return p.a != q.a ? p.a < q.a : p.b < q.b;
}

struct Candidates {
  std::size_t count = 0;
  std::array<Chosen, comparison::max_pairs> at;
  void add(const Chosen& candidate) {
    if (count < at.size()) at[count++] = candidate;
  }
};

void choose_greedily(Candidates& candidates, Pairing& out) {
  std::sort(candidates.at.begin(), candidates.at.begin() + static_cast<std::ptrdiff_t>(candidates.count),
            stands_before);
  std::array<bool, comparison::max_minutiae> used_a{}, used_b{};
  out.count = 0;
  out.sum = 0;
  for (std::size_t i = 0; i < candidates.count; ++i) {
    const Chosen& c = candidates.at[i];
    if (used_a[c.a] || used_b[c.b]) continue;
    used_a[c.a] = used_b[c.b] = true;
    out.at[out.count++] = c;
    out.sum += c.weight;
  }
}

}  // namespace

void choose(std::span<const Pair> pairs, const Carried& carried, const Prepared& b, float angle,
            Pairing& out) noexcept {
  const float most2 = angle * angle;
  Candidates candidates;
  for (const Pair& pair : pairs) {
    const float dx = carried.x[pair.a] - b.x[pair.b];
    const float dy = carried.y[pair.a] - b.y[pair.b];
    const float d2 = dx * dx + dy * dy;
    const float tolerance2 = carried.tolerance2[pair.a];
    if (!(d2 < tolerance2)) continue;
    const float a2 = angle2(carried.ux[pair.a], carried.uy[pair.a], cosine(b.turn[pair.b]), sine(b.turn[pair.b]));
    if (!(a2 < most2)) continue;
    candidates.add(
        {pair.a, pair.b, pair.similarity * (1 - 0.5F * d2 / tolerance2) * (1 - 0.5F * a2 / most2), pair.similarity});
  }
  choose_greedily(candidates, out);
}

void choose_final(const Pairs& pairs, const Carried& carried, const Prepared& a, const Prepared& b,
                  Pairing& out) noexcept {
  constexpr float tolerance2 = comparison::final_tolerance * comparison::final_tolerance;
  constexpr float most2 = comparison::final_angle_tolerance * comparison::final_angle_tolerance;
  Candidates candidates;
  const auto count_b = static_cast<std::size_t>(b.count);
  std::array<float, comparison::max_minutiae> distance2;
  for (std::size_t i = 0; i < static_cast<std::size_t>(a.count); ++i) {
    for (std::size_t j = 0; j < count_b; ++j) {
      const float dx = carried.x[i] - b.x[j];
      const float dy = carried.y[i] - b.y[j];
      distance2[j] = dx * dx + dy * dy;
    }
    for (std::size_t j = 0; j < count_b; ++j) {
      if (!(distance2[j] < tolerance2)) continue;
      const float a2 = angle2(carried.ux[i], carried.uy[i], cosine(b.turn[j]), sine(b.turn[j]));
      if (!(a2 < most2)) continue;
      const float alike = similarity(a, b, pairs, i, j);
      candidates.add({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j),
                      (1 - 0.6F * distance2[j] / tolerance2) * (1 - 0.4F * a2 / most2) * (0.5F + 0.5F * alike), alike});
    }
  }
  choose_greedily(candidates, out);
}

}  // namespace limen::fingerprint
