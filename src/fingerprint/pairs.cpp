#include "fingerprint/pairs.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "fingerprint/descriptor.hpp"

namespace limen::fingerprint {
namespace {

/// From the inner product of two descriptors to a similarity, by the number of common points.
constexpr auto factors = [] {
  std::array<float, orientation_points + 1> factor{};
  for (int n = parameters::min_common_points; n <= orientation_points; ++n) {
    const float coverage = parameters::min_coverage_factor + (1 - parameters::min_coverage_factor) *
                                                                 static_cast<float>(n) / parameters::full_common_points;
    factor[static_cast<std::size_t>(n)] =
        std::min(1.0F, coverage) / static_cast<float>(n * descriptor_scale * descriptor_scale);
  }
  return factor;
}();

std::int32_t dot(const std::int8_t* a, const std::int8_t* b) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < descriptor_size; ++i) sum += std::int32_t{a[i]} * b[i];
  return sum;
}

/// Most similar first; a total order, so that the sort does not depend on the library.
bool stands_before(const Pair& p, const Pair& q) {
  if (p.similarity != q.similarity) return p.similarity > q.similarity;
  return p.a != q.a ? p.a < q.a : p.b < q.b;
}

}  // namespace

void find_pairs(const Prepared& a, const Prepared& b, Pairs& pairs) noexcept {
  pairs.count = 0;
  for (int i = 0; i < a.count; ++i) {
    const auto ia = static_cast<std::size_t>(i);
    for (int j = 0; j < b.count; ++j) {
      const auto ib = static_cast<std::size_t>(j);
      const int common = std::popcount(a.masks[ia].bits[0] & b.masks[ib].bits[0]) +
                         std::popcount(a.masks[ia].bits[1] & b.masks[ib].bits[1]);
      const float similarity = static_cast<float>(dot(a.descriptors.data() + ia * descriptor_size,
                                                      b.descriptors.data() + ib * descriptor_size)) *
                               factors[static_cast<std::size_t>(common)];
      pairs.similarity[ia][ib] = static_cast<std::uint8_t>(std::max(0.0F, similarity * 255));
      if (similarity < parameters::min_similarity) continue;
      const Pair pair{static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j),
                      static_cast<Turn>(b.turn[ib] - a.turn[ia]), similarity};
      if (pairs.count < pairs.at.size()) {
        pairs.at[pairs.count++] = pair;
        if (pairs.count == pairs.at.size()) std::make_heap(pairs.at.begin(), pairs.at.end(), stands_before);
      } else if (stands_before(pair, pairs.at.front())) {
        std::pop_heap(pairs.at.begin(), pairs.at.end(), stands_before);
        pairs.at.back() = pair;
        std::push_heap(pairs.at.begin(), pairs.at.end(), stands_before);
      }
    }
  }
  std::sort(pairs.at.begin(), pairs.at.begin() + static_cast<std::ptrdiff_t>(pairs.count), stands_before);
}

}  // namespace limen::fingerprint
