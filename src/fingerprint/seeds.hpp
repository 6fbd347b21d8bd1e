// First alignments: each of the most similar pairs proposes a rigid motion, and the others vote.
#pragma once

#include <array>
#include <cstddef>

#include "fingerprint/pairing.hpp"
#include "fingerprint/pairs.hpp"
#include "fingerprint/rigid.hpp"

namespace limen::fingerprint {

/// A motion, the kept pairs that may come together near it, and those chosen.
struct Hypothesis {
  Rigid motion;
  std::size_t count = 0;
  std::array<Pair, comparison::max_pairs> near;
  Pairing pairing;

  std::span<const Pair> candidates() const noexcept { return std::span(near).first(count); }
};

/// The best motions that differ, most votes first.
struct Hypotheses {
  std::size_t count = 0;
  std::array<Hypothesis, static_cast<std::size_t>(comparison::max_hypotheses)> at;
};

void propose(const Prepared& a, const Prepared& b, const Pairs& pairs, Hypotheses& out) noexcept;

/// Refits a hypothesis to its pairs and chooses them anew, twice.
void refine_rigid(const Prepared& a, const Prepared& b, Hypothesis& hypothesis) noexcept;

/// The rigid motion that brings the pairs closest; directions count as a lever beside positions.
Rigid fit_rigid(const Prepared& a, const Prepared& b, const Pairing& pairing) noexcept;

}  // namespace limen::fingerprint
