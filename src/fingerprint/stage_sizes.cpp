// How many references the stages hand on: a curve measured on real prints beside generated non-mates
// (docs/performance.md has the picture and the command).
#include <algorithm>
#include <array>
#include <cmath>

#include "limen/fingerprint/index.hpp"

namespace limen::fingerprint {
namespace {

/// Shares of the visible references that the stages hand on, and what they lose, one after the other, of the mates that
/// the full comparison accepts at a false-match rate of 1e-4, 1e-5 and 1e-6 (benchmarks/tools/fingerprint_survival.cpp:
/// seven sets, 3 892 searches, 50 000 generated fingers).
struct Step {
  double described, aligned, compared;
  std::array<double, 3> loss;
};
constexpr std::array steps{
    Step{0.5, 0.1, 0.00200, {0.0013, 0.0008, 0.0008}},       Step{0.3, 0.05, 0.00100, {0.0018, 0.0013, 0.0013}},
    Step{0.06, 0.008, 0.00030, {0.0041, 0.0023, 0.0024}},    Step{0.03, 0.003, 0.00010, {0.0057, 0.0034, 0.0031}},
    Step{0.015, 0.001, 0.00006, {0.0072, 0.0047, 0.0045}},   Step{0.015, 0.001, 0.00004, {0.0080, 0.0054, 0.0052}},
    Step{0.0075, 0.0005, 0.00004, {0.0105, 0.0080, 0.0079}}, Step{0.005, 0.0003, 0.00002, {0.0118, 0.0093, 0.0092}},
};

/// Among N references one at a false-match rate of more than 1/N would not stand out: what it takes to be found.
double loss_of(const Step& step, std::size_t visible) noexcept {
  const double exponent = std::clamp(std::log10(static_cast<double>(std::max<std::size_t>(visible, 1))) - 4, 0.0, 2.0);
  const auto lower = std::min<std::size_t>(static_cast<std::size_t>(exponent), 1);
  return step.loss[lower] + (exponent - static_cast<double>(lower)) * (step.loss[lower + 1] - step.loss[lower]);
}

/// Enough whatever the share gives: a few visible references are compared in full.
constexpr StageSizes least{4096, 512, 32};

double between(double at, double from, double to) noexcept { return from * std::pow(to / from, at); }

}  // namespace

StageSizes stage_sizes(std::size_t visible, double loss, Profile profile) noexcept {
  if (profile == Profile::exhaustive) return {visible, visible, visible};
  std::size_t k = 0;
  while (k + 2 < steps.size() && loss > loss_of(steps[k + 1], visible)) ++k;
  const Step &lower = steps[k], &upper = steps[k + 1];
  const double from_loss = loss_of(lower, visible), to_loss = loss_of(upper, visible);
  const double at = to_loss > from_loss ? std::clamp((loss - from_loss) / (to_loss - from_loss), 0.0, 1.0) : 0;
  const auto size = [&](double from, double to, std::size_t enough) {
    const double share = between(at, from, to) * static_cast<double>(visible);
    return std::min(visible, std::max(enough, static_cast<std::size_t>(std::ceil(share))));
  };
  StageSizes sizes{size(lower.described, upper.described, least.described),
                   size(lower.aligned, upper.aligned, least.aligned),
                   size(lower.compared, upper.compared, least.compared)};
  if (profile == Profile::safe) sizes.described = visible;
  return sizes;
}

}  // namespace limen::fingerprint
