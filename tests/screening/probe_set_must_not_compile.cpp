// Probes are handed over, never copied, and a search has a view and a log.
#include "limen/screening/decide.hpp"

limen::Result<limen::ScreenResult> asked(const limen::View& view, limen::ProbeSet& probes, limen::Audit& audit) {
#if LIMEN_FAULT == 1  // expected: deleted
  const limen::ProbeSet copy(probes);
#endif
#if LIMEN_FAULT == 2  // expected: cannot bind|no matching|expects an rvalue
  return limen::screen(view, probes, {.officer = "x"}, audit);
#endif
#if LIMEN_FAULT == 3  // expected: too few|no matching
  return limen::screen(view, std::move(probes), {.officer = "x"});
#endif
#if LIMEN_FAULT == 4  // expected: deleted
  const limen::Audit copy(audit);
#endif
  return limen::screen(view, std::move(probes), {.officer = "x"}, audit);
}
