#include "fingerprint/registration.hpp"

#include <algorithm>

#include "fingerprint/flow.hpp"
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

/// Squared distance of the windows' middles from the nearest pair.
struct Distances {
  std::array<float, Windows::most_side * Windows::most_side> square;

  Distances(const Prepared& a, const Pairing& pairing, int columns, int rows) noexcept {
    std::size_t at = 0;
    for (int r = 0; r < rows; ++r)
      for (int c = 0; c < columns; ++c, ++at) {
        const Point p = middle(a, c, r);
        float nearest2 = 1e9F;
        for (const Chosen& pair : pairing) {
          const float dx = p.x - a.x[pair.a];
          const float dy = p.y - a.y[pair.a];
          nearest2 = std::min(nearest2, dx * dx + dy * dy);
        }
        square[at] = nearest2;
      }
  }
};

struct Sums {
  float weight = 0;
  int windows = 0;
};

/// Equations are for the deviation from the rigid motion.
void add_flow(const Warp& warp, const Flow& flow, System& system, Sums& sums) {
  const WarpedPoint q = apply(warp, flow.x, flow.y);
  const float dx = q.x - warp.rigid.x(flow.x, flow.y);
  const float dy = q.y - warp.rigid.y(flow.x, flow.y);
  system.add(form(warp.monomials(flow.x, flow.y), flow.nx, flow.ny), flow.weight,
             flow.nx * dx + flow.ny * dy + flow.shift);
  sums.weight += flow.weight;
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
  warp.set(warp.rigid, warp.cx, warp.cy);
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
  const Distances distances(a, pairing, windows.columns, windows.rows);
  for (int round = 0; round < comparison::registration_rounds; ++round) {
    const float reach = comparison::flow_reach + comparison::flow_reach_growth * static_cast<float>(round);
    if (round > 0) sum_windows(a, field, 1, windows);
    System system;
    Sums sums;
    std::size_t at = 0;
    for (int r = 0; r < windows.rows; ++r)
      for (int c = 0; c < windows.columns; ++c, ++at) {
        if (distances.square[at] > reach * reach) continue;
        const Flow flow = flow_at(a, b, warp, windows, c, r);
        if (flow.weight > 0) add_flow(warp, flow, system, sums);
      }
    if (sums.windows == 0) return;
    add_anchors(a, b, warp, pairing, round, system, sums);
    solve(system, sums.weight, warp);
    superpose(a, b, warp, field);
  }
}

}  // namespace limen::fingerprint
