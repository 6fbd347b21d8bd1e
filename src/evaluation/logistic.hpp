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

/// Minimises the Cllr, with so little of a penalty on the slope that it only keeps the answer finite where the scores
/// separate. Nothing without trials of both sides, or if the slope is not above 0.
std::optional<Line> fit_logistic(std::span<const ScoreRun> runs);

}  // namespace limen::evaluation
