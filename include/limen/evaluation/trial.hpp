// The comparisons of one experiment.
#pragma once

#include <cstdint>

#include "limen/core/score.hpp"

namespace limen::evaluation {

/// One comparison trial. Samples are numbered by the caller from 0. A comparison that could not be made (failure to
/// extract, refused comparison) has Score::lowest(): it is a non-match at every threshold and is never dropped.
struct Trial {
  Score score = Score::lowest();
  bool mated = false;           ///< both samples come from the same finger or face
  std::uint32_t probe = 0;      ///< sample number
  std::uint32_t reference = 0;  ///< sample number
  friend bool operator==(const Trial&, const Trial&) = default;
};

}  // namespace limen::evaluation
