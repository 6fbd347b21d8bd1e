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
  float quick = -1;  ///< the quick check's value: 5·coherence + 0.15·pairs + 5·pair_fraction

  float operator[](Feature f) const noexcept { return features[static_cast<std::size_t>(f)]; }
  float& operator[](Feature f) noexcept { return features[static_cast<std::size_t>(f)]; }
};

/// Which minutiae lie on skin that the other print shows too.
struct Shared {
  std::array<bool, comparison::max_minutiae> a, b;
};
Shared shared_minutiae(const Prepared& a, const Prepared& b, const Carried& carried, const PhaseField& field) noexcept;

/// `field` is superposed under `warp`.
void gather(const Prepared& a, const Prepared& b, const Pairs& pairs, const Warp& warp, const PhaseField& field,
            Evidence& out) noexcept;

}  // namespace limen::fingerprint
