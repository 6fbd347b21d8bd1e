// Comparison of two fingers: how much more likely are these two prints if they are the same finger?
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "limen/core/result.hpp"
#include "limen/core/score.hpp"
#include "limen/fingerprint/probe.hpp"
#include "limen/fingerprint/reference.hpp"
#include "limen/fingerprint/template.hpp"
#include "limen/fingerprint/weights.hpp"

namespace limen::fingerprint {

/// The result of a comparison that could be made. `score` is a natural-log likelihood ratio; calibration.hpp says
/// which false-match rate it stands for.
struct Comparison {
  Score score{};
  Method method = Method::ridge_map;
  std::array<float, feature_count> features{};  ///< indexed by Feature
  int pairs = 0;                                ///< paired minutiae
  float overlap = 0;                            ///< common area, cm²; 0 if the ridges were not looked at
  bool registered = false;  ///< true: past the quick check, so that the ridges were registered in full
  friend bool operator==(const Comparison&, const Comparison&) = default;
};

struct CompareOptions {
  std::optional<Weights> weights{};  ///< instead of the shipped ones, e.g. learnt without the databases under test
};

/// Symmetric, and the same bit for bit on every machine. Any thread.
/// Errors: too_few_features (a finger without enough minutiae), no_overlap (no alignment with common skin was found).
Result<Comparison> compare(const Template& a, const Template& b, const CompareOptions& options = {});
Result<Comparison> compare(const Reference& a, const Reference& b, const CompareOptions& options = {});
Result<Comparison> compare(const Probe& probe, const Reference& reference, const CompareOptions& options = {});

/// True if the two do not match (false-match rate above 0.1 %), but one and the other's mirror image do, clearly (at
/// most 0.01 %): one was probably stored the wrong way round, or is of a cast. Symmetric. As dear as two comparisons
/// and their preparation: a hint for people, no part of a search. Any thread.
bool may_be_mirrored(const Template& a, const Template& b);

}  // namespace limen::fingerprint
