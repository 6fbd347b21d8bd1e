// The flexible warp of one print onto another: a cubic polynomial held near a rigid motion.
#pragma once

#include <array>
#include <cstddef>

#include "limen/core/units.hpp"

#include "fingerprint/bend.hpp"
#include "fingerprint/pairing.hpp"
#include "fingerprint/rigid.hpp"

namespace limen::fingerprint {

/// Monomials up to the third degree: 1, x, y, x², xy, y², x³, x²y, xy², y³.
inline constexpr std::size_t warp_terms = 10;
using Monomials = std::array<float, warp_terms>;

/// p ↦ W(p), with polynomials in X = (p − centre)/100 px. `rigid` is the motion that the priors pull toward.
struct Warp {
  float cx = 0;
  float cy = 0;
  Rigid rigid;
  Monomials x{};
  Monomials y{};
  Bend bend;

  Monomials monomials(float px, float py) const noexcept;
  /// The point that the warp takes to (qx, qy), to a px or two: the rigid motion undone, and one correction.
  Point inverse(float qx, float qy) const noexcept;
  /// The rigid motion alone.
  void set(const Rigid& motion, float cx, float cy) noexcept;
};

struct WarpedPoint {
  float x, y;
  float xx, xy, yx, yy;  // the Jacobian: ∂x/∂px, ∂x/∂py, ∂y/∂px, ∂y/∂py
};
WarpedPoint apply(const Warp& warp, float px, float py) noexcept;

/// Least squares on the pairs' positions, with ridge priors toward the rigid motion.
void fit(const Prepared& a, const Prepared& b, const Pairing& pairing, comparison::Stiffness stiffness,
         Warp& warp) noexcept;

/// Carries the first finger's minutiae through the warp; sets x, y, ux, uy.
void carry(const Prepared& a, const Warp& warp, Carried& out) noexcept;

/// The prior's weight on each monomial, times the sum of the equations' weights.
Monomials prior(comparison::Stiffness stiffness, float total_weight) noexcept;

/// Grows the pairing outward: fits, chooses again with a tolerance that opens with the distance from what is paired
/// already, three times. Leaves the last fit in `warp`.
void grow(const Prepared& a, const Prepared& b, std::span<const Pair> pairs, const Rigid& motion, Pairing& pairing,
          Warp& warp) noexcept;

}  // namespace limen::fingerprint
