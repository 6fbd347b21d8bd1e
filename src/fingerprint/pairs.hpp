// Pairs of minutiae whose surroundings look alike: what every later stage chooses from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/fingerprint/weights.hpp"

#include "fingerprint/descriptor.hpp"

namespace limen::fingerprint {

/// Minutia a of the first finger may be minutia b of the second.
struct Pair {
  std::uint8_t a;
  std::uint8_t b;
  Turn turn;         // direction of b minus direction of a
  float similarity;  // 0 to 1
};

/// The kept pairs, the more similar first (in steps of 1/850).
struct Pairs {
  Method method = Method::ridge_map;
  std::size_t count = 0;
  std::array<Pair, comparison::max_pairs> at;
  /// Inner products of all descriptors, [a][b]; those of the orientations are not set without ridge maps.
  using Products = std::array<std::array<std::int32_t, comparison::max_minutiae>, comparison::max_minutiae>;
  Products orientations, neighbourhoods;
  std::array<PointMask, comparison::max_minutiae> masks_a, masks_b;  ///< of the orientations

  std::span<const Pair> kept() const noexcept { return std::span(at).first(count); }
};

/// Similarity without ridge maps: the cosine between the neighbourhoods. With them: a weighted mean of that and of the
/// mean cosine of the doubled orientation differences over the points valid in both, lowered when few are.
void find_pairs(const Prepared& a, const Prepared& b, Method method, Pairs& pairs) noexcept;

/// The similarity of any two minutiae, kept or not, at least 0. Precondition: find_pairs(a, b, …, pairs).
float similarity(const Prepared& a, const Prepared& b, const Pairs& pairs, std::size_t i, std::size_t j) noexcept;

}  // namespace limen::fingerprint
