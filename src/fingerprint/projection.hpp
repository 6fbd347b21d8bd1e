// A minutia's surroundings on the principal components of generated prints: what its code and its search descriptor
// are made of.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "fingerprint/descriptor.hpp"

namespace limen::fingerprint {

struct Projection {
  static constexpr std::size_t orientations = 12, neighbourhoods = 100;
  std::array<std::int32_t, orientations> orientation;  ///< the largest components first; 0 is the mean
  std::array<std::int32_t, neighbourhoods> neighbourhood;
};

/// Of minutia i. Precondition: its orientations are unpacked.
Projection project(const Prepared& finger, const Descriptors& descriptors, std::size_t i) noexcept;

/// The binary code of a minutia: signs of its surroundings' projections, and its direction.
struct BinaryCode {
  std::uint64_t bits[2];
};

/// The signs of minutia i's projection, and its direction.
BinaryCode code_of(const Prepared& finger, std::size_t i, const Projection& projection) noexcept;

/// 1/(standard deviation) of each component among generated prints: what whitens a projection.
struct Whitening {
  std::array<float, Projection::orientations> orientation;
  std::array<float, Projection::neighbourhoods> neighbourhood;
};
extern const Whitening whitening;

}  // namespace limen::fingerprint
