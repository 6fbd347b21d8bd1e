// What a search is asked for.
#pragma once

#include <cstddef>
#include <optional>

#include "limen/core/calibration.hpp"
#include "limen/core/error_rate.hpp"
#include "limen/core/result.hpp"
#include "limen/core/score.hpp"

namespace limen::search {

/// Filled by name: `{.candidates = 20, .threshold = 4.0}`.
struct Options {
  std::size_t candidates = 20;        ///< at most so many are returned; 0: none
  std::optional<double> threshold{};  ///< least score, in the modality's natural unit; none: no threshold
  /// In place of a threshold: the rate that it follows from (with `calibration`; n is the number of visible references
  /// where it is not said).
  std::optional<ErrorRate> rate{};
  /// What the scores stand for: then the result says how many false candidates are to be expected. Borrowed.
  const Calibration* calibration = nullptr;
};

/// Error (invalid_argument): threshold NaN; a rate with a threshold, without a calibration, or none that fmr_of()
/// takes.
Result<void> check(const Options& options);

/// The threshold among `visible` references, as a score rounded up to the next thousandth: a score below it is below
/// what was asked. Precondition: check(options).
Score least_score(const Options& options, std::size_t visible) noexcept;

/// How many false candidates are expected at or above that threshold; nothing without a calibration or a threshold.
std::optional<double> expected_false_candidates(const Options& options, std::size_t visible) noexcept;

}  // namespace limen::search
