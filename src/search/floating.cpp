// Every visible reference in float: what certified mode is proved to give, and the slow way to it.
#include "search/modes.hpp"

namespace limen::search {
namespace {

struct Worker {
  std::vector<FloatTopK> best;
  SecureVector<float> rows;   // a panel of originals, widened
  std::vector<float> scores;  // of one probe
};

const float* panel_of(const EmbeddingIndex::State& state, std::size_t first, std::size_t count,
                      SecureVector<float>& rows) {
  if (state.options.originals == Originals::float32) return state.floats.data() + first * state.options.dimension;
  rows.resize(panel_rows * state.options.dimension);
  for (std::size_t r = 0; r < count; ++r) state.original(first + r, rows.data() + r * state.options.dimension);
  return rows.data();
}

}  // namespace

Result<void> search_floating(const Search& search, const Batch& batch, const Work& work) {
  const auto& kernels = simd::active();
  const auto& state = search.state;
  const std::size_t n = state.options.dimension;
  const Slices slices(state.panels(), work);
  std::vector<Worker> workers(
      concurrency(work), {std::vector(batch.count, FloatTopK(search.candidates)), {}, std::vector<float>(panel_rows)});
  auto done = for_each(work, slices.count(), [&](std::size_t s, std::size_t w) {
    Worker& worker = workers[w];
    slices.each_panel(s, search.visible, [&](std::size_t panel, std::uint64_t seen, std::size_t) {
      const std::size_t first = panel * panel_rows, count = std::min(panel_rows, state.size - first);
      const float* originals = panel_of(state, first, count, worker.rows);
      for (std::size_t p = 0; p < batch.count; ++p) {
        kernels.dot_f32_rows(batch.probes.unit(batch.first + p), originals, n, n, count, worker.scores.data());
        for (std::size_t r = 0; r < count; ++r)
          if (worker.scores[r] >= search.threshold && worker.best[p].may_keep(worker.scores[r]) &&
              (seen >> r & 1U) != 0)
            worker.best[p].offer(state.ids[first + r], worker.scores[r]);
      }
    });
  });
  if (!done) return done;
  for (std::size_t p = 0; p < batch.count; ++p) {
    for (std::size_t w = 1; w < workers.size(); ++w) workers[0].best[p].merge(workers[w].best[p]);
    search.found.lists[batch.first + p] = workers[0].best[p].take();
  }
  return {};
}

}  // namespace limen::search
