// Error rates of a set of comparison trials (ISO/IEC 19795-1): FMR, FNMR and what is read from them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/evaluation/trial.hpp"

namespace limen::evaluation {

/// The rates at one threshold: a comparison is a match when its score is at least the threshold.
struct OperatingPoint {
  Score threshold{};
  double fmr = 0;   ///< false matches / non-mated trials
  double fnmr = 0;  ///< false non-matches / mated trials; failures are among them
  friend bool operator==(const OperatingPoint&, const OperatingPoint&) = default;
};

/// The best share of right decisions over all thresholds, mated and non-mated trials together.
struct Accuracy {
  double value = 0;
  Score threshold{};  ///< the lowest threshold that reaches it
  friend bool operator==(const Accuracy&, const Accuracy&) = default;
};

/// Mated and non-mated scores, sorted once; then every question costs a binary search. Immutable, safe to share.
/// With no mated (non-mated) trial the FNMR (FMR) is 0.
class Rates {
 public:
  explicit Rates(std::span<const Trial> trials);
  Rates(std::vector<Score> mated, std::vector<Score> non_mated);

  std::size_t mated() const noexcept { return mated_.size(); }
  std::size_t non_mated() const noexcept { return non_mated_.size(); }
  std::size_t failures() const noexcept;  ///< trials with Score::lowest()

  double fmr(Score threshold) const noexcept;
  double fnmr(Score threshold) const noexcept;
  OperatingPoint at(Score threshold) const noexcept;

  /// The lowest threshold whose FMR is at most `fmr`, and the rates there. With fewer than 1/fmr non-mated trials this
  /// is the threshold without any false match. Errors: invalid_argument (fmr is NaN or outside [0, 1]).
  Result<OperatingPoint> at_fmr(double fmr) const;
  /// ZeroFMR: the FNMR at the lowest threshold without a false match.
  OperatingPoint zero_fmr() const noexcept;

  /// Equal error rate as in FVC2000: t1 is the highest threshold with FNMR ≤ FMR, t2 the lowest with FNMR ≥ FMR; of the
  /// two the one with the smaller FMR + FNMR is taken, and the EER is the mean of its FMR and FNMR.
  double eer() const noexcept { return (eer_point().fmr + eer_point().fnmr) / 2; }
  OperatingPoint eer_point() const noexcept;

  Accuracy best_accuracy() const noexcept;

  /// Points of the detection error trade-off curve, one for each distinct threshold from low to high; when there are
  /// more than `limit`, that many, spread evenly over the logarithm of the FMR. Errors: invalid_argument (limit < 2).
  Result<std::vector<OperatingPoint>> det(std::size_t limit = 1000) const;

 private:
  std::vector<Score> thresholds() const;  // every distinct score above lowest(), and one above all of them; ascending
  std::vector<Score> mated_, non_mated_;  // ascending
};

}  // namespace limen::evaluation
