// Local binary patterns (Ojala, Pietikäinen & Mäenpää 2002): what the neighbourhood of each pixel looks like, whatever
// the light, counted in cells (Ahonen, Hadid & Pietikäinen 2006) at several radii (Chan, Kittler & Messer 2007).
#pragma once

#include <array>
#include <cstddef>

#include "limen/core/bytes.hpp"
#include "limen/core/image.hpp"

namespace limen::face::local_patterns {

inline constexpr std::array<int, 4> radii{1, 2, 3, 5};  // px
inline constexpr int side = 112;                        // px of the aligned face
inline constexpr int cells = 8;                         // in a row and in a column
inline constexpr int bins = 59;                         // 58 uniform patterns, and the others

inline constexpr std::size_t per_cell = radii.size() * bins;

/// The square root of each histogram, of unit length: cell row by row, then radius, then bin. A pixel counts in the
/// four cells whose middles are nearest. Precondition: grey8, side × side.
SecureVector<float> histograms(ImageView grey);

}  // namespace limen::face::local_patterns
