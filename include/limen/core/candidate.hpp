// Candidates, and the one order they stand in.
#pragma once

#include <compare>
#include <cstddef>
#include <vector>

#include "limen/core/id.hpp"
#include "limen/core/score.hpp"

namespace limen {

/// One entry of a candidate list.
template <class Key, class Points = Score>
struct BasicCandidate {
  Key id{};
  Points score{};

  friend constexpr bool operator==(const BasicCandidate&, const BasicCandidate&) = default;
  /// The one total order: the higher score first, then the lower id. `a < b` means a stands before b.
  friend constexpr bool operator<(const BasicCandidate& a, const BasicCandidate& b) noexcept {
    return a.score != b.score ? a.score > b.score : a.id < b.id;
  }
};

using Candidate = BasicCandidate<ReferenceId>;
using CandidateList = std::vector<Candidate>;  ///< sorted by the total order

}  // namespace limen
