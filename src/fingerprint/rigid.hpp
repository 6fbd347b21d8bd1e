// Rigid motions, and minutiae carried by them.
#pragma once

#include <array>
#include <cmath>

#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {

/// p ↦ R p + t with R = (c −s; s c).
struct Rigid {
  float c = 1;
  float s = 0;
  float tx = 0;
  float ty = 0;

  float x(float px, float py) const noexcept { return c * px - s * py + tx; }
  float y(float px, float py) const noexcept { return s * px + c * py + ty; }
  /// The motion that turns by `turn` and takes (ax, ay) to (bx, by).
  static Rigid through(Turn turn, float ax, float ay, float bx, float by) noexcept {
    Rigid m{cosine(turn), sine(turn), 0, 0};
    m.tx = bx - (m.c * ax - m.s * ay);
    m.ty = by - (m.s * ax + m.c * ay);
    return m;
  }
};

/// The first finger's minutiae carried onto the second: where they come to lie, which way they point (a unit vector),
/// and how far from there a partner may be.
struct Carried {
  std::array<float, comparison::max_minutiae> x, y, ux, uy, tolerance2;
};

/// Sets x, y, ux, uy.
inline void carry(const Prepared& a, const Rigid& motion, Carried& out) noexcept {
  for (int i = 0; i < a.count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    out.x[k] = motion.x(a.x[k], a.y[k]);
    out.y[k] = motion.y(a.x[k], a.y[k]);
    const float ux = cosine(a.turn[k]);
    const float uy = sine(a.turn[k]);
    out.ux[k] = motion.c * ux - motion.s * uy;
    out.uy[k] = motion.s * ux + motion.c * uy;
  }
}

}  // namespace limen::fingerprint
