// A finger as the comparator reads it; the same for probes and references.
#pragma once

#include <cstdint>

#include "limen/core/bytes.hpp"
#include "limen/fingerprint/template.hpp"

#include "fingerprint/angle.hpp"
#include "fingerprint/comparison_parameters.hpp"

namespace limen::fingerprint {

struct Prepared {
  FingerPosition position = FingerPosition::unknown;
  bool has_map = false;

  // Minutiae, best first, as parallel arrays
  int count = 0;
  SecureVector<float> x, y, quality;          // px, px, 0..1
  SecureVector<Turn> turn;                    // direction
  SecureVector<std::uint8_t> source;          // index in the template
  SecureVector<std::uint8_t> orientations;    // count × packed_orientation_size
  SecureVector<std::uint8_t> neighbourhoods;  // count × packed_neighbourhood_size
  SecureVector<float> neighbourhood_norms;    // 1/length, 0 for an empty one

  // Ridge map, cut to the rectangle of its valid cells. Without one the cells near minutiae are valid, and say no more.
  int columns = 0;
  int rows = 0;
  float left = 0;  // px of the first cell's edge
  float top = 0;
  int valid_cells = 0;
  SecureVector<RidgeCell> cells;

  /// What it is made for: the full comparison, or search forms (no neighbourhoods, orientations of the best only).
  enum class For : std::uint8_t { comparison, forms };
  explicit Prepared(const Template& finger, For use = For::comparison);
  std::size_t bytes() const noexcept;

  const RidgeCell& cell(int column, int row) const noexcept {
    return cells[static_cast<std::size_t>(row * columns + column)];
  }
  /// Index of the cell that holds the point (px), −1 if there is none or it is not valid.
  int valid_cell_at(float px, float py) const noexcept {
    const float c = (px - left) * 0.125F;
    const float r = (py - top) * 0.125F;
    if (!(c >= 0 && r >= 0 && c < static_cast<float>(columns) && r < static_cast<float>(rows))) return -1;
    const int index = static_cast<int>(r) * columns + static_cast<int>(c);
    return cells[static_cast<std::size_t>(index)].valid() ? index : -1;
  }
};

/// A strict order on contents: the finger with less ridge area is warped onto the other. Makes scores symmetric.
bool is_first(const Prepared& a, const Prepared& b) noexcept;

}  // namespace limen::fingerprint
