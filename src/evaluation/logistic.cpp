#include "logistic.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace limen::evaluation {
namespace {

struct Sums {  // trials of either side
  double mated = 0, non_mated = 0;
};

double posterior(double l) { return 1 / (1 + std::exp(-l)); }

// Of the slope, in spreads of the scores: without effect unless the scores separate.
constexpr double ridge = 1e-5;

double cost(std::span<const ScoreRun> runs, const Sums& sums, const Line& line) {
  double sum = ridge / 2 * line.slope * line.slope;
  for (const auto& run : runs) {
    const double l = line.offset + line.slope * run.score;
    const double softplus = std::max(l, 0.0) + std::log1p(std::exp(-std::abs(l)));  // log(1 + e^l)
    sum += run.mated / sums.mated * (softplus - l) + run.non_mated / sums.non_mated * softplus;
  }
  return sum;
}

}  // namespace

std::optional<Line> fit_logistic(std::span<const ScoreRun> given) {
  const auto any = [&](auto side) {
    return std::ranges::any_of(given, [&](const auto& run) { return run.*side > 0; });
  };
  if (given.size() < 2 || !any(&ScoreRun::mated) || !any(&ScoreRun::non_mated)) return std::nullopt;
  std::vector<ScoreRun> runs(given.begin(), given.end());
  Sums sums;
  double mean = 0, square = 0, n = 0;
  for (const auto& run : runs) {
    sums.mated += run.mated, sums.non_mated += run.non_mated;
    const double w = run.mated + run.non_mated;
    mean += w * run.score, square += w * run.score * run.score, n += w;
  }
  mean /= n;
  const double spread = std::sqrt(std::max(1e-12, square / n - mean * mean));
  for (auto& run : runs) run.score = (run.score - mean) / spread;  // well conditioned

  // Newton's method with halved steps where a full one does not help (the cost is convex).
  Line line;
  double now = cost(runs, sums, line);
  for (int step = 0; step < 100; ++step) {
    double g0 = 0, g1 = ridge * line.slope, h00 = 1e-12, h01 = 0, h11 = ridge;
    for (const auto& run : runs) {
      const double p = posterior(line.offset + line.slope * run.score);
      const double mated = run.mated / sums.mated, non_mated = run.non_mated / sums.non_mated;
      const double g = non_mated * p - mated * (1 - p), h = (mated + non_mated) * p * (1 - p);
      g0 += g, g1 += g * run.score;
      h00 += h, h01 += h * run.score, h11 += h * run.score * run.score;
    }
    const double det = h00 * h11 - h01 * h01;
    if (!(det > 0)) break;
    double d0 = (h11 * g0 - h01 * g1) / det, d1 = (h00 * g1 - h01 * g0) / det;
    double next = now;
    Line trial;
    for (int half = 0; half < 40; ++half, d0 /= 2, d1 /= 2) {
      trial = {line.offset - d0, line.slope - d1};
      next = cost(runs, sums, trial);
      if (next < now) break;
    }
    if (!(next < now)) break;
    line = trial;
    const bool done = now - next < 1e-14;
    now = next;
    if (done) break;
  }
  if (!(line.slope > 0)) return std::nullopt;
  return Line{line.offset - line.slope * mean / spread, line.slope / spread};
}

}  // namespace limen::evaluation
