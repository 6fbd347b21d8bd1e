// A peer: exact float search with Eigen's matrix product and a heap, block by block.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "limen/search/embedding_index.hpp"

namespace limen::benchmarks {

class EigenGallery {
 public:
  using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  EigenGallery(std::span<const float> vectors, std::span<const float> probes, std::size_t n)
      : gallery_(vectors.data(), static_cast<Eigen::Index>(vectors.size() / n), static_cast<Eigen::Index>(n)),
        probes_(Eigen::Map<const Matrix>(probes.data(), static_cast<Eigen::Index>(probes.size() / n),
                                         static_cast<Eigen::Index>(n))) {}

  std::vector<std::vector<std::pair<float, Eigen::Index>>> search(std::size_t count, std::size_t k) const {
    std::vector<std::vector<std::pair<float, Eigen::Index>>> best(count);
    constexpr Eigen::Index block = 4096;
    const auto probes = probes_.topRows(static_cast<Eigen::Index>(count));
    Matrix scores;
    for (Eigen::Index first = 0; first < gallery_.rows(); first += block) {
      const auto rows = gallery_.middleRows(first, std::min(block, gallery_.rows() - first));
      scores.noalias() = probes * rows.transpose();
      for (std::size_t p = 0; p < count; ++p)
        for (Eigen::Index r = 0; r < rows.rows(); ++r)
          offer(best[p], {scores(static_cast<Eigen::Index>(p), r), first + r}, k);
    }
    return best;
  }

 private:
  static void offer(std::vector<std::pair<float, Eigen::Index>>& heap, const std::pair<float, Eigen::Index>& entry,
                    std::size_t k) {
    if (heap.size() == k && entry.first <= heap.front().first) return;
    heap.push_back(entry);
    std::ranges::push_heap(heap, std::greater<>{});
    if (heap.size() <= k) return;
    std::ranges::pop_heap(heap, std::greater<>{});
    heap.pop_back();
  }

  Eigen::Map<const Matrix> gallery_;
  Matrix probes_;
};

}  // namespace limen::benchmarks
