#include "fingerprint/pairs.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "limen/simd/target.hpp"

#include "fingerprint/descriptor.hpp"

namespace limen::fingerprint {
namespace {

/// From the inner product of two descriptors to a similarity, by the number of common points.
constexpr auto factors = [] {
  std::array<float, orientation_points + 1> factor{};
  for (std::size_t n = comparison::min_common_points; n <= orientation_points; ++n) {
    const float coverage = comparison::min_coverage_factor + (1 - comparison::min_coverage_factor) *
                                                                 static_cast<float>(n) / comparison::full_common_points;
    factor[n] = std::min(1.0F, coverage) / (static_cast<float>(n) * orientation_scale * orientation_scale);
  }
  return factor;
}();

/// Most similar first; a total order, so that the sort does not depend on the library.
bool stands_before(const Pair& p, const Pair& q) {
  if (p.similarity != q.similarity) return p.similarity > q.similarity;
  return p.a != q.a ? p.a < q.a : p.b < q.b;
}

/// Keeps the best max_pairs.
void add(Pairs& pairs, const Pair& pair) {
  if (pairs.count < pairs.at.size()) {
    pairs.at[pairs.count++] = pair;
    if (pairs.count == pairs.at.size()) std::make_heap(pairs.at.begin(), pairs.at.end(), stands_before);
  } else if (stands_before(pair, pairs.at.front())) {
    std::pop_heap(pairs.at.begin(), pairs.at.end(), stands_before);
    pairs.at.back() = pair;
    std::push_heap(pairs.at.begin(), pairs.at.end(), stands_before);
  }
}

}  // namespace

void find_pairs(const Prepared& a, const Prepared& b, Pairs& pairs) noexcept {
  const auto& kernels = simd::active();
  const auto count_b = static_cast<std::size_t>(b.count);
  std::array<std::int32_t, comparison::max_minutiae> products;
  pairs.count = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(a.count); ++i) {
    kernels.dot_i8_rows(a.orientations.data() + i * orientation_size, b.orientations.data(), orientation_size,
                        orientation_size, count_b, products.data());
    const PointMask mask = a.masks[i];
    for (std::size_t j = 0; j < count_b; ++j) {
      const int common =
          std::popcount(mask.bits[0] & b.masks[j].bits[0]) + std::popcount(mask.bits[1] & b.masks[j].bits[1]);
      const float similarity = static_cast<float>(products[j]) * factors[static_cast<std::size_t>(common)];
      pairs.similarity[i][j] = static_cast<std::uint8_t>(std::max(0.0F, similarity * 255));
      if (similarity < comparison::min_similarity) continue;
      add(pairs, {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j), static_cast<Turn>(b.turn[j] - a.turn[i]),
                  similarity});
    }
  }
  std::sort(pairs.at.begin(), pairs.at.begin() + static_cast<std::ptrdiff_t>(pairs.count), stands_before);
}

}  // namespace limen::fingerprint
