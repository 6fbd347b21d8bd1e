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

/// The windows' middles and their squared distance from the nearest pair.
struct Middles {
  std::array<float, Windows::most_side * Windows::most_side> distance2;

  Middles(const Prepared& a, const Pairing& pairing, int columns, int rows) noexcept {
    std::size_t at = 0;
    for (int r = 0; r < rows; ++r)
      for (int c = 0; c < columns; ++c, ++at) {
        const float px = x(a, c), py = y(a, r);
        float nearest2 = 1e9F;
        for (const Chosen& p : pairing) {
          const float dx = px - a.x[p.a];
          const float dy = py - a.y[p.a];
          nearest2 = std::min(nearest2, dx * dx + dy * dy);
        }
        distance2[at] = nearest2;
      }
  }
  static float x(const Prepared& a, int c) {
    return a.left + static_cast<float>(8 * comparison::window_stride * c + 4);
  }
  static float y(const Prepared& a, int r) { return a.top + static_cast<float>(8 * comparison::window_stride * r + 4); }
};

struct Sums {
  float weight = 0;
  int windows = 0;
};

/// Equations are for the deviation from the rigid motion.
void add_window(const Prepared& a, const Prepared& b, const Warp& warp, const Windows& windows, int c, int r,
                System& system, Sums& sums) {
  const auto at = static_cast<std::size_t>(r * windows.columns + c);
  if (windows.weight[at] == 0) return;
  const auto re = static_cast<float>(windows.re[at]), im = static_cast<float>(windows.im[at]);
  const float coherence = std::sqrt(re * re + im * im) / static_cast<float>(PhaseField::unit * windows.weight[at]);
  if (!(coherence > comparison::flow_coherence)) return;
  const float px = Middles::x(a, c);
  const float py = Middles::y(a, r);
  const WarpedPoint q = apply(warp, px, py);
  const int at_b = b.valid_cell_at(q.x, q.y);
  if (at_b < 0) return;
  const RidgeCell cb = b.cells[static_cast<std::size_t>(at_b)];
  const auto ta =
      static_cast<Turn>(4 * a.cell(comparison::window_stride * c, comparison::window_stride * r).orientation());
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
  Windows windows;
  sum_windows(a, field, 2, windows);
  const Middles middles(a, pairing, windows.columns, windows.rows);
  for (int round = 0; round < comparison::registration_rounds; ++round) {
    const float reach = comparison::flow_reach + comparison::flow_reach_growth * static_cast<float>(round);
    const float reach2 = round < 3 ? reach * reach : 1e10F;
    if (round > 0) sum_windows(a, field, 1, windows);
    System system;
    Sums sums;
    for (int r = 0; r < windows.rows; ++r)
      for (int c = 0; c < windows.columns; ++c)
        if (middles.distance2[static_cast<std::size_t>(r * windows.columns + c)] <= reach2)
          add_window(a, b, warp, windows, c, r, system, sums);
    if (sums.windows == 0) return;
    add_anchors(a, b, warp, pairing, round, system, sums);
    solve(system, sums.weight, warp);
    superpose(a, b, warp, field);
  }
}

}  // namespace limen::fingerprint
