#include "fingerprint/agreement.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace limen::fingerprint {
namespace {

constexpr float tolerance = 10;           // px beside the seed …
constexpr float tolerance_slope = 0.12F;  // … growing with the distance from it
constexpr int turn_tolerance = 20;        // 256ths of a turn
constexpr float offset_share = 0.5F;      // of its weight a pair loses at the end of the tolerance

/// The pairs, the heavier first, as arrays of numbers for the loop below.
struct Likest {
  std::size_t count = 0;
  std::array<float, form_minutiae> weight{}, px{}, py{}, qx{}, qy{};
  std::array<int, form_minutiae> turn{};  // from the probe's direction to the reference's
  std::array<std::uint32_t, form_minutiae> bit{};
};

Likest likest_of(const SearchForm& probe, const Limits& limits, const std::int32_t* keys, const Spot* spots,
                 const Turn* turns) noexcept {
  struct Pair {
    std::int32_t weight;
    std::uint8_t a, b;
  };
  std::array<Pair, form_minutiae> pairs;
  std::size_t count = 0;
  for (std::size_t a = 0; a < probe.count; ++a) {
    const std::int32_t above = (keys[a] >> 5) - limits.near[a];
    if (above <= 0) continue;
    const auto b = static_cast<std::uint8_t>(31 - (keys[a] & 31));
    pairs[count++] = {static_cast<std::int32_t>(std::int64_t{above >> 4} * limits.slopes[a] >> 8),
                      static_cast<std::uint8_t>(a), b};
  }
  std::sort(pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(count),
            [](const Pair& x, const Pair& y) { return x.weight != y.weight ? x.weight > y.weight : x.a < y.a; });
  Likest likest;
  likest.count = count;
  for (std::size_t k = 0; k < count; ++k) {
    const auto [weight, a, b] = pairs[k];
    likest.weight[k] = static_cast<float>(weight);
    likest.px[k] = probe.spots[a].x;
    likest.py[k] = probe.spots[a].y;
    likest.qx[k] = spots[b].x;
    likest.qy[k] = spots[b].y;
    likest.turn[k] = static_cast<Turn>(turns[b] - probe.turns[a]);
    likest.bit[k] = std::uint32_t{1} << b;
  }
  return likest;
}

/// Which pairs the motion that carries one of them carries too: a bit each, and how far from where they ought to be, as
/// a share of what is allowed, squared.
std::uint32_t carried_along(const Likest& all, std::size_t seed, std::array<float, form_minutiae>& shares) noexcept {
  const auto turn = static_cast<Turn>(all.turn[seed]);
  const float c = cosine(turn), s = sine(turn);
  const float px = all.px[seed], py = all.py[seed], qx = all.qx[seed], qy = all.qy[seed];
  const int seed_turn = all.turn[seed];
  std::array<std::uint32_t, form_minutiae> near;
  for (std::size_t k = 0; k < form_minutiae; ++k) {
    const float ax = all.px[k] - px, ay = all.py[k] - py;
    const float ex = all.qx[k] - qx - (c * ax - s * ay), ey = all.qy[k] - qy - (s * ax + c * ay);
    const float allowed = tolerance + tolerance_slope * std::sqrt(ax * ax + ay * ay);
    shares[k] = (ex * ex + ey * ey) / (allowed * allowed);
    const int apart = (all.turn[k] - seed_turn + 128 + 256) & 255;  // 128 for none
    near[k] = (shares[k] <= 1 ? 1U : 0U) & (apart >= 128 - turn_tolerance ? 1U : 0U) &
              (apart <= 128 + turn_tolerance ? 1U : 0U);
  }
  std::uint32_t bits = 0;
  for (std::size_t k = 0; k < form_minutiae; ++k) bits |= near[k] << k;
  return bits;
}

}  // namespace

std::uint32_t agreement(const SearchForm& probe, const Limits& limits, const std::int32_t* keys, const Spot* spots,
                        const Turn* turns) noexcept {
  const Likest all = likest_of(probe, limits, keys, spots, turns);
  const std::uint32_t there = all.count < form_minutiae ? (std::uint32_t{1} << all.count) - 1 : ~std::uint32_t{0};
  float best = 0;
  std::array<float, form_minutiae> shares;
  for (std::size_t seed = 0; seed < all.count; ++seed) {
    float sum = all.weight[seed];
    std::uint32_t taken = all.bit[seed];
    for (auto left = carried_along(all, seed, shares) & there; left != 0; left &= left - 1) {
      const auto k = static_cast<std::size_t>(std::countr_zero(left));  // the heavier first
      if ((taken & all.bit[k]) != 0) continue;
      taken |= all.bit[k];
      sum += all.weight[k] * (1 - offset_share * shares[k]);
    }
    best = std::max(best, sum);
  }
  return static_cast<std::uint32_t>(best);
}

}  // namespace limen::fingerprint
