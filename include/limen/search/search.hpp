// One probe against blocks of references. Knows no modality.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "limen/core/candidate.hpp"
#include "limen/core/executor.hpp"
#include "limen/core/id.hpp"
#include "limen/core/result.hpp"
#include "limen/search/concepts.hpp"
#include "limen/search/filter.hpp"
#include "limen/search/options.hpp"

namespace limen::search {

/// A block, whose references they are, and who of them may be seen. All borrowed.
template <class Block, class Key = ReferenceId>
struct Slice {
  const Block* block = nullptr;
  std::span<const Key> ids;         ///< one for each reference of the block; an id stands in one place only
  const Filter* visible = nullptr;  ///< null: all; else of the block's size
};

/// A candidate list, and how much work it stands for.
template <class Key = ReferenceId>
struct Found {
  std::vector<BasicCandidate<Key>> candidates;  ///< sorted by the total order
  std::size_t visible = 0;                      ///< references that might have been candidates: all were compared
  /// Expected at this threshold among these references, of a person who is none of them. Nothing: without a threshold,
  /// or without Options::calibration.
  std::optional<double> expected_false_candidates{};
  friend bool operator==(const Found&, const Found&) = default;
};

/// Compares the probe in full with every visible reference. The same list for any number of threads and any split into
/// slices. A reference scored Score::lowest() is never a candidate. Work is spread by slices: some thousand references
/// a slice are a good size. Errors: invalid_argument (options, or a slice whose sizes differ), cancelled.
template <class Probe, class Block, class Key>
requires Scorable<Probe, Block> Result<Found<Key>> exhaustive(const Probe& probe,
                                                              std::span<const Slice<Block, Key>> slices,
                                                              const Options& options = {}, const Work& work = {});

}  // namespace limen::search

#include "limen/detail/search.hpp"
