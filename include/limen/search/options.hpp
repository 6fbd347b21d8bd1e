// What a search is asked for.
#pragma once

#include <cstddef>
#include <optional>

#include "limen/core/result.hpp"
#include "limen/core/score.hpp"

namespace limen::search {

/// Filled by name: `{.candidates = 20, .threshold = 4.0}`.
struct Options {
  std::size_t candidates = 20;        ///< at most so many are returned; 0: none
  std::optional<double> threshold{};  ///< least score, in the modality's natural unit; none: no threshold
  double keep = 0.05;                 ///< cascade only: fraction of the view compared in full, in (0, 1]
  std::size_t keep_at_least = 256;    ///< cascade only: compared in full whatever the fraction gives
};

/// Error (invalid_argument): threshold NaN; keep NaN or outside (0, 1].
Result<void> check(const Options& options);

/// The threshold as a score, rounded up to the next thousandth: a score below it is below what was asked.
/// Precondition: check(options).
Score least_score(const Options& options) noexcept;

}  // namespace limen::search
