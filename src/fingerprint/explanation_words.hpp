// An explanation in words: the verdict, how rare such a score is, what was counted.
#pragma once

#include <string>
#include <vector>

#include "limen/fingerprint/explain.hpp"

namespace limen::fingerprint {

/// What an officer reads first, and how surely it is one finger: 0 (red) to 1 (green).
struct Verdict {
  std::string words;
  float certainty = 0;
};
Verdict verdict(const Explanation& why);
/// The false-match rate as a share of pairs: "1 in 250 thousand", and no rarer than anybody has measured.
std::string share_of_pairs(double minus_log10_fmr);
/// The lines below the verdict.
std::vector<std::string> reasons(const Explanation& why);

}  // namespace limen::fingerprint
