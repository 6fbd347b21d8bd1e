// What the surroundings of a minutia look like, in its own frame.
#pragma once

#include <cstddef>

#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {

/// Ridge orientation at 80 points on five rings around the minutia, relative to its direction (after Tico & Kuosmanen
/// 2003): cosine and sine of twice the angle; 0 where the map is not valid.
inline constexpr std::size_t orientation_points = 80;
inline constexpr std::size_t orientation_size = 2 * orientation_points;
inline constexpr int orientation_scale = 127;  ///< a cosine of 1

/// The other minutiae, seen from 48 nodes on four rings (in the spirit of Jiang & Yau 2000, without bins): how many
/// are near a node, and the sums of the cosines and sines of their relative directions; all saturating.
inline constexpr std::size_t neighbourhood_nodes = 48;
inline constexpr std::size_t neighbourhood_size = 3 * neighbourhood_nodes;
inline constexpr int neighbourhood_scale = 63;  ///< one good neighbour on the node gives ⅔ of this

void describe_orientation(Prepared& finger);    ///< fills orientations and masks; needs minutiae and cells
void describe_neighbourhood(Prepared& finger);  ///< fills neighbourhoods; needs minutiae
void encode(Prepared& finger);                  ///< fills codes; needs both descriptors

}  // namespace limen::fingerprint
