#include "fingerprint/flow.hpp"

#include <cmath>

namespace limen::fingerprint {

Flow flow_at(const Prepared& a, const Prepared& b, const Warp& warp, const Windows& windows, int c, int r) noexcept {
  const auto at = static_cast<std::size_t>(r * windows.columns + c);
  const float coherence = windows.coherence(at);
  if (!(coherence > comparison::flow_coherence)) return {};
  Flow flow;
  const Point p = middle(a, c, r);
  flow.x = p.x;
  flow.y = p.y;
  const WarpedPoint q = apply(warp, p.x, p.y);
  const int at_b = b.valid_cell_at(q.x, q.y);
  if (at_b < 0) return {};
  const RidgeCell cb = b.cells[static_cast<std::size_t>(at_b)];
  const auto ta =
      static_cast<Turn>(4 * a.cell(comparison::window_stride * c, comparison::window_stride * r).orientation());
  const auto tb = static_cast<Turn>(4 * cb.orientation());
  flow.nx = -sine(tb);
  flow.ny = cosine(tb);
  const float ax = -sine(ta), ay = cosine(ta);
  const Rigid& rigid = warp.rigid;
  if ((rigid.c * ax - rigid.s * ay) * flow.nx + (rigid.s * ax + rigid.c * ay) * flow.ny < 0) {
    flow.nx = -flow.nx;
    flow.ny = -flow.ny;
  }
  const float phase = angle_of(static_cast<float>(windows.re[at]), static_cast<float>(windows.im[at]));
  flow.shift = phase * period_levels[cb.period()] * (1 / 6.28318531F);
  flow.weight = 2 * coherence * coherence * coherence;
  if (std::abs(phase) > comparison::flow_wrapped) flow.weight *= comparison::flow_wrapped_factor;
  return flow;
}

}  // namespace limen::fingerprint
