// A one-to-one choice among candidate pairs under a given motion.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "fingerprint/pairs.hpp"
#include "fingerprint/rigid.hpp"

namespace limen::fingerprint {

struct Chosen {
  std::uint8_t a;
  std::uint8_t b;
  float weight;
  float similarity;
};

/// One-to-one, best weight first.
struct Pairing {
  std::size_t count = 0;
  float sum = 0;  ///< of weights
  std::array<Chosen, comparison::max_minutiae> at;

  const Chosen* begin() const noexcept { return at.data(); }
  const Chosen* end() const noexcept { return at.data() + count; }
};

/// Chooses greedily among the given pairs those that the motion brings together: within the carried minutia's tolerance
/// and `angle` radians; weight = similarity · (1 − ½ d²/tolerance²)(1 − ½ δ²/angle²).
void choose(std::span<const Pair> pairs, const Carried& carried, const Prepared& b, float angle, Pairing& out) noexcept;

/// Chooses among all minutiae, whatever their similarity, those closer than the final tolerances; weight =
/// (1 − 0.6 d²/tolerance²)(1 − 0.4 δ²/angle²)(½ + ½ similarity).
void choose_final(const Pairs& pairs, const Carried& carried, const Prepared& a, const Prepared& b,
                  Pairing& out) noexcept;

}  // namespace limen::fingerprint
