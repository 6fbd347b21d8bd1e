#include "limen/core/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

namespace limen {
namespace {

double mix(double from, double to, double share) noexcept { return share == 0 ? from : from + (to - from) * share; }

}  // namespace

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

std::optional<Calibration::Range> Calibration::bounds(Score score) const noexcept {
  const double s = score.natural();
  if (s > knots_.back().score) return std::nullopt;
  if (s <= knots_.front().score) return Range{0, 0};
  const auto above = std::lower_bound(knots_.begin(), knots_.end(), s,
                                      [](const Knot& knot, double value) { return knot.score < value; });
  const Knot& high = *above;
  const Knot& low = *(above - 1);
  const bool first = above - 1 == knots_.begin();
  if (std::isnan(high.low + high.high) || (!first && std::isnan(low.low + low.high))) return std::nullopt;
  const double share = (s - low.score) / (high.score - low.score);
  return Range{mix(first ? 0 : low.low, high.low, share), mix(first ? 0 : low.high, high.high, share)};
}

std::optional<double> Calibration::log10_likelihood_ratio(Score score) const noexcept {
  if (!(evidence_.slope > 0)) return std::nullopt;
  if (score == Score::lowest()) return 0;
  return std::clamp(evidence_.offset + evidence_.slope * score.natural(), evidence_.least, evidence_.most);
}

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

Result<Score> Calibration::threshold(const ErrorRate& rate) const {
  const auto fmr = fmr_of(rate);
  if (!fmr) return fmr.error();
  return *fmr < 1 ? threshold(*fmr) : Score::lowest();
}

double Calibration::expected_false_candidates(Score threshold, std::size_t n) const noexcept {
  return std::pow(10, -minus_log10_fmr(threshold)) * static_cast<double>(n);
}

Result<void> check(const CalibrationTable& table) {
  const auto bad = [](const std::string& why) { return Error{ErrorCode::corrupt, "calibration: " + why}; };
  const auto& knots = table.knots;
  if (knots.size() < 2 || knots.size() > 10000)
    return bad(std::to_string(knots.size()) + " knots; 2 to 10000 are possible");
  for (std::size_t i = 0; i < knots.size(); ++i) {
    const auto& knot = knots[i];
    if (!std::isfinite(knot.score) || !std::isfinite(knot.minus_log10_fmr))
      return bad("knot " + std::to_string(i) + " is not finite");
    if (i > 0 && !(knot.score > knots[i - 1].score && knot.minus_log10_fmr > knots[i - 1].minus_log10_fmr))
      return bad("knot " + std::to_string(i) + ": score and rate do not both grow");
    if (!std::isnan(knot.low) && !std::isnan(knot.high) &&
        !(knot.low >= 0 && knot.low <= knot.minus_log10_fmr && knot.high >= knot.minus_log10_fmr))
      return bad("knot " + std::to_string(i) + " lies outside of its bounds");
  }
  if (knots.front().minus_log10_fmr != 0) return bad("the first knot has to stand for a rate of 1");
  if (!(table.tail_slope > 0) || !std::isfinite(table.tail_slope)) return bad("the tail does not grow");
  const auto& e = table.evidence;
  if (!(e.slope >= 0 && std::isfinite(e.slope) && std::isfinite(e.offset) && std::isfinite(e.least) &&
        std::isfinite(e.most) && e.least <= e.most))
    return bad("the likelihood ratio does not grow with the score");
  return {};
}

}  // namespace limen
