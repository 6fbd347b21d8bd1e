// What the surroundings of a minutia look like, in its own frame.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {

/// Ridge orientation at 80 points on five rings around the minutia, relative to its direction (after Tico & Kuosmanen
/// 2003): cos and sin of twice the angle, in 127ths; 0 where the map is not valid.
inline constexpr int orientation_points = 80;
/// Bytes of a descriptor: the points' cosines and sines.
inline constexpr std::size_t descriptor_size = 160;
/// A component at full scale.
inline constexpr int descriptor_scale = 127;

/// Fills descriptors, masks and codes of a finger whose minutiae and cells are set.
void describe(Prepared& finger);

}  // namespace limen::fingerprint
