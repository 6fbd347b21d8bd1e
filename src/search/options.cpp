#include "limen/search/options.hpp"

#include <cmath>
#include <string>

namespace limen::search {

Result<void> check(const Options& options) {
  if (options.threshold && std::isnan(*options.threshold))
    return {ErrorCode::invalid_argument, "search: the threshold is NaN; give a score, or none"};
  if (!(options.keep > 0 && options.keep <= 1))
    return {ErrorCode::invalid_argument,
            "search: keep is " + std::to_string(options.keep) + "; give a fraction above 0 and at most 1"};
  return {};
}

Score least_score(const Options& options) noexcept {
  if (!options.threshold) return Score::lowest();
  const double milli = std::ceil(*options.threshold * 1000.0);
  if (milli >= static_cast<double>(INT32_MAX)) return {INT32_MAX};
  if (milli <= static_cast<double>(INT32_MIN)) return Score::lowest();
  return {static_cast<std::int32_t>(milli)};
}

}  // namespace limen::search
