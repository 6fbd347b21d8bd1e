// The protocol of Labeled Faces in the Wild, view 2: the threshold of each fold is chosen on the other folds.
#pragma once

#include <cstdint>
#include <span>

#include "limen/core/result.hpp"
#include "limen/evaluation/trial.hpp"

namespace limen::evaluation {

struct FoldAccuracy {
  double mean = 0;            ///< over the folds
  double standard_error = 0;  ///< of that mean: sample standard deviation / √folds
  std::size_t folds = 0;
  friend bool operator==(const FoldAccuracy&, const FoldAccuracy&) = default;
};

/// fold[i] is the fold of trials[i]. Errors: invalid_argument (lengths differ, fewer than two folds).
Result<FoldAccuracy> fold_accuracy(std::span<const Trial> trials, std::span<const std::uint32_t> fold);

}  // namespace limen::evaluation
