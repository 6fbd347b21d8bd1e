// The evidence of one alignment, for and against.
#pragma once

#include <array>

#include "limen/fingerprint/weights.hpp"

#include "fingerprint/dense.hpp"
#include "fingerprint/pairing.hpp"
#include "fingerprint/warp.hpp"

namespace limen::fingerprint {

struct Evidence {
  std::array<float, feature_count> features{};
  Pairing pairing;
  float registration = 0;  ///< mean Re C: how well the phases agree, −1..1; ranks hypotheses, no part of the score
  float overlap = 0;       ///< common area, cm²

  float operator[](Feature f) const noexcept { return features[static_cast<std::size_t>(f)]; }
  float& operator[](Feature f) noexcept { return features[static_cast<std::size_t>(f)]; }

  /// The minutiae's part of the log-likelihood ratio, with fixed weights.
  float minutiae_value() const noexcept;
  /// All of it.
  float value() const noexcept;
};

/// Which minutiae lie on skin that the other print shows too.
struct Shared {
  std::array<bool, comparison::max_minutiae> a, b;
};
Shared shared_minutiae(const Prepared& a, const Prepared& b, const Warp& warp, const Carried& carried) noexcept;

/// Pairs the minutiae anew under the warp and sets the features that come from them.
void weigh_minutiae(const Prepared& a, const Prepared& b, const Pairs& pairs, const Warp& warp, Evidence& out) noexcept;

/// Sets the features that come from the ridges.
void weigh_ridges(const Prepared& a, const PhaseField& field, Evidence& out) noexcept;

}  // namespace limen::fingerprint
