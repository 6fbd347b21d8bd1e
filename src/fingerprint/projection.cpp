#include "fingerprint/projection.hpp"

#include "limen/simd/target.hpp"

namespace limen::fingerprint {
namespace {

#include "fingerprint/code_projection.inc"

static_assert(std::size(orientation_thresholds) == Projection::orientations);
static_assert(std::size(neighbourhood_thresholds) == Projection::neighbourhoods);

}  // namespace

const Whitening whitening{orientation_whitening, neighbourhood_whitening};

Projection project(const Prepared& finger, const Descriptors& descriptors, std::size_t i) noexcept {
  const auto& kernels = simd::active();
  const auto neighbourhood = neighbourhood_of(finger, i);
  Projection made;
  kernels.dot_i8_rows(descriptors.orientations[i].data(), orientation_projection[0].data(), orientation_size,
                      orientation_size, Projection::orientations, made.orientation.data());
  kernels.dot_i8_rows(neighbourhood.data(), neighbourhood_projection[0].data(), neighbourhood_size, neighbourhood_size,
                      Projection::neighbourhoods, made.neighbourhood.data());
  for (std::size_t k = 0; k < Projection::orientations; ++k) made.orientation[k] -= orientation_thresholds[k];
  for (std::size_t k = 0; k < Projection::neighbourhoods; ++k) made.neighbourhood[k] -= neighbourhood_thresholds[k];
  return made;
}

}  // namespace limen::fingerprint
