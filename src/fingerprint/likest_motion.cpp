#include "fingerprint/likest_motion.hpp"

#include <cmath>

#include "fingerprint/minutiae_near.hpp"

namespace limen::fingerprint {
namespace {

constexpr float likest_from = -0.5F;  // standard deviations: what is less like says nothing about the motion
constexpr float turn_radius = 20;     // px: a pair's directions say as much as two points so far apart

/// Each minutia of the probe and its likest, where it says something: arrays of numbers for the loop below.
struct Likest {
  std::uint32_t there = 0;  // a bit each
  PerMinutia<float> weight{}, px{}, py{}, qx{}, qy{};
  PerMinutia<std::int32_t> turn{};  // from the probe's direction to the reference's
  PerMinutia<std::uint32_t> bit{};
};

Likest likest_of(const SearchForm& probe, const Limits& limits, const std::int32_t* keys,
                 const FormRow& reference) noexcept {
  Likest likest;
  for (std::size_t a = 0; a < probe.count; ++a) {
    const auto b = static_cast<std::size_t>(31 - (keys[a] & 31));
    likest.weight[a] = likeness(limits, a, keys[a] >> 5) - likest_from;
    if (likest.weight[a] > 0) likest.there |= std::uint32_t{1} << a;
    likest.px[a] = probe.spots[a].x;
    likest.py[a] = probe.spots[a].y;
    likest.qx[a] = reference.spots[b].x;
    likest.qy[a] = reference.spots[b].y;
    likest.turn[a] = static_cast<Turn>(reference.turns[b] - probe.turns[a]);
    likest.bit[a] = std::uint32_t{1} << b;
  }
  return likest;
}

/// Which pairs the motion that carries one of them carries too: a bit each, and how far from where they ought to be, as
/// a share of what is allowed, squared.
std::uint32_t carried_along(const Likest& all, const PerMinutia<float>& scales, std::size_t seed,
                            PerMinutia<float>& shares) noexcept {
  const auto turn = static_cast<Turn>(all.turn[seed]);
  const float c = cosine(turn), s = sine(turn);
  const float px = all.px[seed], py = all.py[seed], qx = all.qx[seed], qy = all.qy[seed];
  const int seed_turn = all.turn[seed];
  Near near;
  for (std::size_t k = 0; k < form_minutiae; k += quad_lanes) {
    const Quad ax = load_quad(&all.px[k]) - px, ay = load_quad(&all.py[k]) - py;
    const Quad ex = load_quad(&all.qx[k]) - qx - (c * ax - s * ay), ey = load_quad(&all.qy[k]) - qy - (s * ax + c * ay);
    const Quad share = (ex * ex + ey * ey) * load_quad(&scales[k]);
    store_quad(&shares[k], share);
    near.ask(k, share, load_whole(&all.turn[k]) - seed_turn);
  }
  return near.bits() & all.there;
}

/// The pairs of the heaviest set that one of them carries: a bit each.
std::uint32_t heaviest_set(const Likest& all, const Reaches& reaches) noexcept {
  float most = 0;
  std::uint32_t best = 0;
  PerMinutia<float> shares;
  each_bit(all.there, [&](std::size_t seed) {
    float sum = 0;
    std::uint32_t taken = 0, set = 0;
    each_bit(carried_along(all, reaches[seed], seed, shares), [&](std::size_t k) {  // the better minutiae first
      if ((taken & all.bit[k]) != 0) return;
      taken |= all.bit[k];
      set |= std::uint32_t{1} << k;
      sum += all.weight[k] * (1 - offset_share * shares[k]);
    });
    if (sum > most) {
      most = sum;
      best = set;
    }
  });
  return best;
}

/// The motion that fits a set of pairs best, in the weighted least squares of places and directions.
Motion fitting(const Likest& all, std::uint32_t set) noexcept {
  float weight = 0, px = 0, py = 0, qx = 0, qy = 0;
  each_bit(set, [&](std::size_t k) {
    const float w = all.weight[k];
    weight += w;
    px += w * all.px[k], py += w * all.py[k];
    qx += w * all.qx[k], qy += w * all.qy[k];
  });
  px /= weight, py /= weight, qx /= weight, qy /= weight;
  float re = 0, im = 0;
  each_bit(set, [&](std::size_t k) {
    const float ax = all.px[k] - px, ay = all.py[k] - py, bx = all.qx[k] - qx, by = all.qy[k] - qy;
    const auto turn = static_cast<Turn>(all.turn[k]);
    re += all.weight[k] * (ax * bx + ay * by + turn_radius * turn_radius * cosine(turn));
    im += all.weight[k] * (ax * by - ay * bx + turn_radius * turn_radius * sine(turn));
  });
  const float length = std::sqrt(re * re + im * im);
  Motion motion;
  motion.x = px, motion.y = py;
  if (length > 0) motion.rigid = {re / length, im / length, 0, 0};
  motion.rigid.tx = qx - motion.rigid.x(px, py);
  motion.rigid.ty = qy - motion.rigid.y(px, py);
  motion.turn = static_cast<int>(angle_of(re, im) * (128 / 3.14159265F) + 256.5F) & 255;
  return motion;
}

}  // namespace

std::optional<Motion> likest_motion(const SearchProbe& probe, const Limits& limits, const std::int32_t* keys,
                                    const FormRow& reference) noexcept {
  const Likest all = likest_of(probe.form, limits, keys, reference);
  if (all.there == 0) return std::nullopt;
  return fitting(all, heaviest_set(all, probe.reaches));
}

}  // namespace limen::fingerprint
