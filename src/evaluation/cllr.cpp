// What likelihood ratios cost, and the least that any monotone mapping of the same scores would cost.
#include <cmath>
#include <vector>

#include "limen/evaluation/calibrate.hpp"

#include "score_runs.hpp"

namespace limen::evaluation {
namespace {

double bits_if_mated(double log10_ratio) { return std::log2(1 + std::pow(10, -log10_ratio)); }
double bits_if_not(double log10_ratio) { return std::log2(1 + std::pow(10, log10_ratio)); }

/// Scores pooled until the share of mated trials grows with the score (pool adjacent violators).
std::vector<ScoreRun> pooled(const std::vector<ScoreRun>& runs) {
  std::vector<ScoreRun> pools;
  for (auto run : runs) {
    const auto above = [&](const ScoreRun& a, const ScoreRun& b) {  // a's share of mated trials ≥ b's
      return a.mated * (b.mated + b.non_mated) >= b.mated * (a.mated + a.non_mated);
    };
    while (!pools.empty() && above(pools.back(), run)) {
      run.mated += pools.back().mated, run.non_mated += pools.back().non_mated;
      pools.pop_back();
    }
    pools.push_back(run);
  }
  return pools;
}

}  // namespace

Result<Cllr> cllr(std::span<const Trial> trials, const Calibration& calibration) {
  double mated = 0, non_mated = 0, cost_mated = 0, cost_non_mated = 0;
  for (const Trial& trial : trials) {
    const auto ratio = calibration.log10_likelihood_ratio(trial.score);
    if (!ratio) return {ErrorCode::invalid_argument, "cllr: this calibration knows no likelihood ratio"};
    (trial.mated ? mated : non_mated) += 1;
    (trial.mated ? cost_mated : cost_non_mated) += trial.mated ? bits_if_mated(*ratio) : bits_if_not(*ratio);
  }
  if (mated == 0 || non_mated == 0)
    return {ErrorCode::invalid_argument, "cllr: mated and non-mated trials are wanted, both"};
  double least = 0, scored_mated = 0, scored_non_mated = 0;
  for (const auto& pool : pooled(score_runs(trials))) {
    scored_mated += pool.mated, scored_non_mated += pool.non_mated;
    if (pool.mated == 0 || pool.non_mated == 0) continue;  // a ratio of 0 or infinity, and right: free
    const double ratio = std::log10(pool.mated / mated) - std::log10(pool.non_mated / non_mated);
    least += pool.mated / mated * bits_if_mated(ratio) + pool.non_mated / non_mated * bits_if_not(ratio);
  }
  least += (mated - scored_mated) / mated + (non_mated - scored_non_mated) / non_mated;  // failures: one bit each
  return Cllr{(cost_mated / mated + cost_non_mated / non_mated) / 2, least / 2};
}

}  // namespace limen::evaluation
