// Intervals by bootstrap over subjects: comparisons of one finger are not independent.
#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "limen/evaluation/intervals.hpp"

namespace limen::evaluation {
namespace {

struct Entry {
  Score score;
  bool mated;
  std::uint32_t a, b;  // subjects; equal for a mated trial
};

struct SubjectPair {
  bool mated;
  std::uint32_t a, b;
  double trials;
};

constexpr std::size_t statistics = 2 + reported_fmr.size();  // EER, ZeroFMR, FNMR at each reported FMR

/// Everything that is the same in each replicate.
struct Experiment {
  std::vector<Entry> entries;      // by score, descending; failures left out: no threshold reaches them
  std::vector<SubjectPair> pairs;  // how many trials, failures too, each pair of subjects has
  std::size_t subjects = 0;

  Experiment(std::span<const Trial> trials, std::span<const std::uint32_t> subject) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::array<double, 2>> counts;
    for (const Trial& trial : trials) {
      const std::uint32_t a = subject[trial.probe], b = trial.mated ? a : subject[trial.reference];
      counts[std::minmax({a, b})][trial.mated] += 1;
      if (trial.score != Score::lowest()) entries.push_back({trial.score, trial.mated, a, b});
      subjects = std::max<std::size_t>({subjects, a + std::size_t{1}, b + std::size_t{1}});
    }
    std::ranges::sort(entries, std::greater{}, &Entry::score);
    for (const auto& [pair, count] : counts)
      for (const bool mated : {false, true})
        if (count[mated] > 0) pairs.push_back({mated, pair.first, pair.second, count[mated]});
  }

  bool has(bool mated) const {
    return std::ranges::any_of(pairs, [&](const SubjectPair& pair) { return pair.mated == mated; });
  }
};

using Draws = std::vector<double>;  // how often each subject was drawn

double weight(const Draws& draws, bool mated, std::uint32_t a, std::uint32_t b) {
  return mated ? draws[a] : draws[a] * draws[b];
}

// The rates of Rates with weighted trials, by lowering the threshold from above the highest score.
std::array<double, statistics> rates(const Experiment& experiment, const Draws& draws, double mated, double non_mated) {
  std::array<double, statistics> result;
  result.fill(1);  // above the highest score nothing matches
  double matched = 0, false_matched = 0;
  double fmr = 0, fnmr = 1;  // at the present threshold
  bool crossed = false;
  std::array<double, reported_fmr.size() + 1> limits{0};
  std::ranges::copy(reported_fmr, limits.begin() + 1);

  const auto& entries = experiment.entries;
  for (std::size_t i = 0; i < entries.size();) {
    const double above_fmr = fmr, above_fnmr = fnmr;
    const Score score = entries[i].score;
    for (; i < entries.size() && entries[i].score == score; ++i)
      (entries[i].mated ? matched : false_matched) += weight(draws, entries[i].mated, entries[i].a, entries[i].b);
    fmr = false_matched / non_mated;
    fnmr = 1 - matched / mated;
    bool all = true;
    for (std::size_t k = 0; k < limits.size(); ++k) {
      const bool within = fmr <= limits[k] * (1 + 1e-12);
      if (within) result[1 + k] = fnmr;
      all = all && !within;
    }
    if (!crossed && fnmr < fmr) {
      crossed = true;
      const bool lower = fmr + fnmr <= above_fmr + above_fnmr && above_fnmr != above_fmr;
      result[0] = lower ? (fmr + fnmr) / 2 : (above_fmr + above_fnmr) / 2;
    }
    if (crossed && all) return result;
  }
  if (!crossed) result[0] = (fmr + fnmr) / 2;
  return result;
}

std::array<double, statistics> replicate(const Experiment& experiment, std::uint64_t seed, std::uint64_t number) {
  std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                         static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32)};
  std::mt19937_64 random(sequence);
  for (;;) {
    Draws draws(experiment.subjects);
    for (std::size_t i = 0; i < experiment.subjects; ++i) draws[random() % experiment.subjects] += 1;
    std::array<double, 2> totals{};
    for (const SubjectPair& pair : experiment.pairs)
      totals[pair.mated] += pair.trials * weight(draws, pair.mated, pair.a, pair.b);
    if (totals[0] > 0 && totals[1] > 0) return rates(experiment, draws, totals[1], totals[0]);
  }
}

// Linear interpolation between the order statistics.
double percentile(const std::vector<double>& ascending, double p) {
  const double at = p * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t next = std::min(below + 1, ascending.size() - 1);
  return ascending[below] + (at - static_cast<double>(below)) * (ascending[next] - ascending[below]);
}

Error wrong(std::string why) { return {ErrorCode::invalid_argument, "bootstrap: " + std::move(why)}; }

}  // namespace

Result<RateIntervals> bootstrap(std::span<const Trial> trials, std::span<const std::uint32_t> subject,
                                const BootstrapOptions& options, const Work& work) {
  if (!(options.confidence > 0 && options.confidence < 1))
    return wrong("a confidence between 0 and 1 is wanted, " + std::to_string(options.confidence) + " was given");
  if (options.replicates == 0) return wrong("at least one replicate is wanted");
  for (const Trial& trial : trials)
    if (std::max(trial.probe, trial.reference) >= subject.size())
      return wrong("sample " + std::to_string(std::max(trial.probe, trial.reference)) + " has no subject (" +
                   std::to_string(subject.size()) + " are named)");
  // Subjects are numbered densely: a replicate draws among those that take part.
  std::map<std::uint32_t, std::uint32_t> dense;
  for (const Trial& trial : trials) dense[subject[trial.probe]], dense[subject[trial.reference]];
  std::uint32_t next = 0;
  for (auto& [name, number] : dense) number = next++;
  std::vector<std::uint32_t> numbered(subject.size());
  for (std::size_t i = 0; i < subject.size(); ++i)
    if (const auto found = dense.find(subject[i]); found != dense.end()) numbered[i] = found->second;

  const Experiment experiment(trials, numbered);
  if (experiment.subjects < 2) return wrong("at least two subjects are wanted");
  if (!experiment.has(true) || !experiment.has(false)) return wrong("mated and non-mated trials are wanted");

  std::vector<std::array<double, statistics>> drawn(options.replicates);
  const auto done = for_each(work, drawn.size(),
                             [&](std::size_t i, std::size_t) { drawn[i] = replicate(experiment, options.seed, i); });
  if (!done) return done.error();

  std::array<Interval, statistics> intervals;
  for (std::size_t k = 0; k < statistics; ++k) {
    std::vector<double> values;
    for (const auto& one : drawn) values.push_back(one[k]);
    std::ranges::sort(values);
    intervals[k] = {percentile(values, (1 - options.confidence) / 2), percentile(values, (1 + options.confidence) / 2)};
  }
  RateIntervals result{.eer = intervals[0], .fnmr = {}, .zero_fmr = intervals[1]};
  std::copy(intervals.begin() + 2, intervals.end(), result.fnmr.begin());
  return result;
}

}  // namespace limen::evaluation
