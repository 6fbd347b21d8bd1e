// What a search keeps of a finger in memory: the best minutiae, as small as the first stages need them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "limen/simd/kernels.hpp"

#include "fingerprint/prepared.hpp"
#include "fingerprint/projection.hpp"

namespace limen::fingerprint {

inline constexpr std::size_t form_minutiae = simd::vote_lanes;  ///< 32, the best by quality

/// Search descriptor: 8 whitened components of the orientations (a tenth of the squared length), 94 of the
/// neighbourhoods, and the direction.
inline constexpr std::size_t orientation_part = 8, neighbourhood_part = 94;
inline constexpr std::size_t search_descriptor_size = orientation_part + neighbourhood_part + 2;
using SearchDescriptor = std::array<std::int8_t, search_descriptor_size>;

/// Where a minutia is: px at 500 ppi, and 256ths of a turn.
struct Spot {
  std::int16_t x = 0;
  std::int16_t y = 0;
};

/// A finger that cannot be compared (fewer than comparison::min_minutiae) has count 0. Beyond `count`, codes and
/// descriptors repeat themselves, so that kernels need not ask how many there are.
struct SearchForm {
  std::size_t count = 0;
  std::array<BinaryCode, form_minutiae> codes{};
  std::array<SearchDescriptor, form_minutiae> descriptors{};
  std::array<std::int16_t, form_minutiae> sums{};  ///< of each descriptor's components
  std::array<Spot, form_minutiae> spots{};
  std::array<Turn, form_minutiae> turns{};

  explicit SearchForm(const Prepared& finger) noexcept;
};

/// A reference's search form where it stands in an Index: form_minutiae of each.
struct FormRow {
  std::size_t count;  ///< minutiae that it has
  const SearchDescriptor* descriptors;
  const Spot* spots;
  const Turn* turns;
};

/// Without the part that only a ridge map gives: as if the finger had none.
BinaryCode without_orientation(BinaryCode code) noexcept;
void drop_orientation(SearchDescriptor& descriptor) noexcept;

}  // namespace limen::fingerprint
