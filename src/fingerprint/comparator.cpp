#include "fingerprint/comparator.hpp"

#include "fingerprint/registration.hpp"
#include "fingerprint/seeds.hpp"
#include "fingerprint/spread.hpp"

namespace limen::fingerprint {
namespace {

/// A hypothesis grown into a flexible warp, with its evidence.
struct Grown {
  Warp warp;
  Pairing pairing;
  Evidence evidence;
};
using AllGrown = std::array<Grown, static_cast<std::size_t>(comparison::max_hypotheses)>;

void take(const Grown& grown, Alignment& out) {
  out.evidence = grown.evidence;
  out.warp = grown.warp;
  out.found = true;
}

/// Motions grown from the minutiae alone; returns how many.
std::size_t grow_all(const Prepared& a, const Prepared& b, const Pairs& pairs, AllGrown& grown) {
  Hypotheses hypotheses;
  propose(a, b, pairs, hypotheses);
  for (std::size_t i = 0; i < hypotheses.count; ++i) {
    Hypothesis& hypothesis = hypotheses.at[i];
    refine_rigid(a, b, hypothesis);
    grown[i].pairing = hypothesis.pairing;
    grow(a, b, hypothesis.candidates(), hypothesis.motion, grown[i].pairing, grown[i].warp);
    weigh_minutiae(a, b, pairs, grown[i].warp, grown[i].evidence);
  }
  return hypotheses.count;
}

/// Warps a onto b.
void align_one_way(const Prepared& a, const Prepared& b, Method method, Alignment& out) {
  out.found = out.registered = false;
  out.evidence = {};
  Pairs pairs;
  find_pairs(a, b, method, pairs);
  AllGrown grown;
  const std::size_t count = grow_all(a, b, pairs, grown);

  const auto best = [&](auto value) {
    std::size_t at = 0;
    for (std::size_t i = 1; i < count; ++i)
      if (value(grown[i]) > value(grown[at])) at = i;
    return at;
  };
  if (count == 0) return;
  const auto minutiae_value = [](const Grown& g) { return g.evidence.minutiae_value(); };
  const auto value = [](const Grown& g) { return g.evidence.value(); };

  std::size_t leader = best(minutiae_value);
  take(grown[leader], out);
  const float most_minutiae = minutiae_value(grown[leader]);
  if (method == Method::minutiae_only || most_minutiae < comparison::minutiae_threshold) return;
  for (std::size_t i = 0; i < count; ++i) {
    if (minutiae_value(grown[i]) < most_minutiae - comparison::minutiae_margin) continue;
    superpose(a, b, grown[i].warp, out.field);
    weigh_ridges(a, out.field, grown[i].evidence);
  }

  leader = best(value);
  take(grown[leader], out);
  const float most = value(grown[leader]);
  if (most < comparison::ridge_threshold) return;
  float most_final = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (value(grown[i]) < most - comparison::ridge_margin) continue;
    superpose(a, b, grown[i].warp, out.field);
    register_ridges(a, b, grown[i].pairing, grown[i].warp, out.field);
    spread(a, b, grown[i].pairing, grown[i].warp, out.field);
    weigh_minutiae(a, b, pairs, grown[i].warp, grown[i].evidence);
    weigh_ridges(a, out.field, grown[i].evidence);
    const float final_value = value(grown[i]) + comparison::phase_bonus * grown[i].evidence.registration;
    if (out.registered && final_value <= most_final) continue;
    most_final = final_value;
    take(grown[i], out);
    out.registered = true;
  }
}

}  // namespace

void align(const Prepared& a, const Prepared& b, Method method, Alignment& out) noexcept {
  align_one_way(a, b, method, out);
  if (!out.registered || out.evidence.value() >= comparison::certain) return;
  const Evidence evidence = out.evidence;
  const Warp warp = out.warp;
  align_one_way(b, a, method, out);
  const auto other = out.evidence.features;
  out.evidence = evidence;
  out.warp = warp;
  out.found = out.registered = true;
  for (std::size_t i = 0; i < feature_count; ++i) out.evidence.features[i] = 0.5F * (evidence.features[i] + other[i]);
}

}  // namespace limen::fingerprint
