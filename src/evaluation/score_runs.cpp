#include "score_runs.hpp"

#include <algorithm>
#include <utility>

namespace limen::evaluation {

std::vector<ScoreRun> score_runs(std::span<const Trial> trials) {
  std::vector<std::pair<std::int32_t, bool>> sorted;
  sorted.reserve(trials.size());
  for (const Trial& trial : trials)
    if (trial.score != Score::lowest()) sorted.emplace_back(trial.score.milli, trial.mated);
  std::ranges::sort(sorted);
  std::vector<ScoreRun> runs;
  const std::pair<std::int32_t, bool>* before = nullptr;
  for (const auto& one : sorted) {
    if (before == nullptr || before->first != one.first) runs.push_back({Score{one.first}.natural(), 0, 0});
    (one.second ? runs.back().mated : runs.back().non_mated) += 1;
    before = &one;
  }
  return runs;
}

}  // namespace limen::evaluation
