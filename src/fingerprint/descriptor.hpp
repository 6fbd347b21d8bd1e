// What the surroundings of a minutia look like, in its own frame.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {

/// Ridge orientation at 80 points on five rings around the minutia, relative to its direction (after Tico & Kuosmanen
/// 2003): cosine and sine of twice the angle; 0 where the map is not valid.
inline constexpr std::size_t orientation_points = 80;
inline constexpr std::size_t orientation_size = 2 * orientation_points;
inline constexpr int orientation_scale = 127;       ///< a cosine of 1
inline constexpr int orientation_levels = 15;       ///< angles that are told apart
inline constexpr float orientation_loss = 0.0145F;  ///< what rounding two angles to levels takes from a mean cosine

/// The other minutiae, seen from 48 nodes on four rings (in the spirit of Jiang & Yau 2000, without bins): how many
/// are near a node, and the sums of the cosines and sines of their relative directions; all saturating.
inline constexpr std::size_t neighbourhood_nodes = 48;
inline constexpr std::size_t neighbourhood_size = 3 * neighbourhood_nodes;
inline constexpr int neighbourhood_scale = 63;  ///< one good neighbour on the node gives ⅔ of this
inline constexpr int neighbourhood_step = 16;   ///< the numbers kept are multiples of this, −7 to 7

/// At rest a number takes 4 bits. Orientation: 0 for an invalid point, else 1 + the level of its angle; two points a
/// byte, the first in the low bits. Neighbourhood: 8 + the multiple; in byte k numbers k (low bits) and k + 72.
inline constexpr std::size_t packed_orientation_size = orientation_points / 2;
inline constexpr std::size_t packed_neighbourhood_size = neighbourhood_size / 2;

/// Which points of an orientation descriptor lie on valid cells.
struct PointMask {
  std::uint64_t bits[2];
};

/// A finger's descriptors as they are compared, one row a minutia.
struct Descriptors {
  std::array<std::array<std::int8_t, orientation_size>, comparison::max_minutiae> orientations;
  std::array<PointMask, comparison::max_minutiae> masks;
  std::array<std::array<std::int8_t, neighbourhood_size>, comparison::max_minutiae> neighbourhoods;
};
void unpack_orientations(const Prepared& finger, Descriptors& out) noexcept;
void unpack_neighbourhoods(const Prepared& finger, Descriptors& out) noexcept;

/// The numbers of minutia i before they are packed: what a search's codes and descriptors are made of, which lose twice
/// as many mates if they are made of the packed ones.
std::array<std::int8_t, neighbourhood_size> neighbourhood_of(const Prepared& finger, std::size_t i) noexcept;

/// Fills the orientations of the best `minutiae`, and zeros; needs minutiae and cells.
void describe_orientation(Prepared& finger, std::size_t minutiae);
void describe_neighbourhood(Prepared& finger);  ///< fills neighbourhoods; needs minutiae

}  // namespace limen::fingerprint
