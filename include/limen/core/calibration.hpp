// What a score means: the false-match rate it stands for.
#pragma once

#include <span>

#include "limen/core/score.hpp"

namespace limen {

/// A monotone table from scores to −log10 of the false-match rate, measured on non-mated comparisons. Beyond the
/// trial's support it goes on log-linearly, and says so. A view of static data: copy freely.
class Calibration {
 public:
  struct Knot {
    double score;            ///< natural unit of the modality
    double minus_log10_fmr;  ///< both strictly increasing
  };
  /// Precondition: at least two knots, the first at a rate of 1 (0); `knots` outlives the Calibration. From the last
  /// knot on, `tail_slope` (> 0) a natural unit of score.
  constexpr Calibration(std::span<const Knot> knots, double tail_slope) noexcept : knots_(knots), slope_(tail_slope) {}

  /// ≥ 0; 0 for Score::lowest().
  double minus_log10_fmr(Score score) const noexcept;
  /// True above the highest score that the trial's data support.
  bool extrapolated(Score score) const noexcept;
  /// The lowest score whose false-match rate is at most `fmr`. Outside (0, 1), or NaN, nothing passes: the highest
  /// score.
  Score threshold(double fmr) const noexcept;

 private:
  std::span<const Knot> knots_;
  double slope_;
};

}  // namespace limen
