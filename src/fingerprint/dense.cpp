#include "fingerprint/dense.hpp"

#include <cmath>

namespace limen::fingerprint {
namespace {

/// √(ra·rb) in 64ths.
constexpr std::array<std::array<std::uint8_t, 4>, 4> weights{
    {{20, 26, 32, 36}, {26, 32, 39, 45}, {32, 39, 49, 56}, {36, 45, 56, 64}}};

/// For each orientation of the second finger the inverse period, in 256ths of a turn a px.
constexpr std::array<float, 16> turns_per_px = [] {
  std::array<float, 16> turns{};
  for (std::size_t k = 0; k < turns.size(); ++k) turns[k] = 256.0F / period_levels[k];
  return turns;
}();

}  // namespace

void superpose(const Prepared& a, const Prepared& b, const Warp& warp, PhaseField& field) noexcept {
  field.covered.reset();
  field.overlap = 0;
  // Whether the normals oppose is judged by the rigid motion: where the warp turns a normal far enough to change the
  // answer, the orientations disagree by more than a window's coherence survives.
  const float c = warp.rigid.c;
  const float s = warp.rigid.s;
  for (int row = 0; row < a.rows; ++row) {
    for (int column = 0; column < a.columns; ++column) {
      const auto index = static_cast<std::size_t>(row * a.columns + column);
      field.weight[index] = 0;
      field.re[index] = field.im[index] = 0;
      const RidgeCell ca = a.cells[index];
      if (!ca.valid()) continue;
      const WarpedPoint q =
          apply(warp, a.left + static_cast<float>(8 * column + 4), a.top + static_cast<float>(8 * row + 4));
      const int at = b.valid_cell_at(q.x, q.y);
      if (at < 0) continue;
      const RidgeCell cb = b.cells[static_cast<std::size_t>(at)];
      const auto ta = static_cast<Turn>(4 * ca.orientation());
      const auto tb = static_cast<Turn>(4 * cb.orientation());
      const float nx = -sine(tb);
      const float ny = cosine(tb);
      const float dx = q.x - (b.left + static_cast<float>(8 * (at % b.columns) + 4));
      const float dy = q.y - (b.top + static_cast<float>(8 * (at / b.columns) + 4));
      const float along = 16 * static_cast<float>(cb.phase()) + (nx * dx + ny * dy) * turns_per_px[cb.period()];
      const int phase_b = static_cast<int>(along + 4096.5F) - 4096;
      const float ax = -sine(ta);
      const float ay = cosine(ta);
      const bool opposed = (c * ax - s * ay) * nx + (s * ax + c * ay) * ny < 0;
      const auto difference = static_cast<Turn>(static_cast<int>(16 * ca.phase()) - (opposed ? -phase_b : phase_b));
      const int w = weights[ca.reliability()][cb.reliability()];
      const auto length = static_cast<float>(PhaseField::scale * w);
      field.re[index] = static_cast<std::int16_t>(length * cosine(difference));
      field.im[index] = static_cast<std::int16_t>(length * sine(difference));
      field.weight[index] = static_cast<std::uint8_t>(w);
      field.covered.set(static_cast<std::size_t>(at));
      ++field.overlap;
    }
  }
}

Window window(const Prepared& a, const PhaseField& field, int column, int row, int radius) noexcept {
  Window sum;
  const int centre = static_cast<int>(a.cell(column, row).orientation());
  const int first_row = row > radius ? row - radius : 0;
  const int end_row = row + radius + 1 < a.rows ? row + radius + 1 : a.rows;
  const int first_column = column > radius ? column - radius : 0;
  const int end_column = column + radius + 1 < a.columns ? column + radius + 1 : a.columns;
  for (int r = first_row; r < end_row; ++r)
    for (int c = first_column; c < end_column; ++c) {
      const auto index = static_cast<std::size_t>(r * a.columns + c);
      const int difference = static_cast<int>(a.cells[index].orientation()) - centre;
      sum.re += field.re[index];
      sum.im += difference > 16 || difference < -16 ? -field.im[index] : field.im[index];
      sum.weight += field.weight[index];
    }
  return sum;
}

Coherence coherence(const Prepared& a, const PhaseField& field) noexcept {
  float small = 0, large = 0, registration = 0;
  int weight_small = 0, weight_large = 0;
  for (int row = 0; row < a.rows; row += comparison::window_stride)
    for (int column = 0; column < a.columns; column += comparison::window_stride) {
      if (!a.cell(column, row).valid()) continue;
      const Window w3 = window(a, field, column, row, 1);
      if (counts(w3, 1)) {
        const auto re = static_cast<float>(w3.re), im = static_cast<float>(w3.im);
        small += std::sqrt(re * re + im * im);
        registration += re;
        weight_small += w3.weight;
      }
      const Window w5 = window(a, field, column, row, 2);
      if (counts(w5, 2)) {
        const auto re = static_cast<float>(w5.re), im = static_cast<float>(w5.im);
        large += std::sqrt(re * re + im * im);
        weight_large += w5.weight;
      }
    }
  Coherence result;
  if (weight_small > 0) {
    result.small = small / static_cast<float>(PhaseField::scale * weight_small);
    result.registration = registration / static_cast<float>(PhaseField::scale * weight_small);
  }
  if (weight_large > 0) result.large = large / static_cast<float>(PhaseField::scale * weight_large);
  return result;
}

}  // namespace limen::fingerprint
