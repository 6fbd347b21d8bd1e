// Two ridge maps laid over one another under a warp: the phase difference cell by cell.
#include <algorithm>
#include <array>
#include <span>

#include "fingerprint/dense.hpp"

namespace limen::fingerprint {
namespace {

/// √(ra·rb) in 16ths.
constexpr std::array<std::array<std::int8_t, 4>, 4> cell_weights{
    {{5, 6, 8, 9}, {6, 8, 10, 11}, {8, 10, 12, 14}, {9, 11, 14, 16}}};

struct Vector {
  float x = 0;
  float y = 0;
};

/// Ridge normals by orientation.
constexpr auto normals = [] {
  std::array<Vector, 32> n{};
  for (unsigned k = 0; k < 32; ++k) n[k] = {-sine(static_cast<Turn>(4 * k)), cosine(static_cast<Turn>(4 * k))};
  return n;
}();

/// By period and orientation (9 bits of a cell): how fast the phase grows, 256ths of a turn a cell.
constexpr auto slopes = [] {
  std::array<Vector, 512> s{};
  for (unsigned k = 0; k < 512; ++k) {
    const float rate = 256.0F * RidgeMap::cell_px / period_levels[k >> 5];
    s[k] = {rate * normals[k & 31].x, rate * normals[k & 31].y};
  }
  return s;
}();

/// unit · cos(2π k/256), rounded.
constexpr auto phasor = [] {
  std::array<std::int8_t, 256> table{};
  for (unsigned k = 0; k < 256; ++k) {
    const float value = PhaseField::unit * cosine(static_cast<Turn>(k));
    table[k] = static_cast<std::int8_t>(value < 0 ? value - 0.5F : value + 0.5F);
  }
  return table;
}();

/// One coordinate of the warp along a row of cells, in cells of the second finger: a cubic in the first finger's u.
struct RowPolynomial {
  float k0, k1, k2, k3;

  RowPolynomial(const Monomials& k, float v, float origin) noexcept
      : k0((k[0] + v * (k[2] + v * (k[5] + v * k[9])) - origin) * 0.125F),
        k1((k[1] + v * (k[4] + v * k[8])) * 0.125F),
        k2((k[3] + v * k[7]) * 0.125F),
        k3(k[6] * 0.125F) {}
  float operator()(float u) const noexcept { return k0 + u * (k1 + u * (k2 + u * k3)); }
};

/// Makes room for the cells of `a`: the frame is all zeros, what it held before stays within.
void frame(const Prepared& a, PhaseField& field) noexcept {
  const int stride = a.columns + 2 * PhaseField::border, rows = a.rows + 2 * PhaseField::border;
  if (field.stride == stride && field.rows == rows) return;
  field.stride = stride;
  field.rows = rows;
  const auto used = static_cast<std::size_t>(stride) * static_cast<std::size_t>(rows);
  for (auto* plane : {&field.re, &field.im, &field.turned, &field.weight}) std::fill_n(plane->begin(), used, 0);
}

/// The cell of a finger that a point (in its cells) lies in; not valid outside.
struct CellAt {
  RidgeCell cell;
  float dx, dy;  ///< from its centre
};
CellAt cell_at(const Prepared& finger, float x, float y) noexcept {
  if (!(x >= 0 && y >= 0 && x < static_cast<float>(finger.columns) && y < static_cast<float>(finger.rows))) return {};
  const int column = static_cast<int>(x), row = static_cast<int>(y);
  return {finger.cell(column, row), x - (static_cast<float>(column) + 0.5F), y - (static_cast<float>(row) + 0.5F)};
}

}  // namespace

void superpose(const Prepared& a, const Prepared& b, const Warp& warp, PhaseField& field) noexcept {
  frame(a, field);
  field.overlap = 0;

  // Whether normals oppose is judged by the rigid motion: where the warp turns one far enough to change the answer, the
  // orientations disagree by more than a window's coherence survives.
  std::array<Vector, 32> carried;
  for (std::size_t k = 0; k < 32; ++k)
    carried[k] = {warp.rigid.c * normals[k].x - warp.rigid.s * normals[k].y,
                  warp.rigid.s * normals[k].x + warp.rigid.c * normals[k].y};

  std::array<float, comparison::max_cells> x, y;
  for (int row = 0; row < a.rows; ++row) {
    const float v = (a.top + static_cast<float>(8 * row + 4) - warp.cy) / comparison::warp_unit;
    const RowPolynomial along_x(warp.x, v, b.left);
    const RowPolynomial along_y(warp.y, v, b.top);
    const float first = (a.left + 4 - warp.cx) / comparison::warp_unit;
    for (int column = 0; column < a.columns; ++column) {
      const float u = first + static_cast<float>(column) * (8 / comparison::warp_unit);
      x[static_cast<std::size_t>(column)] = along_x(u);
      y[static_cast<std::size_t>(column)] = along_y(u);
    }
    const auto count = static_cast<std::size_t>(a.columns);
    if (!warp.bend.is_flat()) warp.bend.add_row(row, std::span(x).first(count), std::span(y).first(count));
    const RidgeCell* cells_a = a.cells.data() + row * a.columns;
    const std::size_t at_row = field.index(0, row);
    for (int column = 0; column < a.columns; ++column) {
      const auto i = static_cast<std::size_t>(column);
      const RidgeCell ca = cells_a[i];
      const auto [cb, dx, dy] = ca.valid() ? cell_at(b, x[i], y[i]) : CellAt{};
      if (!cb.valid()) {
        field.re[at_row + i] = field.im[at_row + i] = field.turned[at_row + i] = field.weight[at_row + i] = 0;
        continue;
      }
      const Vector slope = slopes[(cb.bits >> 4) & 511];
      const float ahead = slope.x * dx + slope.y * dy;  // less than two turns
      const int phase_b = static_cast<int>(16 * cb.phase()) + (static_cast<int>(ahead + 1024.5F) - 1024);
      const Vector na = carried[ca.orientation()];
      const Vector nb = normals[cb.orientation()];
      const bool opposed = na.x * nb.x + na.y * nb.y < 0;
      const auto difference = static_cast<Turn>(static_cast<int>(16 * ca.phase()) - (opposed ? -phase_b : phase_b));
      const int w = cell_weights[ca.reliability()][cb.reliability()];
      const int im = w * phasor[static_cast<Turn>(difference - 64)];
      field.re[at_row + i] = static_cast<std::int16_t>(w * phasor[difference]);
      field.im[at_row + i] = static_cast<std::int16_t>(im);
      field.turned[at_row + i] = static_cast<std::int16_t>(ca.orientation() < 16 ? -im : im);
      field.weight[at_row + i] = static_cast<std::int16_t>(w);
      ++field.overlap;
    }
  }
}

}  // namespace limen::fingerprint
