#include "fingerprint/bend.hpp"

namespace limen::fingerprint {
namespace {

/// The upper left of the four nodes around a point, and how far the point is from it, in node distances.
struct Place {
  std::size_t at;
  float fx, fy;

  Place(const Bend& bend, float px, float py) noexcept {
    const float u = std::clamp((px - bend.left) / Bend::node_px, 0.0F, static_cast<float>(bend.columns - 1));
    const float v = std::clamp((py - bend.top) / Bend::node_px, 0.0F, static_cast<float>(bend.rows - 1));
    const int c = std::min(static_cast<int>(u), bend.columns - 2);
    const int r = std::min(static_cast<int>(v), bend.rows - 2);
    at = static_cast<std::size_t>(r * bend.columns + c);
    fx = u - static_cast<float>(c);
    fy = v - static_cast<float>(r);
  }
};

}  // namespace

void Bend::lay(float first_x, float first_y, int cell_columns, int cell_rows) noexcept {
  left = first_x;
  top = first_y;
  columns = (cell_columns + node_cells - 1) / node_cells + 1;
  rows = (cell_rows + node_cells - 1) / node_cells + 1;
  std::fill_n(x.begin(), count(), 0.0F);
  std::fill_n(y.begin(), count(), 0.0F);
}

Point Bend::at(float px, float py) const noexcept {
  if (is_flat()) return {};
  const Place p(*this, px, py);
  const auto value = [&](const Plane& plane) {
    const float* upper = plane.data() + p.at;
    const float* lower = upper + columns;
    const float above = upper[0] + p.fx * (upper[1] - upper[0]);
    const float below = lower[0] + p.fx * (lower[1] - lower[0]);
    return above + p.fy * (below - above);
  };
  return {value(x), value(y)};
}

void Bend::add_row(int row, std::span<float> along_x, std::span<float> along_y) const noexcept {
  constexpr float cell = 0.125F;
  const float fy = (static_cast<float>(row % node_cells) + 0.5F) / node_cells;
  const auto add = [&](const Plane& plane, std::span<float> out) {
    const float* upper = plane.data() + (row / node_cells) * columns;
    const float* lower = upper + columns;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::size_t c = i / node_cells;
      const float fx = (static_cast<float>(i % node_cells) + 0.5F) / node_cells;
      const float here = upper[c] + fy * (lower[c] - upper[c]);
      const float next = upper[c + 1] + fy * (lower[c + 1] - upper[c + 1]);
      out[i] += cell * (here + fx * (next - here));
    }
  };
  add(x, along_x);
  add(y, along_y);
}

BendSystem::BendSystem(const Bend& bend) noexcept : bend_(bend) { std::fill_n(nodes_.begin(), bend.count(), Node{}); }

void BendSystem::add(float px, float py, float nx, float ny, float weight, float value) noexcept {
  const Place p(bend_, px, py);
  const std::array<float, 4> share{(1 - p.fx) * (1 - p.fy), p.fx * (1 - p.fy), (1 - p.fx) * p.fy, p.fx * p.fy};
  for (std::size_t k = 0; k < share.size(); ++k) {
    Node& node = nodes_[p.at + k % 2 + k / 2 * static_cast<std::size_t>(bend_.columns)];
    const float w = weight * share[k];
    node.xx += w * nx * nx;
    node.xy += w * nx * ny;
    node.yy += w * ny * ny;
    node.x += w * nx * value;
    node.y += w * ny * value;
  }
}

void BendSystem::relax(Bend& bend) noexcept {
  for (std::size_t k = 0; k < bend.count(); ++k) {  // from what is lacking to the whole
    Node& node = nodes_[k];
    node.x += node.xx * bend.x[k] + node.xy * bend.y[k];
    node.y += node.xy * bend.x[k] + node.yy * bend.y[k];
  }
  const auto below = static_cast<std::size_t>(bend.columns);
  for (int sweep = 0; sweep < comparison::bend_sweeps; ++sweep) {
    std::size_t k = 0;
    for (int r = 0; r < bend.rows; ++r)
      for (int c = 0; c < bend.columns; ++c, ++k) {
        float x = 0, y = 0, neighbours = 0;
        const auto pull = [&](std::size_t other) {
          x += bend.x[other];
          y += bend.y[other];
          neighbours += 1;
        };
        if (c > 0) pull(k - 1);
        if (c + 1 < bend.columns) pull(k + 1);
        if (r > 0) pull(k - below);
        if (r + 1 < bend.rows) pull(k + below);
        const Node& node = nodes_[k];
        const float xx = node.xx + comparison::bend_tension * neighbours;
        const float yy = node.yy + comparison::bend_tension * neighbours;
        x = node.x + comparison::bend_tension * x;
        y = node.y + comparison::bend_tension * y;
        const float determinant = xx * yy - node.xy * node.xy;  // positive: the tension is
        bend.x[k] = (yy * x - node.xy * y) / determinant;
        bend.y[k] = (xx * y - node.xy * x) / determinant;
      }
  }
}

}  // namespace limen::fingerprint
