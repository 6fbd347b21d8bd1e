#include "limen/core/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace limen {

double Calibration::minus_log10_fmr(Score score) const noexcept {
  const double s = score.natural();
  if (s <= knots_.front().score) return 0;
  if (s >= knots_.back().score) return knots_.back().minus_log10_fmr + slope_ * (s - knots_.back().score);
  const auto above = std::upper_bound(knots_.begin(), knots_.end(), s,
                                      [](double value, const Knot& knot) { return value < knot.score; });
  const Knot& high = *above;
  const Knot& low = *(above - 1);
  return low.minus_log10_fmr +
         (high.minus_log10_fmr - low.minus_log10_fmr) * (s - low.score) / (high.score - low.score);
}

bool Calibration::extrapolated(Score score) const noexcept { return score.natural() > knots_.back().score; }

Score Calibration::threshold(double fmr) const noexcept {
  if (!(fmr > 0 && fmr < 1)) return {INT32_MAX};
  const double wanted = -std::log10(fmr);
  // Bisection over the integers: minus_log10_fmr is the one definition, and grows with the score.
  std::int64_t fails = INT32_MIN, passes = INT32_MAX;
  while (passes - fails > 1) {
    const std::int64_t middle = fails + (passes - fails) / 2;
    (minus_log10_fmr({static_cast<std::int32_t>(middle)}) >= wanted ? passes : fails) = middle;
  }
  return {static_cast<std::int32_t>(passes)};
}

}  // namespace limen
