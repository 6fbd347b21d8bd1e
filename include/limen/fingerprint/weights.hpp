// The measured features of a comparison and the weights that turn them into a score.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace limen::fingerprint {

/// How two fingers were compared. Templates without a ridge map (imported minutiae records) lack the dense evidence.
enum class Method { ridge_map, minutiae_only };

/// Evidence for and against; each is one term of the log-likelihood ratio. Ridges are looked at only where the minutiae
/// do not speak against it: else, and without ridge maps, the coherence is 0.
enum class Feature : std::size_t {
  coherence,  ///< mean fourth power of the ridge coherence in 40-px windows over the overlap, 0..1; less in a small one
  pairs,      ///< number of paired minutiae, each weighted 0..1; at most 12
  pair_quality,  ///< share of the overlap's minutiae that are paired, by quality, 0..1
};
inline constexpr std::size_t feature_count = 3;

/// Stable spelling (`"pair_quality"`).
std::string_view to_string(Feature feature) noexcept;
std::string_view to_string(Method method) noexcept;

/// A linear log-likelihood ratio (natural logarithm): bias + Σ weight · feature. `neutral` is where a feature speaks
/// neither for nor against one finger; it serves explanations and does not change a score.
struct Weights {
  double bias = 0;
  std::array<double, feature_count> weight{};
  std::array<double, feature_count> neutral{};
  friend bool operator==(const Weights&, const Weights&) = default;
};

/// The shipped weights; src/fingerprint/weights.inc says from which data they were learnt.
const Weights& weights(Method method) noexcept;

}  // namespace limen::fingerprint
