#include "fingerprint/agreement.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "limen/simd/target.hpp"

#include "fingerprint/quad.hpp"
#include "fingerprint/rigid.hpp"

namespace limen::fingerprint {
namespace {

constexpr int turn_tolerance = 20;    // 256ths of a turn
constexpr float offset_share = 0.5F;  // of its weight a pair loses at the end of the tolerance
constexpr float likest_from = -0.5F;  // standard deviations: what is less like says nothing about the motion
constexpr float carried_from = -2;    // the same for a pair that the motion carries along
constexpr float turn_radius = 20;     // px: a pair's directions say as much as two points so far apart

template <class T>
using PerMinutia = std::array<T, form_minutiae>;

float likeness(const Limits& limits, std::size_t i, std::int32_t product) noexcept {
  return (static_cast<float>(product) - limits.mean[i]) * limits.per_sd[i];
}

/// Collects, four at a time, which minutiae come to lie near where they are expected.
class Near {
 public:
  /// `share`: how far off each is, as a share of what is allowed, squared; `apart`: how far its direction is, 256ths of
  /// a turn, more than −512.
  void ask(std::size_t first, Quad share, Whole apart) noexcept {
    const Whole turned = (apart + (512 + turn_tolerance)) & 255;
    const Whole near = (share <= 1) & (turned <= 2 * turn_tolerance);
    bits_ |= __builtin_bit_cast(Bits, near) & (Bits{1, 2, 4, 8} << static_cast<std::uint32_t>(first));
  }
  /// A bit for each minutia.
  std::uint32_t bits() const noexcept { return bits_[0] | bits_[1] | bits_[2] | bits_[3]; }

 private:
  Bits bits_{};
};

std::uint32_t first_bits(std::size_t count) noexcept {
  return count < form_minutiae ? (std::uint32_t{1} << count) - 1 : ~std::uint32_t{0};
}

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

/// Calls body(k) for each bit, the lowest first.
template <class Body>
void each_bit(std::uint32_t bits, Body body) {
  for (; bits != 0; bits &= bits - 1) body(static_cast<std::size_t>(std::countr_zero(bits)));
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

/// A motion of the probe, and the point that it is best known at.
struct Motion {
  Rigid rigid;
  float x = 0, y = 0;
  int turn = 0;
};

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

struct Box {
  float left, top, right, bottom;
  bool holds(float x, float y) const noexcept { return x >= left && x <= right && y >= top && y <= bottom; }
};
Box box_of(const Spot* spots, std::size_t count) noexcept {
  Box box{1e9F, 1e9F, -1e9F, -1e9F};
  for (std::size_t i = 0; i < count; ++i) {
    const float x = spots[i].x, y = spots[i].y;
    box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x), std::max(box.bottom, y)};
  }
  return box;
}

/// A minutia of the probe and one of the reference that lie on each other.
struct Common {
  float weight;
  std::uint8_t a, b;
};

/// Each minutia of the probe with all of the reference's near where the motion takes it.
class CommonPairs {
 public:
  CommonPairs(const SearchForm& probe, const Limits& limits, const FormRow& reference, const Motion& motion) noexcept {
    PerMinutia<float> x{}, y{}, shares;
    PerMinutia<std::int32_t> turn{};
    for (std::size_t j = 0; j < reference.count; ++j) {
      x[j] = reference.spots[j].x;
      y[j] = reference.spots[j].y;
      turn[j] = reference.turns[j];
    }
    const auto& kernels = simd::active();
    const std::uint32_t there = first_bits(reference.count);
    for (std::size_t i = 0; i < probe.count; ++i) {
      const float px = probe.spots[i].x, py = probe.spots[i].y;
      const float ax = px - motion.x, ay = py - motion.y;
      const float to_x = motion.rigid.x(px, py), to_y = motion.rigid.y(px, py);
      const float scale = search_scale(std::sqrt(ax * ax + ay * ay));
      const int to_turn = probe.turns[i] + motion.turn;
      Near near;
      for (std::size_t j = 0; j < form_minutiae; j += quad_lanes) {
        const Quad dx = load_quad(&x[j]) - to_x, dy = load_quad(&y[j]) - to_y;
        const Quad share = (dx * dx + dy * dy) * scale;
        store_quad(&shares[j], share);
        near.ask(j, share, load_whole(&turn[j]) - to_turn);
      }
      each_bit(near.bits() & there, [&](std::size_t j) {
        const auto product =
            kernels.dot_i8(probe.descriptors[i].data(), reference.descriptors[j].data(), search_descriptor_size);
        const float weight = likeness(limits, i, product) - carried_from;
        if (weight > 0)
          pairs_[count_++] = {weight * (1 - offset_share * shares[j]), static_cast<std::uint8_t>(i),
                              static_cast<std::uint8_t>(j)};
      });
    }
  }

  /// Each minutia once, the heavier pairs first.
  void add_to(Agreement& agreement) noexcept {
    const std::span pairs(pairs_.data(), count_);
    std::ranges::sort(pairs, [](const Common& x, const Common& y) {
      return x.weight != y.weight ? x.weight > y.weight : x.a != y.a ? x.a < y.a : x.b < y.b;
    });
    std::uint32_t taken_a = 0, taken_b = 0;
    for (const auto& [weight, a, b] : pairs) {
      if ((taken_a >> a & 1U) != 0 || (taken_b >> b & 1U) != 0) continue;
      taken_a |= std::uint32_t{1} << a;
      taken_b |= std::uint32_t{1} << b;
      agreement.likeness += weight;
      ++agreement.pairs;
    }
  }

 private:
  std::size_t count_ = 0;
  std::array<Common, form_minutiae * form_minutiae> pairs_;
};

}  // namespace

Agreement agree(const SearchProbe& asked, const Limits& limits, const std::int32_t* keys,
                const FormRow& reference) noexcept {
  Agreement found;
  const SearchForm& probe = asked.form;
  const Likest all = likest_of(probe, limits, keys, reference);
  if (all.there == 0) return found;
  const Motion motion = fitting(all, heaviest_set(all, asked.reaches));
  CommonPairs(probe, limits, reference, motion).add_to(found);

  const Box of_probe = box_of(probe.spots.data(), probe.count), of_row = box_of(reference.spots, reference.count);
  const auto& m = motion.rigid;
  for (std::size_t i = 0; i < probe.count; ++i) {
    const float x = probe.spots[i].x, y = probe.spots[i].y;
    found.of_probe += of_row.holds(m.x(x, y), m.y(x, y)) ? 1 : 0;
  }
  for (std::size_t j = 0; j < reference.count; ++j) {
    const float x = reference.spots[j].x - m.tx, y = reference.spots[j].y - m.ty;
    found.of_reference += of_probe.holds(m.c * x + m.s * y, m.c * y - m.s * x) ? 1 : 0;
  }
  return found;
}

std::uint32_t evidence_of(const Agreement& agreement) noexcept {
  const auto pairs = static_cast<float>(agreement.pairs);
  const float odds = -14.17F + 3.33F * std::sqrt(agreement.likeness) - 5.15F * std::sqrt(pairs) +
                     7.62F * pairs / static_cast<float>(agreement.of_probe + 3) +
                     10.60F * pairs / static_cast<float>(agreement.of_reference + 3);
  return static_cast<std::uint32_t>(std::max(0.0F, (odds - least_evidence) * evidence_unit));
}

}  // namespace limen::fingerprint
