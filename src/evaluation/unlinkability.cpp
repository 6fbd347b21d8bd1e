#include "limen/evaluation/unlinkability.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <string>

namespace limen::evaluation {
namespace {

constexpr std::size_t least_trials = 20;

struct Entry {
  Score score;
  bool mated;
};

/// Trials in each bin, by class.
struct Counts {
  std::vector<double> mated, non_mated;
  explicit Counts(std::size_t bins) : mated(bins), non_mated(bins) {}
};

/// First entry of each bin, and the end. A bin is closed when it has its share of both classes' total weight, never
/// between equal scores.
std::vector<std::size_t> cut(const std::vector<Entry>& entries, std::size_t bins, double mated, double non_mated) {
  std::vector<std::size_t> first{0};
  double weight = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    weight += entries[i].mated ? 1 / mated : 1 / non_mated;
    const double wanted = 2 * static_cast<double>(first.size()) / static_cast<double>(bins);
    const bool last = i + 1 == entries.size();
    if (!last && entries[i].score == entries[i + 1].score) continue;
    if (last)
      first.push_back(entries.size());
    else if (weight > wanted - 1e-9)
      first.push_back(i + 1);
  }
  return first;
}

/// D↔ of one bin: 2·LRω/(1 + LRω) − 1 where LRω > 1, else 0.
double local(double mated_share, double non_mated_share, double prior_ratio) {
  const double a = prior_ratio * mated_share;
  return a > non_mated_share ? (a - non_mated_share) / (a + non_mated_share) : 0;
}

double system(const Counts& counts, double prior_ratio) {
  const double mated = std::accumulate(counts.mated.begin(), counts.mated.end(), 0.0);
  const double non_mated = std::accumulate(counts.non_mated.begin(), counts.non_mated.end(), 0.0);
  double sum = 0;
  for (std::size_t b = 0; b < counts.mated.size(); ++b)
    sum += local(counts.mated[b] / mated, counts.non_mated[b] / non_mated, prior_ratio) * counts.mated[b] / mated;
  return sum;
}

std::mt19937_64 generator(std::uint64_t seed, std::uint64_t kind, std::uint64_t number) {
  std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                         static_cast<std::uint32_t>(kind), static_cast<std::uint32_t>(number)};
  return std::mt19937_64(sequence);
}

/// The labels dealt out anew: as many mated trials, anywhere.
Counts permuted(const std::vector<std::uint32_t>& bin_of, std::size_t mated, std::size_t bins, std::mt19937_64 random) {
  Counts counts(bins);
  std::size_t left = mated;
  for (std::size_t i = 0; i < bin_of.size(); ++i) {
    const bool taken = random() % (bin_of.size() - i) < left;
    (taken ? counts.mated : counts.non_mated)[bin_of[i]] += 1;
    if (taken) --left;
  }
  return counts;
}

Counts drawn(const std::vector<std::uint32_t>& mated, const std::vector<std::uint32_t>& non_mated, std::size_t bins,
             std::mt19937_64 random) {
  Counts counts(bins);
  for (std::size_t i = 0; i < mated.size(); ++i) counts.mated[mated[random() % mated.size()]] += 1;
  for (std::size_t i = 0; i < non_mated.size(); ++i) counts.non_mated[non_mated[random() % non_mated.size()]] += 1;
  return counts;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Error wrong(std::string why) { return {ErrorCode::invalid_argument, "unlinkability: " + std::move(why)}; }

}  // namespace

Result<Unlinkability> unlinkability(std::span<const Score> mated, std::span<const Score> non_mated,
                                    const UnlinkabilityOptions& options, const Work& work) {
  if (std::min(mated.size(), non_mated.size()) < least_trials)
    return wrong("at least 20 mated and 20 non-mated trials are wanted, " + std::to_string(mated.size()) + " and " +
                 std::to_string(non_mated.size()) + " were given");
  if (!(options.prior_ratio > 0) || !std::isfinite(options.prior_ratio))
    return wrong("the prior ratio is a positive number");
  if (!(options.confidence > 0 && options.confidence < 1)) return wrong("the confidence lies between 0 and 1");
  if (options.bins < 2 || options.replicates == 0) return wrong("two bins and one replicate are the least");

  std::vector<Entry> entries;
  entries.reserve(mated.size() + non_mated.size());
  for (const auto score : mated) entries.push_back({score, true});
  for (const auto score : non_mated) entries.push_back({score, false});
  std::ranges::sort(entries, {}, &Entry::score);
  const auto few = std::min(mated.size(), non_mated.size()) / least_trials;
  const auto wanted = std::clamp<std::size_t>(2 * (std::min(options.bins, few) / 2), 2, options.bins);
  const auto first = cut(entries, wanted, static_cast<double>(mated.size()), static_cast<double>(non_mated.size()));
  const auto bins = first.size() - 1;

  Counts counts(bins);
  std::vector<std::uint32_t> bin_of, bin_of_mated, bin_of_non_mated;
  for (std::size_t b = 0; b < bins; ++b)
    for (std::size_t i = first[b]; i < first[b + 1]; ++i) {
      bin_of.push_back(static_cast<std::uint32_t>(b));
      (entries[i].mated ? bin_of_mated : bin_of_non_mated).push_back(static_cast<std::uint32_t>(b));
      (entries[i].mated ? counts.mated : counts.non_mated)[b] += 1;
    }

  Unlinkability result;
  result.mated = mated.size();
  result.non_mated = non_mated.size();
  result.raw = system(counts, options.prior_ratio);
  for (std::size_t b = 0; b < bins; ++b) {
    const double a = counts.mated[b] / static_cast<double>(mated.size());
    const double n = counts.non_mated[b] / static_cast<double>(non_mated.size());
    const auto high = b + 1 < bins ? entries[first[b + 1]].score : Score{entries.back().score.milli + 1};
    result.local.push_back({entries[first[b]].score, high, local(a, n, options.prior_ratio), a, n});
  }

  std::vector<double> null(options.replicates), boot(options.replicates);
  const auto done = for_each(work, options.replicates, [&](std::size_t i, std::size_t) {
    null[i] = system(permuted(bin_of, mated.size(), bins, generator(options.seed, 0, i)), options.prior_ratio);
    boot[i] = system(drawn(bin_of_mated, bin_of_non_mated, bins, generator(options.seed, 1, i)), options.prior_ratio);
  });
  if (!done) return done.error();
  result.bias = mean(null);
  const auto corrected = [&](double raw) {
    return result.bias < 1 ? std::clamp((raw - result.bias) / (1 - result.bias), 0.0, 1.0) : 0.0;
  };
  result.system = corrected(result.raw);
  const double shift = result.raw - mean(boot);  // resampling adds a bias of its own
  std::ranges::sort(boot);
  const auto percentile = [&](double p) {
    return corrected(boot[static_cast<std::size_t>(p * static_cast<double>(boot.size() - 1) + 0.5)] + shift);
  };
  result.interval = {percentile((1 - options.confidence) / 2), percentile((1 + options.confidence) / 2)};
  return result;
}

}  // namespace limen::evaluation
