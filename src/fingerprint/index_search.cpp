// What is asked is checked; then the probes pass the stages, batch by batch.
#include <algorithm>
#include <compare>

#include "limen/detail/core/part_of.hpp"
#include "limen/search/top_k.hpp"

#include "fingerprint/full_stage.hpp"
#include "fingerprint/index_query.hpp"
#include "fingerprint/shortlist.hpp"

namespace limen::fingerprint {
namespace {

constexpr std::size_t probes_a_batch = 16;

/// The rows that a stage hands on: of each probe the best so many.
Result<void> pass(const Index::State& state, Stage stage, std::span<Asked> asked, std::size_t StageSizes::*keep,
                  const Work& work) {
  std::vector<Task> tasks;
  std::vector<std::size_t> whose;
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (asked[i].sizes.*keep < count_of(*asked[i].rows)) {
      tasks.push_back({asked[i].probe.get(), asked[i].rows});
      whose.push_back(i);
    }
  const std::size_t workers = concurrency(work);
  std::vector<Shortlist> lists;  // task by task, in each worker by worker
  for (const auto i : whose)
    for (std::size_t w = 0; w < workers; ++w) lists.emplace_back(asked[i].sizes.*keep, state.ids.span());
  const auto done = run_stage(state, stage, tasks, work,
                              [&](std::size_t worker, std::size_t task, std::span<const std::uint32_t> rows,
                                  const std::uint32_t* votes) { lists[task * workers + worker].offer(rows, votes); });
  if (!done) return done;
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    auto& list = lists[t * workers];
    for (std::size_t w = 1; w < workers; ++w) list.merge(lists[t * workers + w]);
    auto& one = asked[whose[t]];
    one.chosen = std::make_unique<const RowLists>(split(state, list.take()));
    one.rows = one.chosen.get();
  }
  return {};
}

/// Ordered by the id, so that lists do not depend on where a reference stands.
struct Place {
  ReferenceId id{};
  std::uint32_t row = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};
struct Points {
  Score evidence{};  // −log10 of the false-match rate
  Score score{};
  friend auto operator<=>(const Points&, const Points&) = default;
};

/// Compares what is left in full.
Result<void> compare_left(const Index::State& state, std::span<const Asked> asked, const IndexQuery& query,
                          const Work& work, std::span<std::vector<IndexCandidate>> lists) {
  struct Run {
    std::size_t probe;
    std::span<const std::uint32_t> rows;
  };
  constexpr std::size_t length = 16;  // some milliseconds
  std::vector<Run> runs;
  for (std::size_t i = 0; i < asked.size(); ++i)
    for (const auto& kind : *asked[i].rows)
      for (std::size_t from = 0; from < kind.size(); from += length)
        runs.push_back({i, std::span(kind).subspan(from, std::min(length, kind.size() - from))});
  FullStage full(state, work);
  std::vector<search::TopK<Place, Points>> best(asked.size() * concurrency(work),
                                                search::TopK<Place, Points>(query.candidates));
  const auto done = for_each(work, runs.size(), [&](std::size_t r, std::size_t worker) {
    for (const auto row : runs[r].rows) {
      const auto made = full.compare(*asked[runs[r].probe].finger, row, worker);
      if (!made || (query.threshold && made->minus_log10_fmr < *query.threshold)) continue;
      best[worker * asked.size() + runs[r].probe].offer({made->id, row},
                                                        {Score::from(made->minus_log10_fmr), made->score});
    }
  });
  if (!done) return done;
  if (auto whole = full.failed(); !whole) return whole;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    for (std::size_t w = 1; w < concurrency(work); ++w) best[i].merge(best[w * asked.size() + i]);
    for (const auto& [place, points] : best[i].take())
      lists[i].push_back(candidate(state, *asked[i].finger, place.row, points.score));
  }
  return {};
}

Result<void> search_batch(const Index::State& state, std::span<const Probe> probes, const IndexQuery& query,
                          const Work& work, std::size_t first, IndexCandidates& found) {
  VisibleRows visible(state, query.filter);
  const RowLists none;
  std::vector<Asked> asked(probes.size());
  for (std::size_t i = 0; i < probes.size(); ++i) {
    const auto& finger = probes[i].prepared();
    const auto& rows = visible.at(positions_for(finger.position, query.neighbours));
    found.visible[first + i] = count_of(rows);
    const bool comparable = finger.count >= comparison::min_minutiae && query.candidates != 0;
    asked[i].finger = &finger;
    asked[i].rows = comparable ? &rows : &none;
    asked[i].sizes = found.stages[first + i] = stage_sizes(count_of(*asked[i].rows), query.loss, query.profile);
  }
  if (auto done = prepare_stages(asked, work); !done) return done;
  const auto part = [&](std::size_t from, std::size_t to) { return part_of(work, from, to); };
  if (auto done = pass(state, Stage::codes, asked, &StageSizes::described, part(0, 400)); !done) return done;
  if (auto done = pass(state, Stage::descriptors, asked, &StageSizes::aligned, part(400, 550)); !done) return done;
  if (auto done = pass(state, Stage::alignment, asked, &StageSizes::compared, part(550, 600)); !done) return done;
  return compare_left(state, asked, query, part(600, 1000), std::span(found.lists).subspan(first, probes.size()));
}

}  // namespace

Result<IndexCandidates> Index::search(std::span<const Probe> probes, const IndexQuery& query, const Work& work) const {
  if (auto ok = check(*state_, query); !ok) return ok.error();
  IndexCandidates found{std::vector<std::vector<IndexCandidate>>(probes.size()),
                        std::vector<std::size_t>(probes.size()), std::vector<StageSizes>(probes.size())};
  for (std::size_t first = 0; first < probes.size(); first += probes_a_batch) {
    const std::size_t count = std::min(probes_a_batch, probes.size() - first);
    const auto part = part_of(work, 1000 * first / probes.size(), 1000 * (first + count) / probes.size());
    if (auto done = search_batch(*state_, probes.subspan(first, count), query, part, first, found); !done)
      return done.error();
  }
  return found;
}

}  // namespace limen::fingerprint
