#include "fingerprint/comparator.hpp"

#include "fingerprint/registration.hpp"
#include "fingerprint/seeds.hpp"

namespace limen::fingerprint {
namespace {

/// A hypothesis grown into a flexible warp, with its first evidence.
struct Grown {
  Warp warp;
  Pairing pairing;
  Evidence evidence;
};

}  // namespace

void align(const Prepared& a, const Prepared& b, Alignment& out) noexcept {
  Pairs pairs;
  find_pairs(a, b, pairs);
  Hypotheses hypotheses;
  propose(a, b, pairs, hypotheses);

  std::array<Grown, static_cast<std::size_t>(comparison::max_hypotheses)> grown;
  float best = -1;
  for (std::size_t i = 0; i < hypotheses.count; ++i) {
    Hypothesis& hypothesis = hypotheses.at[i];
    refine_rigid(a, b, pairs, hypothesis);
    grown[i].pairing = hypothesis.pairing;
    grow(a, b, pairs, hypothesis.motion, grown[i].pairing, grown[i].warp);
    superpose(a, b, grown[i].warp, out.field);
    gather(a, b, pairs, grown[i].warp, out.field, grown[i].evidence);
    if (grown[i].evidence.quick > best) {
      best = grown[i].evidence.quick;
      out.evidence = grown[i].evidence;
      out.warp = grown[i].warp;
      out.found = true;
    }
  }
  if (best < comparison::quick_threshold) return;

  float best_final = -1;
  for (std::size_t i = 0; i < hypotheses.count; ++i) {
    if (!(grown[i].evidence.quick > best - comparison::quick_margin)) continue;
    superpose(a, b, grown[i].warp, out.field);
    register_ridges(a, b, grown[i].pairing, grown[i].warp, out.field);
    Evidence evidence;
    gather(a, b, pairs, grown[i].warp, out.field, evidence);
    const float value = evidence.quick + 3 * evidence[Feature::registration];
    if (value > best_final) {
      best_final = value;
      out.evidence = evidence;
      out.warp = grown[i].warp;
      out.registered = true;
    }
  }
}

}  // namespace limen::fingerprint
