#include "fingerprint/pairs.hpp"

#include <algorithm>

#include "limen/simd/target.hpp"

namespace limen::fingerprint {
namespace {

/// From the inner product of two descriptors to a similarity, by the number of common points.
constexpr auto factors = [] {
  std::array<float, orientation_points + 1> factor{};
  for (std::size_t n = comparison::min_common_points; n <= orientation_points; ++n) {
    const float coverage = comparison::min_coverage_factor + (1 - comparison::min_coverage_factor) *
                                                                 static_cast<float>(n) / comparison::full_common_points;
    factor[n] = std::min(1.0F, coverage) /
                ((1 - orientation_loss) * static_cast<float>(n * orientation_scale * orientation_scale));
  }
  return factor;
}();

/// No pair with a smaller inner product reaches min_orientation.
constexpr auto least_product =
    static_cast<std::int32_t>(comparison::min_orientation * comparison::min_common_points * (1 - orientation_loss) *
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

float orientation_likeness(const Pairs& pairs, std::size_t i, std::size_t j) {
  const float mean =
      static_cast<float>(pairs.orientations[i][j]) * factors[common_points(pairs.masks_a[i], pairs.masks_b[j])];
  return std::min(1.0F, mean);
}

float neighbourhood_likeness(const Prepared& a, const Prepared& b, const Pairs& pairs, std::size_t i, std::size_t j) {
  const float cosine =
      static_cast<float>(pairs.neighbourhoods[i][j]) * (a.neighbourhood_norms[i] * b.neighbourhood_norms[j]);
  return std::min(1.0F, cosine);  // rounding to steps may lengthen both
}

float blend(float orientation, float neighbourhood) {
  return comparison::orientation_share * orientation + (1 - comparison::orientation_share) * neighbourhood;
}

}  // namespace

float similarity(const Prepared& a, const Prepared& b, const Pairs& pairs, std::size_t i, std::size_t j) noexcept {
  const float neighbourhood = neighbourhood_likeness(a, b, pairs, i, j);
  if (pairs.method == Method::minutiae_only) return std::max(0.0F, neighbourhood);
  return std::max(0.0F, blend(orientation_likeness(pairs, i, j), neighbourhood));
}

void find_pairs(const Prepared& a, const Prepared& b, Method method, Pairs& pairs) noexcept {
  const auto& kernels = simd::active();
  const bool ridges = method == Method::ridge_map;
  const float least = ridges ? comparison::min_similarity : comparison::min_neighbourhood;
  const auto count_b = static_cast<std::size_t>(b.count);
  Descriptors of_a, of_b;
  unpack_neighbourhoods(a, of_a);
  unpack_neighbourhoods(b, of_b);
  if (ridges) {
    unpack_orientations(a, of_a);
    unpack_orientations(b, of_b);
    std::copy_n(of_a.masks.begin(), a.count, pairs.masks_a.begin());
    std::copy_n(of_b.masks.begin(), b.count, pairs.masks_b.begin());
  }
  Found found;
  pairs.method = method;
  for (std::size_t i = 0; i < static_cast<std::size_t>(a.count); ++i) {
    kernels.dot_i8_rows(of_a.neighbourhoods[i].data(), of_b.neighbourhoods[0].data(), neighbourhood_size,
                        neighbourhood_size, count_b, pairs.neighbourhoods[i].data());
    if (ridges)
      kernels.dot_i8_rows(of_a.orientations[i].data(), of_b.orientations[0].data(), orientation_size, orientation_size,
                          count_b, pairs.orientations[i].data());
    for (std::size_t j = 0; j < count_b; ++j) {
      float value = neighbourhood_likeness(a, b, pairs, i, j);
      if (ridges) {
        if (pairs.orientations[i][j] < least_product || blend(1, value) < least) continue;
        const float orientation = orientation_likeness(pairs, i, j);
        if (orientation < comparison::min_orientation) continue;
        value = blend(orientation, value);
      }
      if (value < least) continue;
      found.at[found.count++] = {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j),
                                 static_cast<Turn>(b.turn[j] - a.turn[i]), value};
    }
  }
  sort(found, least, pairs);
}

}  // namespace limen::fingerprint
