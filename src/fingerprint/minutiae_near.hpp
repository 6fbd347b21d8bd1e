// Which of a search form's minutiae lie where a motion takes others: what its two halves, agreement.cpp and
// likest_motion.cpp, have in common.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "fingerprint/quad.hpp"
#include "fingerprint/search_probe.hpp"

namespace limen::fingerprint {

inline constexpr int turn_tolerance = 20;    // 256ths of a turn
inline constexpr float offset_share = 0.5F;  // of its weight a pair loses at the end of the tolerance

template <class T>
using PerMinutia = std::array<T, form_minutiae>;

/// How far an inner product is above chance, in standard deviations.
inline float likeness(const Limits& limits, std::size_t i, std::int32_t product) noexcept {
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

/// Calls body(k) for each bit, the lowest first.
template <class Body>
void each_bit(std::uint32_t bits, Body body) {
  for (; bits != 0; bits &= bits - 1) body(static_cast<std::size_t>(std::countr_zero(bits)));
}

}  // namespace limen::fingerprint
