// How much the stages of a search may hand on, and what it costs in mates: the table that stage_sizes() reads and
// benchmarks/tools/fingerprint_survival.cpp measures.
#pragma once

#include <array>

namespace limen::fingerprint {

/// Shares of the visible references that the stages hand on, and what they lose, one after the other, of the mates that
/// the full comparison accepts at a false-match rate of 1e-4, 1e-5 and 1e-6 (benchmarks/tools/fingerprint_survival.cpp:
/// seven sets, 3 892 searches, 50 000 generated fingers).
struct StageStep {
  double described, aligned, compared;
  std::array<double, 3> loss;
};
inline constexpr std::array stage_steps{
    StageStep{0.5, 0.1, 0.00200, {0.0013, 0.0008, 0.0008}},
    StageStep{0.3, 0.05, 0.00100, {0.0018, 0.0013, 0.0013}},
    StageStep{0.06, 0.008, 0.00030, {0.0041, 0.0023, 0.0024}},
    StageStep{0.03, 0.003, 0.00010, {0.0057, 0.0034, 0.0031}},
    StageStep{0.015, 0.001, 0.00006, {0.0072, 0.0047, 0.0045}},
    StageStep{0.015, 0.001, 0.00004, {0.0080, 0.0054, 0.0052}},
    StageStep{0.0075, 0.0005, 0.00004, {0.0105, 0.0080, 0.0079}},
    StageStep{0.005, 0.0003, 0.00002, {0.0118, 0.0093, 0.0092}},
};

}  // namespace limen::fingerprint
