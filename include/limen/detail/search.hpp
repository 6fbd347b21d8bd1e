// Bodies of search/search.hpp; not for users.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "limen/search/search.hpp"
#include "limen/search/top_k.hpp"

namespace limen::search {
namespace detail {

template <class Block, class Key>
Result<std::size_t> visible_in(std::span<const Slice<Block, Key>> slices) {
  std::size_t sum = 0;
  for (std::size_t s = 0; s < slices.size(); ++s) {
    const auto& slice = slices[s];
    const std::size_t references = slice.block != nullptr ? slice.block->size() : 0;
    const std::size_t bits = slice.visible != nullptr ? slice.visible->size() : references;
    if (slice.ids.size() != references || bits != references)
      return Error{ErrorCode::invalid_argument,
                   "search: slice " + std::to_string(s) + " has " + std::to_string(references) + " references, " +
                       std::to_string(slice.ids.size()) + " ids, " + std::to_string(bits) + " filter bits"};
    sum += slice.visible != nullptr ? slice.visible->count() : references;
  }
  return sum;
}

/// The full scores of a slice that are at least `least`, others or lowest() below it; where few are visible, theirs
/// alone.
template <class Probe, class Block, class Key>
void score_slice(const Probe& probe, const Slice<Block, Key>& slice, Score least, std::span<Score> out) {
  if constexpr (Comparable<Probe, Block>) {
    if (slice.visible != nullptr && slice.visible->count() < out.size() / 4) {
      slice.visible->for_each([&](std::size_t i) { out[i] = compare(probe, *slice.block, i); });
      return;
    }
  }
  if constexpr (Bounded<Probe, Block>) {
    scores_from(probe, *slice.block, least, out);
  } else {
    score(probe, *slice.block, out);
  }
}

}  // namespace detail

template <class Probe, class Block, class Key>
requires Scorable<Probe, Block> Result<Found<Key>> exhaustive(const Probe& probe,
                                                              std::span<const Slice<Block, Key>> slices,
                                                              const Options& options, const Work& work) {
  if (auto ok = check(options); !ok) return std::move(ok).error();
  const auto visible = detail::visible_in(slices);
  if (!visible) return visible.error();
  const Score least = least_score(options, *visible);
  struct Worker {
    TopK<Key> best;
    std::vector<Score> scores;
  };
  std::vector<Worker> workers(concurrency(work), Worker{TopK<Key>(options.candidates), {}});
  auto done = limen::for_each(work, slices.size(), [&](std::size_t s, std::size_t w) {
    const auto& slice = slices[s];
    auto& [best, scores] = workers[w];
    scores.resize(slice.ids.size());
    if (scores.empty() || (slice.visible != nullptr && slice.visible->count() == 0)) return;
    const Score from = best.full() && options.candidates != 0 ? std::max(least, best.last().score) : least;
    detail::score_slice(probe, slice, from, std::span<Score>(scores));
    const auto offer = [&, &best = best, &scores = scores](std::size_t i) {
      if (scores[i] >= least && scores[i] != Score::lowest() && best.may_keep(scores[i]))
        best.offer(slice.ids[i], scores[i]);
    };
    if (slice.visible != nullptr) {
      slice.visible->for_each(offer);
    } else {
      for (std::size_t i = 0; i < scores.size(); ++i) offer(i);
    }
  });
  if (!done) return std::move(done).error();
  for (std::size_t w = 1; w < workers.size(); ++w) workers[0].best.merge(workers[w].best);
  return Found<Key>{workers[0].best.take(), *visible, expected_false_candidates(options, *visible)};
}

}  // namespace limen::search
