// Logistic regression of one variable: a score becomes a log-likelihood ratio.
#pragma once

#include <optional>
#include <span>

#include "score_runs.hpp"

namespace limen::evaluation {

/// Natural-log likelihood ratio: offset + slope · score.
struct Line {
  double offset = 0, slope = 0;
};

/// Minimises the Cllr with one more trial gone wrong on either side (the lowest score mated, the highest non-mated), so
/// that the answer is finite where the scores separate. Nothing if the slope is not above 0.
std::optional<Line> fit_logistic(std::span<const ScoreRun> runs);

}  // namespace limen::evaluation
