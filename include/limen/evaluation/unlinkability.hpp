// Do two protected templates of one person, made under two keys, tell that they are of one person?
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"
#include "limen/core/score.hpp"
#include "limen/evaluation/intervals.hpp"

namespace limen::evaluation {

struct UnlinkabilityOptions {
  double prior_ratio = 1;         ///< ω: odds that two templates are of one person before anything was compared; > 0
  std::size_t bins = 100;         ///< at most so many; fewer where there are fewer than 20 trials of a class for each
  std::size_t replicates = 1000;  ///< of the permutation null and of the bootstrap
  double confidence = 0.95;
  std::uint64_t seed = 1;
};

/// D↔(s) of the scores in [low, high): 0, the score tells nothing, to 1, it proves one person.
struct LocalUnlinkability {
  Score low{};
  Score high{};
  double linkable = 0;         ///< D↔
  double mated_share = 0;      ///< of the mated trials in this bin
  double non_mated_share = 0;  ///< of the non-mated ones
  friend bool operator==(const LocalUnlinkability&, const LocalUnlinkability&) = default;
};

/// 0: nothing can be linked; 1: everything.
struct Unlinkability {
  double system = 0;  ///< D↔sys, bias corrected: (raw − bias) / (1 − bias), not below 0
  double raw = 0;     ///< Σ D↔ × mated share over the bins
  double bias = 0;    ///< mean of raw when the labels are dealt out at random: what unlinkable data would give
  Interval interval;  ///< bootstrap, of `system`
  std::size_t mated = 0;
  std::size_t non_mated = 0;
  std::vector<LocalUnlinkability> local;  ///< ascending
  friend bool operator==(const Unlinkability&, const Unlinkability&) = default;
};

/// The measures of M. Gomez-Barrero et al., General framework to evaluate unlinkability in biometric template
/// protection systems, IEEE TIFS 13 (2018). Mated: scores of two protected templates of one person (or of one sample)
/// under different keys; non-mated: of two persons, under different keys. Summed over bins that hold equal shares of
/// both classes together, so that disjoint classes give exactly 1 and no bin at the ends is lost; what an estimate from
/// so many trials gives for data without any link (`bias`) is measured and taken off (a little too much where the link
/// is weak but there: below 0.005 at 20 000 trials; `raw` is the careful figure). The bootstrap draws trials; if
/// they depend on one another (several of one person) the true interval is wider. The same seed gives the same numbers
/// with any executor. Errors: invalid_argument (fewer than 20 trials of a class, options), cancelled.
Result<Unlinkability> unlinkability(std::span<const Score> mated, std::span<const Score> non_mated,
                                    const UnlinkabilityOptions& options = {}, const Work& work = {});

}  // namespace limen::evaluation
