// Trials as distinct scores and how often each was seen.
#pragma once

#include <span>
#include <vector>

#include "limen/evaluation/trial.hpp"

namespace limen::evaluation {

struct ScoreRun {
  double score = 0;                 ///< natural unit
  double mated = 0, non_mated = 0;  ///< trials
};

/// Ascending; failed trials left out.
std::vector<ScoreRun> score_runs(std::span<const Trial> trials);

}  // namespace limen::evaluation
