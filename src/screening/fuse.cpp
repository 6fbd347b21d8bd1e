#include "limen/screening/fuse.hpp"

#include <algorithm>
#include <cmath>

namespace limen {

namespace {

constexpr double most_decades = 30;  // nobody has measured so far: one wild extrapolation must not outweigh the rest
constexpr double ln10 = 2.302585092994045684;

/// log10 by additions, multiplications and divisions alone, so that it is the same on every machine. x > 0.
double log10_exact(double x) noexcept {
  constexpr double log10_of_2 = 0.30102999566398119521;
  int exponent = 0;
  const double mantissa = std::frexp(x, &exponent);  // exact; [0.5, 1)
  const double t = (mantissa - 1) / (mantissa + 1);  // ln m = 2 (t + t³/3 + t⁵/5 + …), |t| ≤ 1/3
  double sum = 0;
  for (int n = 41; n > 0; n -= 2) sum = sum * t * t + 1.0 / n;
  return 2 * t * sum / ln10 + exponent * log10_of_2;
}

}  // namespace

Score evidence(double minus_log10_fmr, std::size_t comparisons) noexcept {
  if (!(minus_log10_fmr > 0)) return {0};
  const auto best = Score::from(std::min(minus_log10_fmr, most_decades + 10));
  const auto chance = Score::from(log10_exact(static_cast<double>(std::max<std::size_t>(comparisons, 1))));
  return {std::clamp(best.milli - chance.milli, 0, Score::from(most_decades).milli)};
}

Score fuse(std::span<const Score> evidence) noexcept {
  std::int64_t sum = 0;
  for (const auto one : evidence) sum += one.milli;
  if (sum <= 0) return {0};
  // P(sum ≥ s) = e^−x (1 + x + x²/2! + … + x^(k−1)/(k−1)!) with x = s ln 10
  const double decades = static_cast<double>(sum) / 1000;
  const double x = decades * ln10;
  double term = 1, series = 1;
  for (std::size_t j = 1; j < evidence.size(); ++j) {
    term *= x / static_cast<double>(j);
    series += term;
  }
  return Score::from(std::max(0.0, decades - log10_exact(series)));
}

}  // namespace limen
