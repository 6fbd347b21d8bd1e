#include "limen/evaluation/identification.hpp"

#include <algorithm>
#include <vector>

namespace limen::evaluation {

Rank1 rank1(std::span<const Trial> trials) {
  struct Best {
    Score mated = Score::lowest(), non_mated = Score::lowest();
    bool searched = false;
  };
  std::vector<Best> best;
  const auto see = [&](std::uint32_t sample, const Trial& trial) {
    if (sample >= best.size()) best.resize(std::size_t{sample} + 1);
    Best& own = best[sample];
    Score& side = trial.mated ? own.mated : own.non_mated;
    side = std::max(side, trial.score);
    own.searched = own.searched || trial.mated;
  };
  for (const Trial& trial : trials) {
    see(trial.probe, trial);
    see(trial.reference, trial);
  }
  Rank1 result;
  for (const Best& own : best) {
    result.searched += own.searched;
    result.found += own.searched && own.mated > own.non_mated;
  }
  return result;
}

}  // namespace limen::evaluation
