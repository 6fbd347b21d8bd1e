// Wilson's score interval of a proportion.
#include "wilson.hpp"

#include <cmath>
#include <string>

namespace limen::evaluation {
namespace {

// The z with P(|Z| ≤ z) = confidence for a standard normal Z, by bisection of erf.
double two_sided_quantile(double confidence) {
  double low = 0, high = 40;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (std::erf(middle / std::sqrt(2.0)) < confidence ? low : high) = middle;
  }
  return low;
}

}  // namespace

// E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
Interval wilson_interval(double share, double trials, double confidence) noexcept {
  const double z = two_sided_quantile(confidence);
  const double scale = 1 + z * z / trials;
  const double centre = (share + z * z / (2 * trials)) / scale;
  const double half = z * std::sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / scale;
  return {share == 0 ? 0 : centre - half, share == 1 ? 1 : centre + half};
}

Result<Interval> wilson(std::size_t errors, std::size_t n, double confidence) {
  if (n == 0 || errors > n)
    return {ErrorCode::invalid_argument,
            "wilson: " + std::to_string(errors) + " errors in " + std::to_string(n) + " trials"};
  if (!(confidence > 0 && confidence < 1))
    return {ErrorCode::invalid_argument,
            "wilson: a confidence between 0 and 1 is wanted, " + std::to_string(confidence) + " was given"};
  const auto count = static_cast<double>(n);
  return wilson_interval(static_cast<double>(errors) / count, count, confidence);
}

}  // namespace limen::evaluation
