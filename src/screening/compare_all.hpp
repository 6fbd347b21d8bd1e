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

struct Compared {
  std::vector<SubjectCandidate> candidates;  ///< in order, at most as many as asked
  std::size_t compared = 0;
};

/// Subjects come up by their fingers together, or by a face; each of them is compared in full with all probes.
Result<Compared> compare_all(const View& view, const std::vector<fingerprint::Probe>& fingers,
                             const std::vector<face::Probe>& faces, const ScreenRequest& request);

}  // namespace limen
