// The stages of a search over the rows of an Index, each a list of rows in and votes out.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/simd/target.hpp"

#include "fingerprint/agreement.hpp"
#include "fingerprint/index_state.hpp"
#include "fingerprint/search_probe.hpp"

namespace limen::fingerprint {

/// Rows, ascending: references without and with ridge maps.
using RowLists = std::array<std::vector<std::uint32_t>, 2>;
inline std::size_t count_of(const RowLists& rows) noexcept { return rows[0].size() + rows[1].size(); }
RowLists split(const Index::State& state, std::span<const std::uint32_t> rows);

/// Positions, by their number.
using Positions = std::bitset<finger_positions.size()>;
/// Where a finger of this position may stand: there, or at none; anywhere if it is unknown.
Positions positions_for(FingerPosition position, bool neighbours) noexcept;

/// Those that can be compared, may be seen, and stand at one of the positions.
RowLists visible_rows(const Index::State& state, const search::Filter* filter, const Positions& positions);

/// One probe and the rows it is asked about.
struct Task {
  const SearchProbe* probe;
  const RowLists* rows;
};

/// A run of rows of one kind in one chunk, and the tasks whose rows they are.
struct Piece {
  std::size_t kind;  ///< of the references: 1 with ridge maps
  std::span<const std::uint32_t> rows;
  std::vector<std::size_t> tasks;
};
/// Tasks that share one RowLists share the pieces, so that rows are read from memory once.
std::vector<Piece> pieces_of(std::span<const Task> tasks, std::size_t length);

enum class Stage : std::uint8_t { codes, descriptors, alignment };

/// Votes of `rows` (at most max_piece), all of one kind and in one chunk.
inline constexpr std::size_t max_piece = 1024;
void vote(const Index::State& state, Stage stage, const SearchProbe& probe, std::size_t kind,
          std::span<const std::uint32_t> rows, std::uint32_t* votes) noexcept;

/// What the alignment finds of one row.
Agreement agreement_of(const Index::State& state, const SearchProbe& probe, std::uint32_t row) noexcept;

/// Runs a stage over all rows of all tasks: sink(worker, task, rows, votes) for each piece.
template <class Sink>
Result<void> run_stage(const Index::State& state, Stage stage, std::span<const Task> tasks, const Work& work,
                       Sink sink) {
  // Small enough for the second-level cache, where the other probes of a batch find them.
  const auto pieces = pieces_of(tasks, stage == Stage::codes ? max_piece : 128);
  return for_each(work, pieces.size(), [&](std::size_t p, std::size_t worker) {
    std::array<std::uint32_t, max_piece> votes;
    for (const auto task : pieces[p].tasks) {
      vote(state, stage, *tasks[task].probe, pieces[p].kind, pieces[p].rows, votes.data());
      sink(worker, task, pieces[p].rows, votes.data());
    }
  });
}

}  // namespace limen::fingerprint
