#include "fingerprint/registration.hpp"

#include <algorithm>
#include <cmath>

#include "fingerprint/solve.hpp"

namespace limen::fingerprint {
namespace {

using System = Normal<2 * warp_terms>;
using Row = std::array<float, 2 * warp_terms>;

/// nx · W.x(p) + ny · W.y(p) as a linear form of both polynomials' coefficients.
Row form(const Monomials& m, float nx, float ny) {
  Row row;
  for (std::size_t i = 0; i < warp_terms; ++i) {
    row[i] = nx * m[i];
    row[warp_terms + i] = ny * m[i];
  }
  return row;
}

float distance2_to_nearest(const Prepared& a, const Pairing& pairing, float px, float py) {
  float nearest2 = 1e9F;
  for (const Chosen& p : pairing) {
    const float dx = px - a.x[p.a];
    const float dy = py - a.y[p.a];
    nearest2 = std::min(nearest2, dx * dx + dy * dy);
  }
  return nearest2;
}

struct Sums {
  float weight = 0;
  int windows = 0;
};

/// Equations are for the deviation from the rigid motion.
void add_window(const Prepared& a, const Prepared& b, const Warp& warp, const PhaseField& field, int round, int column,
                int row, System& system, Sums& sums) {
  const int radius = round == 0 ? 2 : 1;
  const Window w = window(a, field, column, row, radius);
  if (!counts(w, radius)) return;
  const auto re = static_cast<float>(w.re), im = static_cast<float>(w.im);
  const float coherence = std::sqrt(re * re + im * im) / static_cast<float>(PhaseField::scale * w.weight);
  if (!(coherence > comparison::flow_coherence)) return;
  const float px = a.left + static_cast<float>(8 * column + 4);
  const float py = a.top + static_cast<float>(8 * row + 4);
  const WarpedPoint q = apply(warp, px, py);
  const int at = b.valid_cell_at(q.x, q.y);
  if (at < 0) return;
  const RidgeCell cb = b.cells[static_cast<std::size_t>(at)];
  const auto ta = static_cast<Turn>(4 * a.cell(column, row).orientation());
  const auto tb = static_cast<Turn>(4 * cb.orientation());
  float nx = -sine(tb), ny = cosine(tb);
  const float ax = -sine(ta), ay = cosine(ta);
  if ((warp.rigid.c * ax - warp.rigid.s * ay) * nx + (warp.rigid.s * ax + warp.rigid.c * ay) * ny < 0) {
    nx = -nx;
    ny = -ny;
  }
  const float phase = angle_of(re, im);
  const float shift = phase * period_levels[cb.period()] * (1 / 6.28318531F);
  float weight = 2 * coherence * coherence * coherence;
  if (std::abs(phase) > comparison::flow_wrapped) weight *= comparison::flow_wrapped_factor;
  const float dx = q.x - warp.rigid.x(px, py);
  const float dy = q.y - warp.rigid.y(px, py);
  system.add(form(warp.monomials(px, py), nx, ny), weight, nx * dx + ny * dy + shift);
  sums.weight += weight;
  ++sums.windows;
}

void add_anchors(const Prepared& a, const Prepared& b, const Warp& warp, const Pairing& pairing, int round,
                 System& system, Sums& sums) {
  if (pairing.count == 0) return;
  const float share = comparison::anchor_share * static_cast<float>(sums.windows) / static_cast<float>(pairing.count);
  const float anchor =
      comparison::anchor_weight * std::min(comparison::anchor_most, share) / static_cast<float>(1 + round);
  for (const Chosen& p : pairing) {
    const float px = a.x[p.a], py = a.y[p.a];
    const Monomials m = warp.monomials(px, py);
    const float weight = anchor * p.similarity;
    system.add(form(m, 1, 0), weight, b.x[p.b] - warp.rigid.x(px, py));
    system.add(form(m, 0, 1), weight, b.y[p.b] - warp.rigid.y(px, py));
    sums.weight += 2 * weight;
  }
}

void solve(System& system, float total_weight, Warp& warp) {
  const Monomials weights = prior(comparison::dense_fit, total_weight);
  for (std::size_t i = 0; i < warp_terms; ++i) {
    system.matrix[i][i] += weights[i];
    system.matrix[warp_terms + i][warp_terms + i] += weights[i];
  }
  factor(system.matrix);
  substitute(system.matrix, system.right);
  warp = Warp::from(warp.rigid, warp.cx, warp.cy);
  for (std::size_t i = 0; i < warp_terms; ++i) {
    warp.x[i] += system.right[i];
    warp.y[i] += system.right[warp_terms + i];
  }
}

}  // namespace

void register_ridges(const Prepared& a, const Prepared& b, const Pairing& pairing, Warp& warp,
                     PhaseField& field) noexcept {
  for (int round = 0; round < comparison::registration_rounds; ++round) {
    const float reach = comparison::flow_reach + comparison::flow_reach_growth * static_cast<float>(round);
    System system;
    Sums sums;
    for (int row = 0; row < a.rows; row += comparison::window_stride)
      for (int column = 0; column < a.columns; column += comparison::window_stride) {
        if (!a.cell(column, row).valid()) continue;
        if (round < 3 && distance2_to_nearest(a, pairing, a.left + static_cast<float>(8 * column + 4),
                                              a.top + static_cast<float>(8 * row + 4)) > reach * reach)
          continue;
        add_window(a, b, warp, field, round, column, row, system, sums);
      }
    if (sums.windows == 0) return;
    add_anchors(a, b, warp, pairing, round, system, sums);
    solve(system, sums.weight, warp);
    superpose(a, b, warp, field);
  }
}

}  // namespace limen::fingerprint
