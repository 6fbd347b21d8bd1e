// The searching itself: probes against a view, without audit and without policy.
#pragma once

#include <cstddef>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/face/probe.hpp"
#include "limen/fingerprint/probe.hpp"
#include "limen/gallery/view.hpp"
#include "limen/screening/screen.hpp"

namespace limen {

/// A probe as it is searched.
struct FingerProbe {
  FingerPosition position;
  fingerprint::Probe probe;
};

struct Compared {
  std::vector<SubjectCandidate> candidates;  ///< in order, at most as many as asked
  std::size_t compared = 0;
};

/// Shortlists by each probe, then compares every shortlisted subject with all of them.
Result<Compared> compare_all(const View& view, const std::vector<FingerProbe>& fingers,
                             const std::vector<face::Probe>& faces, const ScreenRequest& request);

}  // namespace limen
