// Bodies of search/search.hpp; not for users.
#pragma once

#include <algorithm>
#include <cmath>
#include <compare>
#include <string>

#include "limen/search/search.hpp"
#include "limen/search/top_k.hpp"

namespace limen::search {
namespace detail {

/// Where a reference stands; ordered by its id first, so that lists of places stand in the candidates' total order.
template <class Key>
struct Place {
  Key id{};
  std::size_t slice = 0;
  std::size_t index = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

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

/// The same work, its progress told as thousandths of the whole: from `begin` to `end`.
inline Work part_of(const Work& work, std::size_t begin, std::size_t end) {
  Work part = work;
  if (work.progress)
    part.progress = [&work, begin, end](std::size_t done, std::size_t total) {
      work.progress(begin + (end - begin) * done / total, 1000);
    };
  return part;
}

/// Scores each slice with `stage`, which may leave out what is below the least score of interest, and keeps the best k
/// visible references whose score is at least `least`.
template <class Block, class Key, class Stage>
Result<std::vector<BasicCandidate<Place<Key>>>> best_places(std::span<const Slice<Block, Key>> slices, std::size_t k,
                                                            Score least, const Work& work, Stage stage) {
  struct Worker {
    TopK<Place<Key>> best;
    std::vector<Score> scores;
  };
  std::vector<Worker> workers(concurrency(work), Worker{TopK<Place<Key>>(k), {}});
  auto done = limen::for_each(work, slices.size(), [&](std::size_t s, std::size_t w) {
    const auto& slice = slices[s];
    auto& [best, scores] = workers[w];
    scores.resize(slice.ids.size());
    if (scores.empty() || (slice.visible != nullptr && slice.visible->count() == 0)) return;
    stage(slice, best.full() && k != 0 ? std::max(least, best.last().score) : least, std::span<Score>(scores));
    const auto offer = [&, &best = best, &scores = scores](std::size_t i) {
      if (scores[i] >= least && scores[i] != Score::lowest() && best.may_keep(scores[i]))
        best.offer({slice.ids[i], s, i}, scores[i]);
    };
    if (slice.visible != nullptr) {
      slice.visible->for_each(offer);
    } else {
      for (std::size_t i = 0; i < scores.size(); ++i) offer(i);
    }
  });
  if (!done) return std::move(done).error();
  for (std::size_t w = 1; w < workers.size(); ++w) workers[0].best.merge(workers[w].best);
  return workers[0].best.take();
}

}  // namespace detail

template <class Probe, class Block, class Key>
requires Scorable<Probe, Block> Result<Found<Key>> exhaustive(const Probe& probe,
                                                              std::span<const Slice<Block, Key>> slices,
                                                              const Options& options, const Work& work) {
  if (auto ok = check(options); !ok) return std::move(ok).error();
  const auto visible = detail::visible_in(slices);
  if (!visible) return visible.error();
  auto places = detail::best_places(
      slices, options.candidates, least_score(options, *visible), work,
      [&](const auto& slice, Score from, std::span<Score> out) { detail::score_slice(probe, slice, from, out); });
  if (!places) return std::move(places).error();
  Found<Key> found{{}, *visible, *visible, expected_false_candidates(options, *visible)};
  found.candidates.reserve(places->size());
  for (const auto& [place, points] : *places) found.candidates.push_back({place.id, points});
  return found;
}

template <class Probe, class Block, class Key>
requires Cascaded<Probe, Block> Result<Found<Key>> cascade(const Probe& probe,
                                                           std::span<const Slice<Block, Key>> slices,
                                                           const Options& options, const Work& work) {
  if (auto ok = check(options); !ok) return std::move(ok).error();
  const auto visible = detail::visible_in(slices);
  if (!visible) return visible.error();
  const auto fraction = static_cast<std::size_t>(std::ceil(options.keep * static_cast<double>(*visible)));
  auto kept = detail::best_places(
      slices, std::max(fraction, options.keep_at_least), Score::lowest(), detail::part_of(work, 0, 500),
      [&](const auto& slice, Score, std::span<Score> out) { first_stage(probe, *slice.block, out); });
  if (!kept) return std::move(kept).error();

  const Score least = least_score(options, *visible);
  std::vector<TopK<Key>> best(concurrency(work), TopK<Key>(options.candidates));
  auto done = limen::for_each(detail::part_of(work, 500, 1000), kept->size(), [&](std::size_t i, std::size_t w) {
    const auto& place = (*kept)[i].id;
    const Score points = compare(probe, *slices[place.slice].block, place.index);
    if (points >= least && points != Score::lowest()) best[w].offer(place.id, points);
  });
  if (!done) return std::move(done).error();
  for (std::size_t w = 1; w < best.size(); ++w) best[0].merge(best[w]);
  return Found<Key>{best[0].take(), *visible, kept->size(), expected_false_candidates(options, *visible)};
}

}  // namespace limen::search
