#include "limen/evaluation/protocol.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "limen/evaluation/rates.hpp"

namespace limen::evaluation {

Result<FoldAccuracy> fold_accuracy(std::span<const Trial> trials, std::span<const std::uint32_t> fold) {
  if (trials.size() != fold.size())
    return {ErrorCode::invalid_argument, "fold_accuracy: " + std::to_string(trials.size()) + " trials, but " +
                                             std::to_string(fold.size()) + " fold numbers"};
  const std::set<std::uint32_t> names(fold.begin(), fold.end());
  if (names.size() < 2)
    return {ErrorCode::invalid_argument,
            "fold_accuracy: at least 2 folds are wanted, " + std::to_string(names.size()) + " given"};

  std::vector<double> accuracies;
  for (const std::uint32_t name : names) {
    std::vector<Trial> others;
    for (std::size_t i = 0; i < trials.size(); ++i)
      if (fold[i] != name) others.push_back(trials[i]);
    const Score threshold = Rates(others).best_accuracy().threshold;
    std::size_t right = 0, all = 0;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      if (fold[i] != name) continue;
      right += (trials[i].score >= threshold) == trials[i].mated;
      ++all;
    }
    accuracies.push_back(static_cast<double>(right) / static_cast<double>(all));
  }

  const auto count = static_cast<double>(accuracies.size());
  FoldAccuracy result{.folds = accuracies.size()};
  for (const double accuracy : accuracies) result.mean += accuracy / count;
  double squares = 0;
  for (const double accuracy : accuracies) squares += (accuracy - result.mean) * (accuracy - result.mean);
  result.standard_error = std::sqrt(squares / (count - 1)) / std::sqrt(count);
  return result;
}

}  // namespace limen::evaluation
