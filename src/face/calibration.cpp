#include "limen/face/calibration.hpp"

#include <algorithm>
#include <cmath>

namespace limen::face {
namespace {

double interpolate(double x, double x0, double x1, double y0, double y1) noexcept {
  return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
}

}  // namespace

double Calibration::minus_log10_fmr(Score score) const noexcept {
  const double cosine = score.natural();
  const auto& first = knots_.front();
  const auto& last = knots_.back();
  if (cosine <= first.score) return 0;
  if (cosine >= last.score) return last.minus_log10_fmr + slope_ * (cosine - last.score);
  const auto above = std::find_if(knots_.begin(), knots_.end(), [&](const Knot& k) { return k.score > cosine; });
  const auto below = above - 1;
  return interpolate(cosine, below->score, above->score, below->minus_log10_fmr, above->minus_log10_fmr);
}

bool Calibration::extrapolated(Score score) const noexcept { return score.natural() > knots_.back().score; }

Score Calibration::threshold(double fmr) const noexcept {
  if (!(fmr > 0 && fmr < 1)) return {INT32_MAX};
  const double wanted = -std::log10(fmr);
  // From an estimate to the exact integer: the function is monotone, and a thousandth is coarse.
  const auto& last = knots_.back();
  double cosine = last.score + (wanted - last.minus_log10_fmr) / slope_;
  if (wanted < last.minus_log10_fmr) {
    const auto above =
        std::find_if(knots_.begin(), knots_.end(), [&](const Knot& k) { return k.minus_log10_fmr > wanted; });
    const auto below = above - 1;
    cosine = interpolate(wanted, below->minus_log10_fmr, above->minus_log10_fmr, below->score, above->score);
  }
  auto score = Score::from(cosine);
  if (score.milli == INT32_MAX) return score;
  while (minus_log10_fmr(score) < wanted) ++score.milli;
  while (minus_log10_fmr({score.milli - 1}) >= wanted) --score.milli;
  return score;
}

}  // namespace limen::face
