#include "fingerprint/cascade.hpp"

#include <algorithm>

namespace limen::fingerprint {

RowLists split(const Index::State& state, std::span<const std::uint32_t> rows) {
  RowLists lists;
  for (const auto row : rows) lists[state.maps[row]].push_back(row);
  return lists;
}

Positions positions_for(FingerPosition position, bool neighbours) noexcept {
  Positions positions;
  const auto at = static_cast<std::size_t>(position);
  if (position == FingerPosition::unknown) return positions.set();
  positions.set(at).set(static_cast<std::size_t>(FingerPosition::unknown));
  constexpr std::size_t hand = 5;  // positions count from 1, five a hand
  if (neighbours && (at - 1) % hand != 0) positions.set(at - 1);
  if (neighbours && at % hand != 0) positions.set(at + 1);
  return positions;
}

RowLists visible_rows(const Index::State& state, const search::Filter* filter, const Positions& positions) {
  RowLists lists;
  for (auto& list : lists) list.reserve(state.size);  // costs nothing where nothing is written
  const auto visit = [&](std::size_t row) {
    if (state.counts[row] != 0 && positions.test(static_cast<std::size_t>(state.positions[row])))
      lists[state.maps[row]].push_back(static_cast<std::uint32_t>(row));
  };
  if (filter != nullptr) {
    filter->for_each(visit);
  } else {
    for (std::size_t row = 0; row < state.size; ++row) visit(row);
  }
  return lists;
}

std::vector<Piece> pieces_of(std::span<const Task> tasks, std::size_t length) {
  std::vector<Piece> pieces;
  std::vector<bool> done(tasks.size());
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    if (done[t]) continue;
    std::vector<std::size_t> sharing;
    for (std::size_t other = t; other < tasks.size(); ++other)
      if (tasks[other].rows == tasks[t].rows) sharing.push_back(other), done[other] = true;
    for (std::size_t kind = 0; kind < tasks[t].rows->size(); ++kind) {
      const std::span<const std::uint32_t> rows((*tasks[t].rows)[kind]);
      for (std::size_t from = 0, to = 0; from < rows.size(); from = to) {
        const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(from);
        const auto end = begin + static_cast<std::ptrdiff_t>(std::min(length, rows.size() - from));
        const auto chunk_end = static_cast<std::uint32_t>((chunk_of(rows[from]) + 1) * chunk_rows);
        to = static_cast<std::size_t>(std::lower_bound(begin, end, chunk_end) - rows.begin());
        pieces.push_back({kind, rows.subspan(from, to - from), sharing});
      }
    }
  }
  return pieces;
}

namespace {

void vote_by_codes(const Forms& forms, const SearchProbe& probe, std::size_t kind,
                   std::span<const std::uint32_t> places, std::uint32_t* votes) noexcept {
  const auto& limits = probe.limits[kind];
  simd::active().code_votes({.probe = probe.codes.data(),
                             .offsets = limits.offsets.data(),
                             .weights = limits.weights.data(),
                             .references = forms.codes.data()->bits,
                             .stride = form_minutiae * 2,
                             .rows = places.data(),
                             .size = places.size()},
                            votes);
}

void vote_by_descriptors(const Forms& forms, const SearchProbe& probe, std::size_t kind,
                         std::span<const std::uint32_t> places, std::uint32_t* votes, std::int32_t* keys) noexcept {
  const auto& limits = probe.limits[kind];
  simd::active().descriptor_votes({.probe = probe.descriptors.data(),
                                   .n = search_descriptor_size,
                                   .floors = limits.floors.data(),
                                   .weights = limits.slopes.data(),
                                   .references = forms.descriptors.data()->data(),
                                   .stride = form_minutiae * search_descriptor_size,
                                   .sums = forms.sums.data(),
                                   .rows = places.data(),
                                   .size = places.size()},
                                  votes, keys);
}

/// agreed(k, agreement) for each row.
template <class Agreed>
void align(const Forms& forms, const SearchProbe& probe, std::size_t kind, std::span<const std::uint32_t> places,
           const std::uint8_t* counts, Agreed agreed) noexcept {
  constexpr std::size_t at_once = 16;
  std::array<std::int32_t, at_once * form_minutiae> keys;
  std::array<std::uint32_t, at_once> votes;
  for (std::size_t from = 0; from < places.size(); from += at_once) {
    const auto some = places.subspan(from, std::min(at_once, places.size() - from));
    vote_by_descriptors(forms, probe, kind, some, votes.data(), keys.data());
    for (std::size_t k = 0; k < some.size(); ++k) {
      const std::size_t at = some[k] * form_minutiae;
      const FormRow row{counts[some[k]], forms.descriptors.data() + at, forms.spots.data() + at,
                        forms.turns.data() + at};
      agreed(from + k, agree(probe, probe.limits[kind], keys.data() + k * form_minutiae, row));
    }
  }
}

/// Of the chunk that the row is in.
const std::uint8_t* counts_of(const Index::State& state, std::uint32_t row) noexcept {
  return state.counts.data() + chunk_of(row) * chunk_rows;
}

}  // namespace

void vote(const Index::State& state, Stage stage, const SearchProbe& probe, std::size_t kind,
          std::span<const std::uint32_t> rows, std::uint32_t* votes) noexcept {
  if (rows.empty()) return;
  std::array<std::uint32_t, max_piece> buffer;
  for (std::size_t k = 0; k < rows.size(); ++k) buffer[k] = static_cast<std::uint32_t>(place_of(rows[k]));
  const std::span<const std::uint32_t> places(buffer.data(), rows.size());
  const auto& forms = state.forms(rows.front());
  switch (stage) {
    case Stage::codes: return vote_by_codes(forms, probe, kind, places, votes);
    case Stage::descriptors: return vote_by_descriptors(forms, probe, kind, places, votes, nullptr);
    case Stage::alignment:
      return align(forms, probe, kind, places, counts_of(state, rows.front()),
                   [votes](std::size_t k, const Agreement& agreement) { votes[k] = evidence_of(agreement); });
  }
}

Agreement agreement_of(const Index::State& state, const SearchProbe& probe, std::uint32_t row) noexcept {
  const auto place = static_cast<std::uint32_t>(place_of(row));
  Agreement found;
  align(state.forms(row), probe, state.maps[row], std::span(&place, 1), counts_of(state, row),
        [&found](std::size_t, const Agreement& agreement) { found = agreement; });
  return found;
}

}  // namespace limen::fingerprint
