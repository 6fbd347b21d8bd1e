#include "fingerprint/pairs.hpp"

#include <algorithm>

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

/// No pair with a smaller inner product reaches min_similarity.
constexpr auto least_product = static_cast<std::int32_t>(comparison::min_similarity * comparison::min_common_points *
                                                         orientation_scale * orientation_scale);

/// Bits set in both masks. Written out: the baseline instruction set has no population count.
std::size_t common_points(const PointMask& p, const PointMask& q) {
  constexpr std::uint64_t pairs_of = 0x5555555555555555U, fours = 0x3333333333333333U, eights = 0x0F0F0F0F0F0F0F0FU;
  const auto fold = [](std::uint64_t x) {
    x -= (x >> 1) & pairs_of;
    return (x & fours) + ((x >> 2) & fours);
  };
  const std::uint64_t x = fold(p.bits[0] & q.bits[0]);
  const std::uint64_t y = fold(p.bits[1] & q.bits[1]);
  const std::uint64_t bytes = ((x & eights) + ((x >> 4) & eights)) + ((y & eights) + ((y >> 4) & eights));
  return (bytes * 0x0101010101010101U) >> 56;
}

/// Steps of similarity by which pairs are ordered: 256 between min_similarity and 1.
constexpr std::size_t steps = 256;
std::size_t step_of(float similarity) {
  constexpr float scale = static_cast<float>(steps) / (1 - comparison::min_similarity);
  const auto from_top = static_cast<std::size_t>(std::max(0.0F, (1 - similarity) * scale));
  return std::min(from_top, steps - 1);
}

}  // namespace

float similarity(const Prepared& a, const Prepared& b, const Pairs& pairs, std::size_t i, std::size_t j) noexcept {
  return std::max(0.0F, static_cast<float>(pairs.products[i][j]) * factors[common_points(a.masks[i], b.masks[j])]);
}

void find_pairs(const Prepared& a, const Prepared& b, Pairs& pairs) noexcept {
  constexpr std::size_t most = comparison::max_minutiae * comparison::max_minutiae;
  const auto& kernels = simd::active();
  const auto count_b = static_cast<std::size_t>(b.count);
  std::array<Pair, most> found;
  std::array<std::uint16_t, steps> ends{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(a.count); ++i) {
    auto& products = pairs.products[i];
    kernels.dot_i8_rows(a.orientations.data() + i * orientation_size, b.orientations.data(), orientation_size,
                        orientation_size, count_b, products.data());
    for (std::size_t j = 0; j < count_b; ++j) {
      if (products[j] < least_product) continue;
      const float value = static_cast<float>(products[j]) * factors[common_points(a.masks[i], b.masks[j])];
      if (value < comparison::min_similarity) continue;
      found[count++] = {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j),
                        static_cast<Turn>(b.turn[j] - a.turn[i]), value};
      ++ends[step_of(value)];
    }
  }
  // Counting sort; what does not fit into the best max_pairs is left out.
  std::uint16_t sum = 0;
  for (auto& end : ends) {
    const auto start = sum;
    sum = static_cast<std::uint16_t>(sum + end);
    end = start;
  }
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t place = ends[step_of(found[k].similarity)]++;
    if (place < pairs.at.size()) pairs.at[place] = found[k];
  }
  pairs.count = std::min(count, pairs.at.size());
}

}  // namespace limen::fingerprint
