#include "limen/evaluation/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "logistic.hpp"
#include "score_runs.hpp"
#include "wilson.hpp"

namespace limen::evaluation {
namespace {

constexpr double knots_per_decade = 4;
constexpr std::size_t enough = 30;  // false matches at the last knot: ± 30 % at 90 % confidence (rule of 30)
constexpr double confidence = 0.95;

struct NonMated {
  Score score;
  std::uint32_t a, b;  // subjects
};

/// The non-mated trials from the highest score down, and who takes part how often.
struct NonMatedTrials {
  std::vector<NonMated> sorted;
  std::vector<double> trials_of;  // of each subject, failures too
  std::size_t count = 0;          // failures too
  std::size_t subjects = 0;       // that take part

  NonMatedTrials(std::span<const Trial> trials, std::span<const std::uint32_t> subject) {
    std::uint32_t most = 0;
    for (const std::uint32_t one : subject) most = std::max(most, one);
    trials_of.resize(std::size_t{most} + 1);
    for (const Trial& trial : trials) {
      if (trial.mated) continue;
      const NonMated one{trial.score, subject[trial.probe], subject[trial.reference]};
      trials_of[one.a] += 1;
      if (one.b != one.a) trials_of[one.b] += 1;
      ++count;
      if (one.score != Score::lowest()) sorted.push_back(one);
    }
    std::ranges::sort(sorted, std::greater{}, &NonMated::score);
    subjects = static_cast<std::size_t>(std::ranges::count_if(trials_of, [](double n) { return n > 0; }));
  }
};

/// The variance of a rate by leaving out one subject after another (B. Efron, C. Stein, The jackknife estimate of
/// variance, Annals of Statistics 9, 1981).
double jackknife_variance(const NonMatedTrials& trials, const std::vector<double>& matches_of, double matches) {
  const auto n = static_cast<double>(trials.count), subjects = static_cast<double>(trials.subjects);
  double sum = 0, square = 0;
  for (std::size_t i = 0; i < matches_of.size(); ++i) {
    if (trials.trials_of[i] == 0 || trials.trials_of[i] >= n) continue;
    const double without = (matches - matches_of[i]) / (n - trials.trials_of[i]);
    sum += without, square += without * without;
  }
  return std::max(0.0, square - sum * sum / subjects) * (subjects - 1) / subjects;
}

Calibration::Knot knot(double score, double rate, double variance, double n) {
  const double independent = variance > 0 ? std::min(n, rate * (1 - rate) / variance) : n;
  const auto interval = wilson_interval(rate, std::max(1.0, independent), confidence);
  return {score, -std::log10(rate), std::min(-std::log10(interval.high), -std::log10(rate)),
          std::max(-std::log10(interval.low), -std::log10(rate))};
}

/// From the rarest rate that is supported up to 1, then turned round.
std::vector<Calibration::Knot> knots_of(const NonMatedTrials& trials) {
  std::vector<Calibration::Knot> knots;
  std::vector<double> matches_of(trials.trials_of.size());
  const auto n = static_cast<double>(trials.count);
  auto wanted = static_cast<double>(enough);
  std::size_t seen = 0;
  while (seen < trials.sorted.size()) {
    const Score score = trials.sorted[seen].score;
    for (; seen < trials.sorted.size() && trials.sorted[seen].score == score; ++seen) {
      const auto& one = trials.sorted[seen];
      matches_of[one.a] += 1;
      if (one.b != one.a) matches_of[one.b] += 1;
    }
    const auto matches = static_cast<double>(seen);
    if (matches < wanted || seen == trials.sorted.size()) continue;
    knots.push_back(knot(score.natural(), matches / n, jackknife_variance(trials, matches_of, matches), n));
    while (wanted <= matches) wanted *= std::pow(10, 1 / knots_per_decade);
  }
  if (!trials.sorted.empty()) knots.push_back({trials.sorted.back().score.natural(), 0, 0, 0});
  std::ranges::reverse(knots);
  return knots;
}

// The smallest slope to the last knot from any within a decade before it: rather too many false matches than too few.
double tail_of(const std::vector<Calibration::Knot>& knots) {
  const auto& last = knots.back();
  double slope = 1e300;
  for (std::size_t i = knots.size() - 1; i-- > 0;) {
    slope = std::min(slope, (last.minus_log10_fmr - knots[i].minus_log10_fmr) / (last.score - knots[i].score));
    if (last.minus_log10_fmr - knots[i].minus_log10_fmr >= 1) break;
  }
  return slope;
}

Error refuse(const std::string& why) { return {ErrorCode::invalid_argument, "calibrate: " + why}; }

}  // namespace

Result<FittedCalibration> calibrate(std::span<const Trial> trials, std::span<const std::uint32_t> subject) {
  FittedCalibration fitted;
  for (const Trial& trial : trials) {
    if (trial.probe >= subject.size() || trial.reference >= subject.size())
      return refuse("sample " + std::to_string(std::max(trial.probe, trial.reference)) + " has no subject");
    if (trial.mated) ++fitted.mated;
  }
  fitted.non_mated = trials.size() - fitted.mated;
  if (fitted.mated == 0 || fitted.non_mated < 100)
    return refuse(std::to_string(fitted.mated) + " mated and " + std::to_string(fitted.non_mated) +
                  " non-mated trials; at least 1 and 100 are wanted");
  const NonMatedTrials non_mated(trials, subject);
  fitted.subjects = non_mated.subjects;
  if (fitted.subjects < 3) return refuse("non-mated trials of fewer than three subjects");
  fitted.table.knots = knots_of(non_mated);
  const auto line = fit_logistic(score_runs(trials));
  if (fitted.table.knots.size() < 2 || !line)
    return refuse("the scores do not grow from non-mated to mated trials, or are all the same");
  fitted.table.tail_slope = tail_of(fitted.table.knots);
  const double reach = fitted.table.knots.back().minus_log10_fmr;
  fitted.supported_fmr = std::pow(10, -reach);
  const double least = -std::max(0.0, std::log10(static_cast<double>(fitted.mated) / 3));  // rule of 3
  fitted.table.evidence = {line->offset / std::numbers::ln10, line->slope / std::numbers::ln10, least, reach};
  const auto cost = cllr(trials, fitted.table.view());
  if (!cost) return cost.error();
  fitted.cost = *cost;
  return fitted;
}

}  // namespace limen::evaluation
