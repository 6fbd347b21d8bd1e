// The best K candidates of any number, in the one total order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "limen/core/candidate.hpp"

namespace limen::search {

/// Keeps the first K of all candidates offered, by the total order (higher score, then lower id). What is kept does not
/// depend on the order of offering, nor on how the offers were split between heaps that are merged at the end.
/// One thread a heap. K = 0 keeps nothing.
template <class Key, class Points = Score>
class TopK {
 public:
  using Entry = BasicCandidate<Key, Points>;

  explicit TopK(std::size_t k) : k_(k) {}

  void offer(const Entry& entry) {
    if (heap_.size() < k_) {
      heap_.push_back(entry);
      std::push_heap(heap_.begin(), heap_.end());
    } else if (k_ != 0 && entry < heap_.front()) {
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.back() = entry;
      std::push_heap(heap_.begin(), heap_.end());
    }
  }
  void offer(Key id, Points score) { offer(Entry{id, score}); }

  /// Offers all that another heap kept.
  void merge(const TopK& other) {
    for (const auto& entry : other.heap_) offer(entry);
  }

  std::size_t size() const noexcept { return heap_.size(); }
  bool full() const noexcept { return heap_.size() == k_; }
  /// The last one kept. Precondition: size() > 0.
  const Entry& last() const noexcept { return heap_.front(); }
  /// False if no candidate of this score can be kept any more, whatever its id: a cheap test before offer().
  bool may_keep(Points score) const noexcept { return heap_.size() < k_ || (k_ != 0 && score >= heap_.front().score); }

  /// Sorted by the total order; the heap is empty afterwards.
  std::vector<Entry> take() {
    auto list = std::exchange(heap_, {});
    std::sort_heap(list.begin(), list.end());
    return list;
  }

 private:
  std::size_t k_;
  std::vector<Entry> heap_;  // the worst one kept is at the front
};

}  // namespace limen::search
