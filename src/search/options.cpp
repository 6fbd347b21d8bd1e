#include "limen/search/options.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace limen::search {

Result<void> check(const Options& options) {
  if (options.threshold && std::isnan(*options.threshold))
    return {ErrorCode::invalid_argument, "search: the threshold is NaN; give a score, or none"};
  if (!options.rate) return {};
  if (options.threshold)
    return {ErrorCode::invalid_argument, "search: a threshold and a rate are given; one follows from the other"};
  if (options.calibration == nullptr)
    return {ErrorCode::invalid_argument, "search: a rate is given without the calibration that makes it a threshold"};
  auto rate = *options.rate;
  if (rate.n == 0) rate.n = 1;  // the visible references, later
  const auto fmr = fmr_of(rate);
  if (!fmr) return fmr.error();
  return {};
}

Score least_score(const Options& options, std::size_t visible) noexcept {
  if (options.rate) {
    auto rate = *options.rate;
    if (rate.n == 0) rate.n = std::max<std::size_t>(visible, 1);
    const double fmr = rate.fmr > 0 ? rate.fmr : rate.fpir / static_cast<double>(rate.n);
    return fmr < 1 ? options.calibration->threshold(fmr) : Score::lowest();
  }
  if (!options.threshold) return Score::lowest();
  const double milli = std::ceil(*options.threshold * 1000.0);
  if (milli >= static_cast<double>(INT32_MAX)) return {INT32_MAX};
  if (milli <= static_cast<double>(INT32_MIN)) return Score::lowest();
  return {static_cast<std::int32_t>(milli)};
}

std::optional<double> expected_false_candidates(const Options& options, std::size_t visible) noexcept {
  if (options.calibration == nullptr || (!options.threshold && !options.rate)) return std::nullopt;
  return options.calibration->expected_false_candidates(least_score(options, visible), visible);
}

}  // namespace limen::search
