// Coherence of the phase difference in sliding windows.
#include "fingerprint/dense.hpp"

namespace limen::fingerprint {
namespace {

/// One padded row of cells, each the sum over 2·radius + 1 rows.
using Row = std::array<std::int16_t, comparison::max_cells + 2 * PhaseField::border>;

void sum_rows(const PhaseField::Plane& plane, std::size_t at, std::size_t stride, int radius, Row& out) {
  const std::int16_t* p = plane.data() + at;
  for (std::size_t i = 0; i < stride; ++i) {
    int sum = p[i - stride] + p[i] + p[i + stride];
    if (radius == 2) sum += p[i - 2 * stride] + p[i + 2 * stride];
    out[i] = static_cast<std::int16_t>(sum);  // at most 5 · 16 · 64
  }
}

int across(const Row& row, std::size_t i, int radius) {
  int sum = row[i - 1] + row[i] + row[i + 1];
  if (radius == 2) sum += row[i - 2] + row[i + 2];
  return sum;
}

}  // namespace

void sum_windows(const Prepared& a, const PhaseField& field, int radius, Windows& out) noexcept {
  out.columns = (a.columns + 1) / comparison::window_stride;
  out.rows = (a.rows + 1) / comparison::window_stride;
  out.radius = radius;
  const int side = 2 * radius + 1;
  const int least = static_cast<int>(comparison::window_coverage * 16 * static_cast<float>(side * side)) + 1;
  const auto stride = static_cast<std::size_t>(field.stride);
  Row re, im, turned, weight;
  std::size_t at = 0;
  for (int r = 0; r < out.rows; ++r) {
    const int row = r * comparison::window_stride;
    const std::size_t start = field.index(0, row) - PhaseField::border;
    sum_rows(field.re, start, stride, radius, re);
    sum_rows(field.im, start, stride, radius, im);
    sum_rows(field.turned, start, stride, radius, turned);
    sum_rows(field.weight, start, stride, radius, weight);
    for (int c = 0; c < out.columns; ++c, ++at) {
      const int column = c * comparison::window_stride;
      const auto i = static_cast<std::size_t>(column + PhaseField::border);
      const RidgeCell middle = a.cell(column, row);
      const int sum = across(weight, i, radius);
      const bool counts = middle.valid() && sum >= least;
      const unsigned k = middle.orientation();
      const int straight = across(im, i, radius);
      const int around = across(turned, i, radius);
      out.re[at] = across(re, i, radius);
      out.im[at] = k >= 8 && k < 24 ? straight : k < 8 ? -around : around;
      out.weight[at] = counts ? sum : 0;
    }
  }
}

Coherence coherence(const Prepared& a, const PhaseField& field) noexcept {
  Windows windows;
  sum_windows(a, field, 2, windows);
  float sharp = 0;
  std::int64_t reals = 0, weights = 0;
  for (std::size_t i = 0; i < windows.count(); ++i) {
    if (windows.weight[i] == 0) continue;
    const float square = windows.coherence2(i);
    sharp += square * square * static_cast<float>(windows.weight[i]);
    reals += windows.re[i];
    weights += windows.weight[i];
  }
  if (weights == 0) return {};
  const auto total = static_cast<float>(weights);
  return {sharp / total, static_cast<float>(reals) / (PhaseField::unit * total)};
}

}  // namespace limen::fingerprint
