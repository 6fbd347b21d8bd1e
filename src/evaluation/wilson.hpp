// Wilson's score interval, also for a number of trials that is not whole.
#pragma once

#include "limen/evaluation/intervals.hpp"

namespace limen::evaluation {

/// Precondition: share in [0, 1], trials > 0, confidence in (0, 1).
Interval wilson_interval(double share, double trials, double confidence) noexcept;

}  // namespace limen::evaluation
