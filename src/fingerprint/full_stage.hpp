// The last stage: the full comparison with rows of an Index, whose templates are read and prepared when they are
// needed.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "fingerprint/comparator.hpp"
#include "fingerprint/index_state.hpp"

namespace limen::fingerprint {

/// A comparison as a candidate, with what its score stands for.
IndexCandidate candidate(const Index::State& state, const Prepared& probe, std::uint32_t row, Score score);

/// Several threads may compare; each with its own worker number.
class FullStage {
 public:
  FullStage(const Index::State& state, const Work& work);

  /// Nothing if the two cannot be compared, or if the row's template is damaged: then failed() says so.
  std::optional<IndexCandidate> compare(const Prepared& probe, std::uint32_t row, std::size_t worker);

  /// Error: corrupt, naming the reference.
  Result<void> failed() const;

 private:
  const Index::State& state_;
  std::vector<std::unique_ptr<Alignment>> alignments_;  // one a worker: they are large
  std::atomic<std::uint64_t> damaged_{UINT64_MAX};      // the first such row
};

}  // namespace limen::fingerprint
