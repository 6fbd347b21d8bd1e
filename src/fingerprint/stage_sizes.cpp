// How many references the stages hand on: a curve measured on real prints beside generated non-mates
// (docs/performance.md has the picture and the command).
#include <algorithm>
#include <array>
#include <cmath>

#include "limen/fingerprint/index.hpp"

#include "fingerprint/stage_steps.hpp"

namespace limen::fingerprint {
namespace {

/// Among N references one at a false-match rate of more than 1/N would not stand out: what it takes to be found.
double loss_of(const StageStep& step, std::size_t visible) noexcept {
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
  while (k + 2 < stage_steps.size() && loss > loss_of(stage_steps[k + 1], visible)) ++k;
  const StageStep &lower = stage_steps[k], &upper = stage_steps[k + 1];
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
