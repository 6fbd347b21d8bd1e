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

/// Steps of similarity by which pairs are ordered: 256 between the least that is kept and 1.
constexpr std::size_t steps = 256;
std::size_t step_of(float value, float least) {
  const auto from_top = static_cast<std::size_t>(std::max(0.0F, (1 - value) / (1 - least) * steps));
  return std::min(from_top, steps - 1);
}

/// Every pair of minutiae that is similar enough, in the order of their indices.
struct Found {
  std::size_t count = 0;
  std::array<Pair, comparison::max_minutiae * comparison::max_minutiae> at;
};

/// Counting sort into the best max_pairs; what does not fit is left out.
void sort(const Found& found, float least, Pairs& pairs) {
  std::array<std::uint16_t, steps + 1> next{};
  for (std::size_t k = 0; k < found.count; ++k) ++next[step_of(found.at[k].similarity, least) + 1];
  for (std::size_t k = 1; k < next.size(); ++k) next[k] = static_cast<std::uint16_t>(next[k] + next[k - 1]);
  for (std::size_t k = 0; k < found.count; ++k) {
    const std::size_t place = next[step_of(found.at[k].similarity, least)]++;
    if (place < pairs.at.size()) pairs.at[place] = found.at[k];
  }
  pairs.count = std::min(found.count, pairs.at.size());
}

}  // namespace

float similarity(const Prepared& a, const Prepared& b, const Pairs& pairs, std::size_t i, std::size_t j) noexcept {
  const auto product = static_cast<float>(pairs.products[i][j]);
  return std::max(0.0F, pairs.method == Method::ridge_map
                            ? product * factors[common_points(a.masks[i], b.masks[j])]
                            : product * (a.neighbourhood_norms[i] * b.neighbourhood_norms[j]));
}

void find_pairs(const Prepared& a, const Prepared& b, Method method, Pairs& pairs) noexcept {
  const auto& kernels = simd::active();
  const bool ridges = method == Method::ridge_map;
  const std::size_t size = ridges ? orientation_size : neighbourhood_size;
  const std::int8_t* rows_a = (ridges ? a.orientations : a.neighbourhoods).data();
  const std::int8_t* rows_b = (ridges ? b.orientations : b.neighbourhoods).data();
  const float least = ridges ? comparison::min_similarity : comparison::min_likeness;
  const std::int32_t floor = ridges ? least_product : 1;
  const auto count_b = static_cast<std::size_t>(b.count);
  Found found;
  pairs.method = method;
  for (std::size_t i = 0; i < static_cast<std::size_t>(a.count); ++i) {
    auto& products = pairs.products[i];
    kernels.dot_i8_rows(rows_a + i * size, rows_b, size, size, count_b, products.data());
    for (std::size_t j = 0; j < count_b; ++j) {
      if (products[j] < floor) continue;
      const float value = similarity(a, b, pairs, i, j);
      if (value < least) continue;
      found.at[found.count++] = {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j),
                                 static_cast<Turn>(b.turn[j] - a.turn[i]), value};
    }
  }
  sort(found, least, pairs);
}

}  // namespace limen::fingerprint
