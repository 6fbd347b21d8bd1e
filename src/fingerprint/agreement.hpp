// How much do two fingers have in common under the motion that their likest minutiae agree on? The last of the cheap
// stages.
#pragma once

#include <cstdint>

#include "fingerprint/search_probe.hpp"

namespace limen::fingerprint {

/// What two fingers have in common.
struct Agreement {
  float likeness = 0;  ///< of the pairs of minutiae that come to lie on each other, in standard deviations above chance
  int pairs = 0;       ///< how many these are
  int of_probe = 0;    ///< minutiae of the probe that come to lie within the rectangle of the reference's …
  int of_reference = 0;  ///< … and the other way round
};

/// Under likest_motion(), by the same arguments.
Agreement agree(const SearchProbe& probe, const Limits& limits, const std::int32_t* keys,
                const FormRow& reference) noexcept;

/// How much likelier this is of mates than of the likest among non-mates: the natural logarithm, in evidence_unit, from
/// least_evidence on. Weights by benchmarks/tools/learn_search_weights.py.
std::uint32_t evidence_of(const Agreement& agreement) noexcept;
inline constexpr std::uint32_t evidence_unit = 1024;
inline constexpr int least_evidence = -40;
/// Of a finger that is not there to be asked: what the likest of non-mates usually have.
inline constexpr std::uint32_t no_evidence = (-10 - least_evidence) * evidence_unit;

}  // namespace limen::fingerprint
