// The four ways to search a batch of probes. Each fills the lists of its probes, from `lists` on.
#pragma once

#include <limits>

#include "limen/search/top_k.hpp"

#include "search/panel_scan.hpp"

namespace limen::search {

using EmbeddingCandidate = EmbeddingCandidates::Candidate;
using FloatTopK = TopK<ReferenceId, float>;

/// What all modes are given.
struct Search {
  const EmbeddingIndex::State& state;
  Visible visible;
  std::size_t candidates;  ///< at least 1, at most visible.count()
  float threshold;         ///< −infinity: none
  const EmbeddingQuery& query;
  EmbeddingCandidates& found;
};

Result<void> search_certified(const Search& search, const Batch& batch, const Work& work);
Result<void> search_quantised(const Search& search, const Batch& batch, const Work& work);
Result<void> search_floating(const Search& search, const Batch& batch, const Work& work);
Result<void> search_cascade(const Search& search, const Batch& batch, const Work& work);

}  // namespace limen::search
