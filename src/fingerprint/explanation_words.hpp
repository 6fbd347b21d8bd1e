// An explanation in words: the verdict, how rare such a score is, what was counted.
#pragma once

#include <string>
#include <vector>

#include "limen/fingerprint/explain.hpp"

namespace limen::fingerprint {

/// What an officer reads first.
std::string verdict(const Explanation& why);
/// The false-match rate as a share of pairs: "1 in 250 million".
std::string share_of_pairs(double minus_log10_fmr);
/// The lines below the verdict.
std::vector<std::string> reasons(const Explanation& why);

}  // namespace limen::fingerprint
