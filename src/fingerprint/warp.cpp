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

WarpedPoint apply(const Warp& warp, float px, float py) noexcept {
  const Monomials m = warp.monomials(px, py);
  const float u = m[1], v = m[2];
  const auto value = [&](const Monomials& k) {
    float sum = 0;
    for (std::size_t i = 0; i < warp_terms; ++i) sum += k[i] * m[i];
    return sum;
  };
  const auto du = [&](const Monomials& k) {
    return (k[1] + 2 * k[3] * u + k[4] * v + 3 * k[6] * m[3] + 2 * k[7] * m[4] + k[8] * m[5]) / comparison::warp_unit;
  };
  const auto dv = [&](const Monomials& k) {
    return (k[2] + k[4] * u + 2 * k[5] * v + k[7] * m[3] + 2 * k[8] * m[4] + 3 * k[9] * m[5]) / comparison::warp_unit;
  };
  const Point bent = warp.bend.at(px, py);
  return {value(warp.x) + bent.x, value(warp.y) + bent.y, du(warp.x), dv(warp.x), du(warp.y), dv(warp.y)};
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
  for (int i = 0; i < a.count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const WarpedPoint p = apply(warp, a.x[k], a.y[k]);
    const float ux = p.xx * cosine(a.turn[k]) + p.xy * sine(a.turn[k]);
    const float uy = p.yx * cosine(a.turn[k]) + p.yy * sine(a.turn[k]);
    const float length = std::sqrt(ux * ux + uy * uy);
    out.x[k] = p.x;
    out.y[k] = p.y;
    out.ux[k] = length > 0 ? ux / length : 1;
    out.uy[k] = length > 0 ? uy / length : 0;
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
