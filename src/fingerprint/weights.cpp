#include "limen/fingerprint/weights.hpp"

#include "limen/fingerprint/calibration.hpp"

namespace limen::fingerprint {
namespace {

#include "fingerprint/weights.inc"

constexpr std::array<std::string_view, feature_count> names{"coherence", "pairs", "pair_quality"};

}  // namespace

std::string_view to_string(Feature feature) noexcept {
  const auto index = static_cast<std::size_t>(feature);
  return index < names.size() ? names[index] : "unknown";
}

std::string_view to_string(Method method) noexcept {
  return method == Method::ridge_map ? "ridge_map" : "minutiae_only";
}

const Weights& weights(Method method) noexcept {
  return method == Method::ridge_map ? ridge_map_weights : minutiae_only_weights;
}

const Calibration& calibration(Method method) noexcept {
  return method == Method::ridge_map ? ridge_map_calibration : minutiae_only_calibration;
}

}  // namespace limen::fingerprint
