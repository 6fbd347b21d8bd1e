#include "limen/evaluation/rates.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace limen::evaluation {
namespace {

double share(std::size_t part, std::size_t whole) noexcept {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::size_t below(const std::vector<Score>& ascending, Score threshold) noexcept {
  return static_cast<std::size_t>(std::ranges::lower_bound(ascending, threshold) - ascending.begin());
}

// The next threshold above a score: scores are integers. Nothing is above the highest integer.
Score above(Score score) noexcept { return {score.milli == INT32_MAX ? INT32_MAX : score.milli + 1}; }

}  // namespace

Rates::Rates(std::vector<Score> mated, std::vector<Score> non_mated)
    : mated_(std::move(mated)), non_mated_(std::move(non_mated)) {
  std::ranges::sort(mated_);
  std::ranges::sort(non_mated_);
}

Rates::Rates(std::span<const Trial> trials) {
  for (const Trial& trial : trials) (trial.mated ? mated_ : non_mated_).push_back(trial.score);
  std::ranges::sort(mated_);
  std::ranges::sort(non_mated_);
}

std::size_t Rates::failures() const noexcept {
  const Score first = above(Score::lowest());
  return below(mated_, first) + below(non_mated_, first);
}

double Rates::fmr(Score threshold) const noexcept {
  threshold = std::max(threshold, above(Score::lowest()));  // a failure is a non-match at every threshold
  return share(non_mated_.size() - below(non_mated_, threshold), non_mated_.size());
}

double Rates::fnmr(Score threshold) const noexcept {
  threshold = std::max(threshold, above(Score::lowest()));
  return share(below(mated_, threshold), mated_.size());
}

OperatingPoint Rates::at(Score threshold) const noexcept { return {threshold, fmr(threshold), fnmr(threshold)}; }

Result<OperatingPoint> Rates::at_fmr(double fmr) const {
  if (!(fmr >= 0 && fmr <= 1))
    return {ErrorCode::invalid_argument, "fmr: a rate from 0 to 1 is wanted, " + std::to_string(fmr) + " was given"};
  // A product such as 1e-3 * 3000 may fall just below the integer it stands for.
  const auto allowed = static_cast<std::size_t>(std::floor(fmr * static_cast<double>(non_mated_.size()) * (1 + 1e-12)));
  const Score threshold =
      allowed >= non_mated_.size() ? above(Score::lowest()) : above(non_mated_[non_mated_.size() - 1 - allowed]);
  return at(threshold);
}

OperatingPoint Rates::zero_fmr() const noexcept {
  return at(above(non_mated_.empty() ? Score::lowest() : non_mated_.back()));
}

std::vector<Score> Rates::thresholds() const {
  std::vector<Score> all(mated_.size() + non_mated_.size());
  std::ranges::merge(mated_, non_mated_, all.begin());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (!all.empty() && all.front() == Score::lowest()) all.erase(all.begin());
  all.push_back(above(all.empty() ? Score::lowest() : all.back()));
  return all;
}

OperatingPoint Rates::eer_point() const noexcept {
  // FNMR rises and FMR falls with the threshold: bisect for the first integer threshold with FNMR ≥ FMR (t2).
  std::int64_t low = INT32_MIN + std::int64_t{1}, high = INT32_MAX;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    const Score t{static_cast<std::int32_t>(middle)};
    if (fnmr(t) >= fmr(t)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  const OperatingPoint t2 = at({static_cast<std::int32_t>(low)});
  if (t2.fnmr <= t2.fmr || low == INT32_MIN + std::int64_t{1}) return t2;
  const OperatingPoint t1 = at({static_cast<std::int32_t>(low - 1)});  // the last one with FNMR < FMR
  return t1.fmr + t1.fnmr <= t2.fmr + t2.fnmr ? t1 : t2;
}

Accuracy Rates::best_accuracy() const noexcept {
  // Right decisions when everything matches; raising the threshold past a score turns that trial's decision.
  const Score first = above(Score::lowest());
  std::size_t m = below(mated_, first), n = below(non_mated_, first);
  const std::size_t total = mated_.size() + non_mated_.size();
  std::size_t best = mated_.size() - m + n;
  Score threshold = first;
  while (m < mated_.size() || n < non_mated_.size()) {
    const Score score =
        n == non_mated_.size() || (m < mated_.size() && mated_[m] < non_mated_[n]) ? mated_[m] : non_mated_[n];
    while (m < mated_.size() && mated_[m] == score) ++m;
    while (n < non_mated_.size() && non_mated_[n] == score) ++n;
    const std::size_t right = mated_.size() - m + n;
    if (right > best) best = right, threshold = above(score);
  }
  return {share(best, total), threshold};
}

Result<std::vector<OperatingPoint>> Rates::det(std::size_t limit) const {
  if (limit < 2)
    return {ErrorCode::invalid_argument, "det: at least 2 points are wanted, limit is " + std::to_string(limit)};
  const std::vector<Score> all = thresholds();
  std::vector<OperatingPoint> points;
  if (all.size() <= limit) {
    for (const Score threshold : all) points.push_back(at(threshold));
    return points;
  }
  // From FMR 1 down to one false match in equal steps of log FMR; the end point has none.
  const double decades = std::log10(std::max<double>(2, static_cast<double>(non_mated_.size())));
  for (std::size_t i = 0; i + 1 < limit; ++i) {
    const double fmr = std::pow(10.0, -decades * static_cast<double>(i) / static_cast<double>(limit - 1));
    const OperatingPoint point = *at_fmr(fmr);
    if (points.empty() || points.back().threshold != point.threshold) points.push_back(point);
  }
  if (const OperatingPoint last = zero_fmr(); points.back().threshold != last.threshold) points.push_back(last);
  return points;
}

}  // namespace limen::evaluation
