// Error rates by their definitions: slow, obvious, and sharing no line with the library.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace reference {

struct Point {
  long long threshold;
  double fmr, fnmr;
};

constexpr long long failure = -2147483648LL;

inline Point at(const std::vector<long long>& mated, const std::vector<long long>& non_mated, long long threshold) {
  double missed = 0, false_matches = 0;
  for (const long long score : mated) missed += score == failure || score < threshold ? 1 : 0;
  for (const long long score : non_mated) false_matches += score != failure && score >= threshold ? 1 : 0;
  return {threshold, non_mated.empty() ? 0 : false_matches / static_cast<double>(non_mated.size()),
          mated.empty() ? 0 : missed / static_cast<double>(mated.size())};
}

/// The rates at every integer threshold from one below the lowest score to one above the highest; small scores only.
inline std::vector<Point> sweep(const std::vector<long long>& mated, const std::vector<long long>& non_mated) {
  long long low = 0, high = 0;
  for (const auto* side : {&mated, &non_mated})
    for (const long long score : *side) {
      if (score == failure) continue;
      low = std::min(low, score);
      high = std::max(high, score);
    }
  std::vector<Point> points;
  for (long long t = low - 1; t <= high + 1; ++t) points.push_back(at(mated, non_mated, t));
  return points;
}

inline Point at_fmr(const std::vector<Point>& points, double fmr) {
  for (const Point& point : points)
    if (point.fmr <= fmr + 1e-12) return point;
  return points.back();
}

/// FVC2000: t1 = max{t | FNMR(t) ≤ FMR(t)}, t2 = min{t | FNMR(t) ≥ FMR(t)}.
inline double eer(const std::vector<Point>& points) {
  const Point* t1 = nullptr;
  const Point* t2 = nullptr;
  for (const Point& point : points) {
    if (point.fnmr <= point.fmr) t1 = &point;
    if (point.fnmr >= point.fmr && t2 == nullptr) t2 = &point;
  }
  if (t1 == nullptr) t1 = t2;
  if (t2 == nullptr) t2 = t1;
  const Point& chosen = t1->fmr + t1->fnmr <= t2->fmr + t2->fnmr ? *t1 : *t2;
  return (chosen.fmr + chosen.fnmr) / 2;
}

inline double best_accuracy(const std::vector<long long>& mated, const std::vector<long long>& non_mated) {
  double best = 0;
  for (const Point& point : sweep(mated, non_mated)) {
    const double right =
        (1 - point.fnmr) * static_cast<double>(mated.size()) + (1 - point.fmr) * static_cast<double>(non_mated.size());
    best = std::max(best, right / static_cast<double>(mated.size() + non_mated.size()));
  }
  return best;
}

}  // namespace reference
