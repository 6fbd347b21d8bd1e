// The comparator: its stages in order.
#pragma once

#include "limen/fingerprint/compare.hpp"

#include "fingerprint/evidence.hpp"

namespace limen::fingerprint {

/// Everything a comparison leaves behind; some 300 KB, so that nothing is allocated.
struct Alignment {
  Evidence evidence;
  Warp warp;
  PhaseField field;
  bool found = false;       ///< an alignment with common skin
  bool registered = false;  ///< past the quick check
};

/// Where the outcome is close, the other way round is tried too, and the features are the mean of both; all else is of
/// the warp of a onto b. Precondition: a and b in canonical order (is_first), both with at least min_minutiae.
void align(const Prepared& a, const Prepared& b, Method method, Alignment& out) noexcept;

/// In any order. Errors: too_few_features, no_overlap.
Result<Comparison> compare(const Prepared& a, const Prepared& b, const CompareOptions& options, Alignment& alignment);

}  // namespace limen::fingerprint
