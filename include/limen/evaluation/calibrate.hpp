// From trials to a calibration: what the scores of a method stand for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/core/calibration.hpp"
#include "limen/core/result.hpp"
#include "limen/evaluation/trial.hpp"

namespace limen::evaluation {

/// The cost of log-likelihood ratios (N. Brümmer, J. du Preez, Application-independent evaluation of speaker detection,
/// Computer Speech and Language 20, 2006): 0 is perfect, 1 is what one knows without any comparison, in bits.
struct Cllr {
  double value = 1;    ///< of the calibrated likelihood ratios
  double minimum = 1;  ///< of the best monotone mapping of these scores, after the fact (PAV)
  friend bool operator==(const Cllr&, const Cllr&) = default;
};

/// Failed trials say nothing: their likelihood ratio is 1. Errors: invalid_argument (no mated or no non-mated trial).
Result<Cllr> cllr(std::span<const Trial> trials, const Calibration& calibration);

struct FittedCalibration {
  CalibrationTable table;
  Cllr cost;              ///< on these very trials
  std::size_t mated = 0;  ///< trials
  std::size_t non_mated = 0;
  std::size_t subjects = 0;  ///< that took part in non-mated trials
  double supported_fmr = 1;  ///< the rate of the last knot; anything rarer is extrapolated
};

/// Four knots a decade, at scores that were seen, as far as thirty false matches (the rule of 30: ± 30 %; ten times the
/// rate to which no error at all would have spoken by the rule of 3); then a log-linear tail with the smallest slope of
/// the last decade. Bounds are 95 % Wilson intervals for as many *independent* trials as vary like these, by a
/// jackknife over subjects: the comparisons of one person depend on one another. Likelihood ratio by logistic
/// regression with equal weight of mated and non-mated trials; it never speaks for one person more than the supported
/// rate, nor against it more than the number of mated trials by the rule of 3. Failed non-mated trials are non-matches.
/// `subject[sample]` is the subject of a sample. Errors: invalid_argument (no mated trial, fewer than 100 non-mated
/// ones, a sample without subject, fewer than three subjects, scores that do not grow from non-mated to mated or are
/// all the same).
Result<FittedCalibration> calibrate(std::span<const Trial> trials, std::span<const std::uint32_t> subject);

}  // namespace limen::evaluation
