// Pairs of minutiae whose surroundings look alike: what every later stage chooses from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {

/// Minutia a of the first finger may be minutia b of the second.
struct Pair {
  std::uint8_t a;
  std::uint8_t b;
  Turn turn;         // direction of b minus direction of a
  float similarity;  // 0 to 1
};

/// The kept pairs, most similar first.
struct Pairs {
  std::size_t count = 0;
  std::array<Pair, comparison::max_pairs> at;
  /// Similarity of all minutiae, kept or not: [a][b], 0 to 255.
  std::array<std::array<std::uint8_t, comparison::max_minutiae>, comparison::max_minutiae> similarity;

  const Pair* begin() const noexcept { return at.data(); }
  const Pair* end() const noexcept { return at.data() + count; }
};

/// Similarity: mean cosine of the doubled orientation differences over the points valid in both, lowered when few are.
void find_pairs(const Prepared& a, const Prepared& b, Pairs& pairs) noexcept;

}  // namespace limen::fingerprint
