// How many references the stages hand on: a curve measured on real prints beside generated non-mates
// (docs/performance.md has the picture and the command).
#include <algorithm>
#include <array>
#include <cmath>

#include "limen/fingerprint/index.hpp"

namespace limen::fingerprint {
namespace {

/// Shares of the visible references at which the whole loses so much.
struct Step {
  double loss;
  double described, aligned, compared;
};
constexpr std::array steps{
    Step{0.0015, 0.30, 0.05, 0.01},       Step{0.0026, 0.10, 0.015, 0.002}, Step{0.003, 0.04, 0.004, 0.001},
    Step{0.005, 0.04, 0.004, 0.0005},     Step{0.007, 0.02, 0.002, 0.0002}, Step{0.01, 0.01, 0.001, 0.0001},
    Step{0.0125, 0.005, 0.0005, 0.00005},
};

/// Enough whatever the share gives: a few visible references are compared in full.
constexpr StageSizes least{4096, 1024, 64};

double between(double at, double from, double to) noexcept { return from * std::pow(to / from, at); }

}  // namespace

StageSizes stage_sizes(std::size_t visible, double loss, Profile profile) noexcept {
  if (profile == Profile::exhaustive) return {visible, visible, visible};
  std::size_t k = 0;
  while (k + 2 < steps.size() && loss > steps[k + 1].loss) ++k;
  const Step &lower = steps[k], &upper = steps[k + 1];
  const double at = std::clamp(std::log(loss / lower.loss) / std::log(upper.loss / lower.loss), 0.0, 1.0);
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
