// Passes the panels of an index before its probes, slice by slice, and hands every hit to the worker that found it.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "limen/simd/target.hpp"

#include "search/embedding_state.hpp"
#include "search/probe_codes.hpp"

namespace limen::search {

/// A run of probes that pass the gallery together: their codes stay in the second-level cache. `first` begins a group.
struct Batch {
  const ProbeCodes& probes;
  std::size_t first, count;
};

inline std::size_t probes_a_batch(std::size_t padded) {
  return std::clamp<std::size_t>((std::size_t{256} << 10U) / padded / 96 * 96, 96, 480);
}

/// The references of an index that may be seen.
struct Visible {
  std::size_t size;      ///< of the index
  const Filter* filter;  ///< null: all
  std::size_t count() const noexcept { return filter != nullptr ? filter->count() : size; }
  std::uint64_t in_panel(std::size_t panel) const noexcept {
    if (filter != nullptr) return filter->words()[panel];
    const std::size_t left = size - panel * panel_rows;
    return left >= panel_rows ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
  }
};

/// Runs of panels, spread over the workers.
struct Slices {
  std::size_t panels, length;
  Slices(std::size_t all, const Work& work)
      : panels(all), length(std::clamp<std::size_t>(all / (8 * concurrency(work)), 1, 256)) {}
  std::size_t count() const noexcept { return (panels + length - 1) / length; }

  /// body(panel, visible, next panel or `panels`) for each panel of a slice with somebody to be seen.
  template <class Body>
  void each_panel(std::size_t slice, const Visible& visible, Body&& body) const {
    const std::size_t end = std::min(panels, (slice + 1) * length);
    const auto seen_from = [&](std::size_t panel) {
      while (panel < end && visible.in_panel(panel) == 0) ++panel;
      return panel < end ? panel : panels;
    };
    for (std::size_t panel = seen_from(slice * length); panel != panels;) {
      const std::size_t next = seen_from(panel + 1);
      body(panel, visible.in_panel(panel), next);
      panel = next;
    }
  }
};

/// Worker: `const std::int32_t* least(float panel_error)`, the least inner product of each probe of the batch that is
/// of interest in such a panel; `void hit(row, probe of the batch, dot)`, which may lower nothing and raise the least
/// ones.
template <class Worker>
Result<void> scan_panels(const EmbeddingIndex::State& state, const Visible& visible, const Batch& batch,
                         std::vector<Worker>& workers, const Work& work) {
  const auto& kernels = simd::active();
  const Slices slices(state.panels(), work);
  std::vector<std::vector<simd::Hit>> hits(workers.size());
  return for_each(work, slices.count(), [&](std::size_t s, std::size_t w) {
    auto& worker = workers[w];
    hits[w].resize(panel_rows * batch.count);
    worker.begin_slice();
    slices.each_panel(s, visible, [&](std::size_t panel, std::uint64_t seen, std::size_t next) {
      const simd::PanelScan scan{.panel = state.panel(panel),
                                 .next = next < slices.panels ? state.panel(next) : nullptr,
                                 .n = state.padded,
                                 .visible = seen,
                                 .probes = batch.probes.group(batch.first),
                                 .together = simd::probes_together,
                                 .sums = batch.probes.sums.data() + batch.first,
                                 .least = worker.least(panel),
                                 .count = batch.count};
      const std::size_t found = kernels.scan_i8(scan, hits[w].data());
      for (const auto& hit : std::span(hits[w]).first(found))
        worker.hit(panel * panel_rows + hit.reference, hit.probe, hit.dot);
    });
  });
}

/// Raises to `value` what all workers know.
template <class T>
void raise(std::atomic<T>& known, T value) noexcept {
  for (T before = known.load(std::memory_order_relaxed);
       before < value && !known.compare_exchange_weak(before, value, std::memory_order_relaxed);) {
  }
}

}  // namespace limen::search
