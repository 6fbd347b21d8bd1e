#include "fingerprint/warp.hpp"

#include <algorithm>
#include <cmath>

#include "fingerprint/solve.hpp"

namespace limen::fingerprint {

Monomials Warp::monomials(float px, float py) const noexcept {
  const float u = (px - cx) / comparison::warp_unit;
  const float v = (py - cy) / comparison::warp_unit;
  return {1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v};
}

void Warp::set(const Rigid& motion, float centre_x, float centre_y) noexcept {
  cx = centre_x;
  cy = centre_y;
  rigid = motion;
  x = {motion.x(cx, cy), motion.c * comparison::warp_unit, -motion.s * comparison::warp_unit};
  y = {motion.y(cx, cy), motion.s * comparison::warp_unit, motion.c * comparison::warp_unit};
  bend.columns = bend.rows = 0;
}

namespace {

/// The cubic without the bend. Inlined into loops, which it lets the compiler vectorise.
inline WarpedPoint polynomial(const Warp& warp, float px, float py) noexcept {
  constexpr float scale = 1 / comparison::warp_unit;
  const float u = (px - warp.cx) * scale;
  const float v = (py - warp.cy) * scale;
  const auto value = [&](const Monomials& k) {
    return k[0] + v * (k[2] + v * (k[5] + v * k[9])) +
           u * (k[1] + v * (k[4] + v * k[8]) + u * (k[3] + v * k[7] + u * k[6]));
  };
  const auto du = [&](const Monomials& k) {
    return (k[1] + v * (k[4] + v * k[8]) + u * (2 * (k[3] + v * k[7]) + 3 * k[6] * u)) * scale;
  };
  const auto dv = [&](const Monomials& k) {
    return (k[2] + v * (2 * k[5] + 3 * k[9] * v) + u * (k[4] + 2 * k[8] * v + k[7] * u)) * scale;
  };
  return {value(warp.x), value(warp.y), du(warp.x), dv(warp.x), du(warp.y), dv(warp.y)};
}

}  // namespace

WarpedPoint apply(const Warp& warp, float px, float py) noexcept {
  WarpedPoint q = polynomial(warp, px, py);
  if (warp.bend.is_flat()) return q;
  const Point bent = warp.bend.at(px, py);
  q.x += bent.x;
  q.y += bent.y;
  return q;
}

Monomials prior(comparison::Stiffness stiffness, float total_weight) noexcept {
  const float share = comparison::prior_share * total_weight;
  Monomials weights;
  weights.fill(share * stiffness.higher);
  weights[1] = weights[2] = share * stiffness.linear;
  weights[0] = 1e-4F;
  return weights;
}

Point Warp::inverse(float qx, float qy) const noexcept {
  const auto undo = [&](float dx, float dy) { return Point{rigid.c * dx + rigid.s * dy, rigid.c * dy - rigid.s * dx}; };
  const Point first = undo(qx - rigid.tx, qy - rigid.ty);
  const WarpedPoint there = apply(*this, first.x, first.y);
  const Point back = undo(qx - there.x, qy - there.y);
  return {first.x + back.x, first.y + back.y};
}

void fit(const Prepared& a, const Prepared& b, const Pairing& pairing, comparison::Stiffness stiffness,
         Warp& warp) noexcept {
  Normal<warp_terms> system;
  Monomials right_y{};
  float total = 0;
  for (const Chosen& p : pairing) {
    const float px = a.x[p.a], py = a.y[p.a];
    const Monomials m = warp.monomials(px, py);
    system.add(m, p.weight, b.x[p.b] - warp.rigid.x(px, py));
    const float residual = p.weight * (b.y[p.b] - warp.rigid.y(px, py));
    for (std::size_t i = 0; i < warp_terms; ++i) right_y[i] += residual * m[i];
    total += p.weight;
  }
  const Monomials weights = prior(stiffness, total);
  for (std::size_t i = 0; i < warp_terms; ++i) system.matrix[i][i] += weights[i];
  factor(system.matrix);
  substitute(system.matrix, system.right);
  substitute(system.matrix, right_y);
  warp.set(warp.rigid, warp.cx, warp.cy);
  for (std::size_t i = 0; i < warp_terms; ++i) {
    warp.x[i] += system.right[i];
    warp.y[i] += right_y[i];
  }
}

void carry(const Prepared& a, const Warp& warp, Carried& out) noexcept {
  const auto count = static_cast<std::size_t>(a.count);
  std::array<float, comparison::max_minutiae> c, s;
  for (std::size_t k = 0; k < count; ++k) c[k] = cosine(a.turn[k]), s[k] = sine(a.turn[k]);
  const float* x = a.x.data();
  const float* y = a.y.data();
  for (std::size_t k = 0; k < count; ++k) {
    const WarpedPoint p = polynomial(warp, x[k], y[k]);
    const float ux = p.xx * c[k] + p.xy * s[k];
    const float uy = p.yx * c[k] + p.yy * s[k];
    const float scale = 1 / std::sqrt(ux * ux + uy * uy + 1e-20F);
    out.x[k] = p.x;
    out.y[k] = p.y;
    out.ux[k] = ux * scale;
    out.uy[k] = uy * scale;
  }
  if (warp.bend.is_flat()) return;
  for (std::size_t k = 0; k < count; ++k) {
    const Point bent = warp.bend.at(x[k], y[k]);
    out.x[k] += bent.x;
    out.y[k] += bent.y;
  }
}

void grow(const Prepared& a, const Prepared& b, std::span<const Pair> pairs, const Rigid& motion, Pairing& pairing,
          Warp& warp) noexcept {
  float total = 0, cx = 0, cy = 0;
  for (const Chosen& p : pairing) {
    total += p.weight;
    cx += p.weight * a.x[p.a];
    cy += p.weight * a.y[p.a];
  }
  if (!(total > 0)) {
    warp.set(motion, 0, 0);
    return;
  }
  warp.set(motion, cx / total, cy / total);
  fit(a, b, pairing, comparison::first_fit, warp);
  Carried carried;
  for (int round = 0; round < comparison::growth_rounds; ++round) {
    carry(a, warp, carried);
    for (int i = 0; i < a.count; ++i) {
      const auto k = static_cast<std::size_t>(i);
      float nearest2 = 1e9F;
      for (const Chosen& p : pairing) {
        const float dx = a.x[k] - a.x[p.a];
        const float dy = a.y[k] - a.y[p.a];
        nearest2 = std::min(nearest2, dx * dx + dy * dy);
      }
      const float tolerance =
          std::min(comparison::growth_tolerance_most,
                   comparison::growth_tolerance + comparison::growth_tolerance_slope * std::sqrt(nearest2));
      carried.tolerance2[k] = tolerance * tolerance;
    }
    choose(pairs, carried, b, comparison::angle_tolerance, pairing);
    fit(a, b, pairing, comparison::growth_fit, warp);
  }
}

}  // namespace limen::fingerprint
