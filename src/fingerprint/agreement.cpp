#include "fingerprint/agreement.hpp"

#include <algorithm>
#include <cmath>

#include "limen/simd/target.hpp"

#include "fingerprint/likest_motion.hpp"
#include "fingerprint/minutiae_near.hpp"

namespace limen::fingerprint {
namespace {

constexpr float carried_from = -2;  // standard deviations: what is less like is no pair, wherever it lies

std::uint32_t first_bits(std::size_t count) noexcept {
  return count < form_minutiae ? (std::uint32_t{1} << count) - 1 : ~std::uint32_t{0};
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
  const auto motion = likest_motion(asked, limits, keys, reference);
  if (!motion) return found;
  CommonPairs(probe, limits, reference, *motion).add_to(found);

  const Box of_probe = box_of(probe.spots.data(), probe.count), of_row = box_of(reference.spots, reference.count);
  const auto& m = motion->rigid;
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
