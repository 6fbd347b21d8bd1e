// Several fingers of one person: each stage sums the votes of all fingers for all persons before it leaves anybody out.
#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "fingerprint/full_stage.hpp"
#include "fingerprint/index_query.hpp"

namespace limen::fingerprint {
namespace {

constexpr std::size_t least_persons = 32;  // compared in full, whatever the share gives

/// A probe whose rows change from stage to stage.
struct Finger {
  const Prepared* finger;
  RowLists rows;
  std::unique_ptr<const SearchProbe> probe{};
};

/// Persons with at least one row.
std::vector<std::uint32_t> persons_of(const Index::State& state, std::span<const Finger> fingers) {
  std::vector<bool> seen(state.people);
  for (const auto& finger : fingers)
    for (const auto& kind : finger.rows)
      for (const auto row : kind) seen[state.persons[row]] = true;
  std::vector<std::uint32_t> persons;
  for (std::uint32_t person = 1; person < seen.size(); ++person)
    if (seen[person]) persons.push_back(person);
  return persons;
}

/// Of each person: the votes of its best reference, summed over the fingers. A finger that speaks against a person says
/// no more than one that is missing.
Result<std::vector<std::uint32_t>> sums_of(const Index::State& state, Stage stage, std::span<const Finger> fingers,
                                           const Work& work) {
  std::vector<std::uint32_t> sums(state.people), best(state.people), votes_of_row(state.size);
  for (const auto& finger : fingers) {
    const Task task{finger.probe.get(), &finger.rows};
    const auto done =
        run_stage(state, stage, std::span(&task, 1), {work.executor, work.stop, {}},
                  [&](std::size_t, std::size_t, std::span<const std::uint32_t> rows, const std::uint32_t* votes) {
                    for (std::size_t k = 0; k < rows.size(); ++k) votes_of_row[rows[k]] = votes[k];
                  });
    if (!done) return done.error();
    std::ranges::fill(best, stage == Stage::alignment ? no_evidence : 0U);
    for (const auto& kind : finger.rows)
      for (const auto row : kind) {
        auto& most = best[state.persons[row]];
        most = std::max(most, votes_of_row[row]);
      }
    for (std::size_t person = 0; person < sums.size(); ++person) sums[person] += best[person];
  }
  return sums;
}

/// Keeps the rows of the best `keep` persons (more votes, then the lower subject) and those of `also`.
Result<void> pass(const Index::State& state, Stage stage, std::span<Finger> fingers,
                  std::span<const SubjectId> subject_of, std::span<const std::uint32_t> also,
                  std::vector<std::uint32_t>& persons, std::size_t keep, const Work& work) {
  if (persons.size() <= keep) return {};
  const auto sums = sums_of(state, stage, fingers, work);
  if (!sums) return sums.error();
  std::ranges::nth_element(persons, persons.begin() + static_cast<std::ptrdiff_t>(keep), {},
                           [&](std::uint32_t person) { return std::tuple(~(*sums)[person], subject_of[person]); });
  persons.resize(keep);
  std::vector<bool> kept(state.people);
  for (const auto person : persons) kept[person] = true;
  for (const auto person : also) kept[person] = true;
  for (auto& finger : fingers)
    for (auto& kind : finger.rows) std::erase_if(kind, [&](std::uint32_t row) { return !kept[state.persons[row]]; });
  return {};
}

/// Takes those of these subjects out of `persons`.
std::vector<std::uint32_t> take_out(std::vector<std::uint32_t>& persons, std::span<const SubjectId> subject_of,
                                    std::span<const SubjectId> subjects) {
  if (subjects.empty()) return {};
  std::vector<SubjectId> sorted(subjects.begin(), subjects.end());
  std::ranges::sort(sorted);
  const auto rest = std::stable_partition(persons.begin(), persons.end(), [&](std::uint32_t person) {
    return !std::ranges::binary_search(sorted, subject_of[person]);
  });
  std::vector<std::uint32_t> taken(rest, persons.end());
  persons.erase(rest, persons.end());
  return taken;
}

/// Whose number is whose.
std::vector<SubjectId> subjects_of(const Index::State& state) {
  std::vector<SubjectId> subjects(state.people);
  for (std::size_t row = 0; row < state.size; ++row) subjects[state.persons[row]] = state.subjects[row];
  return subjects;
}

auto rank_of(const IndexCandidate& candidate) noexcept {
  return std::tuple(Score::from(-candidate.minus_log10_fmr), -std::int64_t{candidate.score.milli}, candidate.id);
}

/// Compares in full what is left.
Result<std::vector<PersonCandidate>> compare_left(const Index::State& state, std::span<const Finger> fingers,
                                                  std::span<const std::uint32_t> persons,
                                                  std::span<const SubjectId> subject_of, const Work& work) {
  struct Pair {
    std::size_t finger;
    std::uint32_t row;
  };
  std::vector<Pair> pairs;
  for (std::size_t f = 0; f < fingers.size(); ++f)
    for (const auto& kind : fingers[f].rows)
      for (const auto row : kind) pairs.push_back({f, row});
  std::vector<std::optional<IndexCandidate>> made(pairs.size());
  FullStage full(state, work);
  const auto done = for_each(work, pairs.size(), [&](std::size_t i, std::size_t worker) {
    made[i] = full.compare(*fingers[pairs[i].finger].finger, pairs[i].row, worker);
  });
  if (!done) return done.error();
  if (auto whole = full.failed(); !whole) return whole.error();

  std::vector<std::size_t> place(state.people);
  std::vector<PersonCandidate> candidates(persons.size());
  for (std::size_t p = 0; p < persons.size(); ++p) {
    place[persons[p]] = p;
    candidates[p] = {subject_of[persons[p]], 0, std::vector<IndexCandidate>(fingers.size()),
                     std::vector<std::size_t>(fingers.size())};
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (!made[i]) continue;
    auto& candidate = candidates[place[state.persons[pairs[i].row]]];
    ++candidate.compared[pairs[i].finger];
    auto& best = candidate.fingers[pairs[i].finger];
    if (!best.id || rank_of(*made[i]) < rank_of(best)) best = *made[i];
  }
  for (auto& candidate : candidates)
    for (const auto& finger : candidate.fingers) candidate.minus_log10_fmr += finger.minus_log10_fmr;
  return candidates;
}

}  // namespace

Result<std::vector<PersonCandidate>> Index::search_person(std::span<const Probe> probes, const IndexQuery& query,
                                                          const Work& work) const {
  const auto& state = std::as_const(*state_);
  if (auto ok = check(state, query); !ok) return ok.error();
  std::vector<Finger> fingers;
  for (const auto& probe : probes) {
    const auto& finger = probe.prepared();
    fingers.push_back({&finger, {}});
    if (finger.count < comparison::min_minutiae) continue;
    fingers.back().rows = visible_rows(state, query.filter, positions_for(finger.position, query.neighbours));
    for (auto& kind : fingers.back().rows)
      std::erase_if(kind, [&](std::uint32_t row) { return state.persons[row] == 0; });
  }
  auto persons = persons_of(state, fingers);
  if (persons.empty() || query.candidates == 0) return std::vector<PersonCandidate>{};
  auto sizes = stage_sizes(persons.size(), query.loss, query.profile);
  if (query.profile != Profile::exhaustive)  // the fingers of a person speak for one another
    sizes.compared = std::min(persons.size(), std::max(least_persons, sizes.compared / fingers.size()));
  const auto subject_of = subjects_of(state);
  const auto also = take_out(persons, subject_of, query.also);
  if (sizes.compared < persons.size()) {
    const auto done = for_each({work.executor, work.stop, {}}, fingers.size(), [&](std::size_t i, std::size_t) {
      fingers[i].probe = std::make_unique<const SearchProbe>(*fingers[i].finger);
    });
    if (!done) return done.error();
  }
  for (const auto& [stage, keep] :
       {std::pair{Stage::codes, sizes.described}, std::pair{Stage::descriptors, sizes.aligned},
        std::pair{Stage::alignment, sizes.compared}})
    if (auto done = pass(state, stage, fingers, subject_of, also, persons, keep, work); !done) return done.error();
  persons.insert(persons.end(), also.begin(), also.end());

  auto candidates = compare_left(state, fingers, persons, subject_of, work);
  if (!candidates) return candidates;
  std::erase_if(*candidates, [&](const PersonCandidate& candidate) {
    const bool nothing =
        std::ranges::none_of(candidate.fingers, [](const auto& finger) { return static_cast<bool>(finger.id); });
    return nothing || (query.threshold && candidate.minus_log10_fmr < *query.threshold);
  });
  std::ranges::sort(*candidates, {}, [](const PersonCandidate& candidate) {
    return std::tuple(Score::from(-candidate.minus_log10_fmr), candidate.subject);
  });
  if (candidates->size() > query.candidates) candidates->resize(query.candidates);
  return candidates;
}

}  // namespace limen::fingerprint
