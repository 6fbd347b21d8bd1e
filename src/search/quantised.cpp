// int8 alone: the order of the integer inner products, then of the ids.
#include <atomic>
#include <cmath>
#include <memory>

#include "search/modes.hpp"

namespace limen::search {
namespace {

class Worker {
 public:
  Worker(const Search& search, const Batch& batch, std::atomic<std::int32_t>* known)
      : search_(search),
        known_(known),
        least_(batch.count, INT32_MIN),
        best_(batch.count, TopK<ReferenceId, std::int32_t>(search.candidates)) {}

  void begin_slice() {
    for (std::size_t p = 0; p < least_.size(); ++p)
      least_[p] = std::max(least_[p], known_[p].load(std::memory_order_relaxed));
  }
  const std::int32_t* least(std::size_t) const { return least_.data(); }

  void hit(std::size_t row, std::size_t p, std::int32_t dot) {
    auto& best = best_[p];
    best.offer(search_.state.ids[row], dot);
    if (!best.full() || best.last().score <= least_[p]) return;
    least_[p] = best.last().score;  // as many score at least this: a lesser one is no candidate
    raise(known_[p], least_[p]);
  }

  TopK<ReferenceId, std::int32_t>& best(std::size_t p) { return best_[p]; }

 private:
  const Search& search_;
  std::atomic<std::int32_t>* known_;
  std::vector<std::int32_t> least_;
  std::vector<TopK<ReferenceId, std::int32_t>> best_;
};

float score_of(std::int32_t dot, double scale) { return static_cast<float>(scale * dot); }

/// The least inner product whose score is at least the threshold.
std::int32_t least_dot(float threshold, double scale) {
  const double dot = std::clamp(static_cast<double>(threshold) / scale, -2147483640.0, 2147483640.0);
  auto least = static_cast<std::int32_t>(std::floor(dot)) - 2;
  if (dot <= -2147483640.0) return INT32_MIN;
  while (least < 2147483640 && score_of(least, scale) < threshold) ++least;
  return least;
}

}  // namespace

Result<void> search_quantised(const Search& search, const Batch& batch, const Work& work) {
  const auto scale = [&](std::size_t p) { return batch.probes.encoded[batch.first + p].scale * search.state.scale(); };
  const auto known = std::make_unique<std::atomic<std::int32_t>[]>(batch.count);
  for (std::size_t p = 0; p < batch.count; ++p) known[p] = least_dot(search.threshold, scale(p));
  std::vector<Worker> workers;
  for (std::size_t w = 0; w < concurrency(work); ++w) {
    workers.emplace_back(search, batch, known.get());
    workers[w].begin_slice();
  }
  if (auto done = scan_panels(search.state, search.visible, batch, workers, work); !done) return done;
  for (std::size_t p = 0; p < batch.count; ++p) {
    for (std::size_t w = 1; w < workers.size(); ++w) workers[0].best(p).merge(workers[w].best(p));
    auto& list = search.found.lists[batch.first + p];
    for (const auto& [id, dot] : workers[0].best(p).take()) list.push_back({id, score_of(dot, scale(p))});
    std::ranges::sort(list, std::less<>{});  // two products may round to one score
  }
  return {};
}

}  // namespace limen::search
