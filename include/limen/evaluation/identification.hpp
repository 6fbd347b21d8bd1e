// Closed-set identification: is the right one first?
#pragma once

#include <cstddef>
#include <span>

#include "limen/evaluation/trial.hpp"

namespace limen::evaluation {

/// How many samples found their own finger or face first.
struct Rank1 {
  std::size_t searched = 0;  ///< samples with at least one mated trial
  std::size_t found = 0;     ///< whose best mated score is above each of their non-mated scores
  double rate() const noexcept {
    return searched == 0 ? 0 : static_cast<double>(found) / static_cast<double>(searched);
  }
  friend bool operator==(const Rank1&, const Rank1&) = default;
};

/// Every sample is searched among all the samples it was compared with, whether it stood as probe or as reference.
/// A tie with a non-mated sample, and a sample whose every mated comparison failed, count as not found.
Rank1 rank1(std::span<const Trial> trials);

}  // namespace limen::evaluation
