// How far a measured rate can be trusted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/core/executor.hpp"
#include "limen/evaluation/trial.hpp"

namespace limen::evaluation {

struct Interval {
  double low = 0;
  double high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

struct BootstrapOptions {
  std::size_t replicates = 1000;
  double confidence = 0.95;
  std::uint64_t seed = 1;
};

/// The FMR at which `RateIntervals::fnmr` is given: 1 %, 0.1 %, 0.01 %.
inline constexpr std::array<double, 3> reported_fmr{1e-2, 1e-3, 1e-4};

/// Percentile intervals of the rates of `Rates`.
struct RateIntervals {
  Interval eer;
  std::array<Interval, reported_fmr.size()> fnmr;  ///< at reported_fmr
  Interval zero_fmr;
};

/// Bootstrap over subjects (fingers), since the comparisons of one finger depend on one another: each replicate draws
/// as many subjects as there are, with replacement; a mated trial counts as often as its subject was drawn, a non-mated
/// one as often as the product of its two. `subject[sample]` is the subject of a sample. The same seed gives the same
/// intervals with any executor. Replicates that draw no mated or no non-mated trial are drawn again.
/// Costs about replicates × trials steps.
/// Errors: invalid_argument (no mated or no non-mated trial, a sample without subject, fewer than two subjects,
/// confidence outside (0, 1), no replicates), cancelled.
Result<RateIntervals> bootstrap(std::span<const Trial> trials, std::span<const std::uint32_t> subject,
                                const BootstrapOptions& options = {}, const Work& work = {});

/// Wilson score interval of a proportion for independent trials. Errors: invalid_argument (errors > n, n = 0,
/// confidence outside (0, 1)).
Result<Interval> wilson(std::size_t errors, std::size_t n, double confidence = 0.95);

}  // namespace limen::evaluation
