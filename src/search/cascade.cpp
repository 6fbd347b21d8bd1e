// Sign bits first: the references that differ in the fewest are compared in full. Approximate, and says so.
#include <cmath>

#include "search/modes.hpp"

namespace limen::search {
namespace {

/// A reference and its row; ordered by the id, so that what is kept does not depend on where it stands.
struct Place {
  ReferenceId id{};
  std::size_t row = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};
using Nearest = TopK<Place>;

std::vector<std::uint64_t> signs_of(const float* unit, std::size_t n, std::size_t words) {
  std::vector<std::uint64_t> signs(words);
  for (std::size_t i = 0; i < n; ++i) signs[i / 64] |= std::uint64_t{unit[i] < 0} << i % 64;
  return signs;
}

Result<std::vector<Nearest::Entry>> nearest(const Search& search, const float* unit, std::size_t kept,
                                            const Work& work) {
  const auto& kernels = simd::active();
  const auto& state = search.state;
  const std::size_t words = state.sign_words();
  const auto probe = signs_of(unit, state.options.dimension, words);
  const Slices slices(state.panels(), work);
  std::vector<Nearest> workers(concurrency(work), Nearest(kept));
  auto done = for_each({work.executor, work.stop, {}}, slices.count(), [&](std::size_t s, std::size_t w) {
    slices.each_panel(s, search.visible, [&](std::size_t panel, std::uint64_t seen, std::size_t) {
      for (; seen != 0; seen &= seen - 1) {
        const std::size_t row = panel * panel_rows + static_cast<std::size_t>(std::countr_zero(seen));
        const auto distance = kernels.hamming(probe.data(), state.signs.data() + row * words, words);
        const Score score{-static_cast<std::int32_t>(distance)};
        if (workers[w].may_keep(score)) workers[w].offer(Place{state.ids[row], row}, score);
      }
    });
  });
  if (!done) return done.error();
  for (std::size_t w = 1; w < workers.size(); ++w) workers[0].merge(workers[w]);
  return workers[0].take();
}

}  // namespace

Result<void> search_cascade(const Search& search, const Batch& batch, const Work& work) {
  const auto& kernels = simd::active();
  const auto& state = search.state;
  const std::size_t n = state.options.dimension, visible = search.visible.count();
  const auto share = static_cast<std::size_t>(std::ceil(search.query.keep * static_cast<double>(visible)));
  const std::size_t kept = std::min(visible, std::max(share, search.query.keep_at_least));
  SecureVector<float> widened(n);
  for (std::size_t p = batch.first; p < batch.first + batch.count; ++p) {
    const auto places = nearest(search, batch.probes.unit(p), kept, work);
    if (!places) return places.error();
    FloatTopK best(search.candidates);
    for (const auto& [place, distance] : *places) {
      const float score = kernels.dot_f32(batch.probes.unit(p), state.original(place.row, widened.data()), n);
      if (score >= search.threshold) best.offer(place.id, score);
    }
    search.found.lists[p] = best.take();
    search.found.proofs[p].compared = places->size();
  }
  return {};
}

}  // namespace limen::search
