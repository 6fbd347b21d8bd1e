// The measured features of a comparison and the weights that turn them into a score.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace limen::fingerprint {

/// How two fingers were compared. Templates without a ridge map (imported minutiae records) lack the dense evidence.
enum class Method { ridge_map, minutiae_only };

/// Evidence for and against; each is one term of the log-likelihood ratio. Append only: feature dumps name them.
enum class Feature : std::size_t {
  coherence,        ///< mean ridge coherence in 40-px windows over the overlap, 0..1
  coherence_small,  ///< the same in 24-px windows
  registration,     ///< the same with its sign: how well the phases agree, −1..1
  pairs,            ///< weighted number of paired minutiae, at most 12
  pair_quality,     ///< share of the overlap's minutiae, by quality, that are paired
  pair_fraction,    ///< share of the overlap's minutiae that are paired
  overlap,          ///< common area in units of 1 cm² (38 750 px² at 500 ppi), at most 1
  distortion,       ///< mean strain of the warp over the overlap
};
inline constexpr std::size_t feature_count = 8;

/// Stable spelling (`"coherence_small"`).
std::string_view to_string(Feature feature) noexcept;
std::string_view to_string(Method method) noexcept;

/// A linear log-likelihood ratio (natural logarithm): bias + Σ weight · feature.
struct Weights {
  double bias = 0;
  std::array<double, feature_count> weight{};
  friend bool operator==(const Weights&, const Weights&) = default;
};

/// The shipped weights; src/fingerprint/weights.inc says from which data they were learnt.
const Weights& weights(Method method) noexcept;

}  // namespace limen::fingerprint
