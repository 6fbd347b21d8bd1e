#include "fingerprint/mirror.hpp"

#include <numbers>

#include "limen/fingerprint/calibration.hpp"
#include "limen/fingerprint/compare.hpp"

#include "fingerprint/comparison_parameters.hpp"
#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {
namespace {

/// (θ, φ) seen in a mirror is (−θ, φ), which is (π − θ, −φ).
RidgeCell mirrored(RidgeCell cell) {
  if (!cell.valid() || cell.orientation() == 0) return cell;
  return RidgeCell::make(cell.reliability(), cell.period(), 32 - cell.orientation(), 16 - cell.phase());
}

/// −log10 FMR; 0 where no comparison can be made.
double likeness(const Template& a, const Template& b) {
  const auto compared = compare(a, b);
  return compared ? calibration(compared->method).minus_log10_fmr(compared->score) : 0;
}

}  // namespace

Template mirrored(const Template& finger) {
  Template out = finger;
  const int columns = RidgeMap::cells_in(finger.width);
  out.width = RidgeMap::cell_px * columns + RidgeMap::cell_px / 2;  // the widest image of as many cells
  for (Minutia& m : out.minutiae) {
    m.x = static_cast<float>(RidgeMap::cell_px * columns) - m.x;
    m.direction = std::numbers::pi_v<float> - m.direction;
    m = on_grid(m);
  }
  for (int r = 0; r < out.map.height; ++r)
    for (int c = 0; c < out.map.width; ++c) out.map.at(c, r) = mirrored(finger.map.at(out.map.width - 1 - c, r));
  return out;
}

bool may_be_mirrored(const Template& a, const Template& b) {
  if (likeness(a, b) >= comparison::mirror_unlike) return false;
  const bool swap = is_first(Prepared(b), Prepared(a));  // the same answer in either order
  const Template& first = swap ? b : a;
  const Template& second = swap ? a : b;
  return likeness(first, mirrored(second)) >= comparison::mirror_alike;
}

}  // namespace limen::fingerprint
