// What the cubic leaves of a warp: a displacement of its own for each part of the skin.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "limen/core/units.hpp"

#include "fingerprint/comparison_parameters.hpp"

namespace limen::fingerprint {

/// A displacement (px of the second finger) at nodes every 32 px of the first finger's skin, bilinear between them.
/// Without nodes it is 0 everywhere.
struct Bend {
  static constexpr int node_cells = 4;
  static constexpr float node_px = 32;
  static constexpr std::size_t most_side = comparison::max_cells / node_cells + 1;
  static constexpr std::size_t most = most_side * most_side;
  using Plane = std::array<float, most>;

  float left = 0;  // px of the first node
  float top = 0;
  int columns = 0;
  int rows = 0;
  Plane x, y;

  /// Nodes around a rectangle of cells, nothing displaced.
  void lay(float first_x, float first_y, int cell_columns, int cell_rows) noexcept;
  bool is_flat() const noexcept { return columns == 0; }
  std::size_t count() const noexcept { return static_cast<std::size_t>(columns * rows); }
  Point at(float px, float py) const noexcept;
  /// Adds the displacement of the cells' middles along a row of cells, counted from the first node, in cells.
  void add_row(int row, std::span<float> along_x, std::span<float> along_y) const noexcept;
};

/// Least squares for a bend: equations on the displacement that is lacking, and nodes held together like a membrane.
class BendSystem {
 public:
  explicit BendSystem(const Bend& bend) noexcept;
  /// n · (displacement lacking at the point) = value.
  void add(float px, float py, float nx, float ny, float weight, float value) noexcept;
  /// Moves the bend toward the solution (Gauss–Seidel).
  void relax(Bend& bend) noexcept;

 private:
  struct Node {
    float xx, xy, yy, x, y;
  };
  const Bend& bend_;
  std::array<Node, Bend::most> nodes_;
};

}  // namespace limen::fingerprint
