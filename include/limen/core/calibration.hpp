// What a score means: the false-match rate it stands for, and what it is worth as evidence.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "limen/core/error_rate.hpp"
#include "limen/core/result.hpp"
#include "limen/core/score.hpp"

namespace limen {

/// A monotone table from scores to −log10 of the false-match rate, measured on non-mated comparisons. Beyond the
/// trial's support it goes on log-linearly, and says so. A view of data that live elsewhere (static ones, or a
/// CalibrationTable): copy freely. Any thread.
class Calibration {
 public:
  struct Knot {
    double score = 0;                                        ///< natural unit of the modality
    double minus_log10_fmr = 0;                              ///< both strictly increasing
    double low = std::numeric_limits<double>::quiet_NaN();   ///< 95 % confidence bounds of it; NaN: not known
    double high = std::numeric_limits<double>::quiet_NaN();  ///< +infinity: the trial cannot exclude a rate of 0
  };
  struct Range {
    double low = 0, high = 0;
  };
  /// log10 of the likelihood ratio of "the same person" to "two persons": offset + slope · score, never beyond `least`
  /// and `most`, which are as far as the numbers of comparisons of the trial reach. Slope 0: not known.
  struct Evidence {
    double offset = 0, slope = 0, least = 0, most = 0;
  };

  /// Precondition: at least two knots, the first at a rate of 1 (0); `knots` outlives the Calibration. From the last
  /// knot on, `tail_slope` (> 0) a natural unit of score.
  constexpr Calibration(std::span<const Knot> knots, double tail_slope) noexcept
      : Calibration(knots, tail_slope, Evidence{}) {}
  constexpr Calibration(std::span<const Knot> knots, double tail_slope, const Evidence& evidence) noexcept
      : knots_(knots), slope_(tail_slope), evidence_(evidence) {}

  /// ≥ 0; 0 for Score::lowest().
  double minus_log10_fmr(Score score) const noexcept;
  /// True above the highest score that the trial's data support.
  bool extrapolated(Score score) const noexcept;
  /// 95 % confidence bounds of minus_log10_fmr(); nothing where they are not known, and where it is extrapolated.
  std::optional<Range> bounds(Score score) const noexcept;
  /// Grows with the score; 0 for Score::lowest(), which says nothing. Nothing where it is not known.
  std::optional<double> log10_likelihood_ratio(Score score) const noexcept;

  /// The lowest score whose false-match rate is at most `fmr`. Outside (0, 1), or NaN, nothing passes: the highest
  /// score.
  Score threshold(double fmr) const noexcept;
  /// The same of a rate as it is asked for. Errors: those of fmr_of().
  Result<Score> threshold(const ErrorRate& rate) const;
  /// How many of `n` references of other persons are expected at or above a threshold: n · FMR.
  double expected_false_candidates(Score threshold, std::size_t n) const noexcept;

 private:
  std::span<const Knot> knots_;
  double slope_;
  Evidence evidence_;
};

/// A calibration that owns its data: what evaluation measures and a file holds.
struct CalibrationTable {
  std::vector<Calibration::Knot> knots{};
  double tail_slope = 0;
  Calibration::Evidence evidence{};

  /// Valid as long as the table. Precondition: check().
  Calibration view() const noexcept { return {knots, tail_slope, evidence}; }
};
/// What the preconditions of a Calibration ask for. Error: corrupt.
Result<void> check(const CalibrationTable& table);

}  // namespace limen
