#include "fingerprint/background.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "limen/simd/target.hpp"

namespace limen::fingerprint {
namespace {

#include "fingerprint/background.inc"

static_assert(std::size(background_codes) == Background::codes);
static_assert(std::size(background_descriptors) == Background::descriptors);
static_assert(sizeof background_descriptors[0] == search_descriptor_size);
static_assert(std::endian::native == std::endian::little,
              "the shipped words hold bytes, the first in the lowest place");

/// F^32 of the empirical distribution F after k of n values: the distribution of the largest of 32.
double power_32(double x) noexcept {
  for (int doubling = 0; doubling < 5; ++doubling) x *= x;
  return x;
}
static_assert(form_minutiae == 32);

/// From how many values fall into each of `bins` classes, class b meaning the value first + b·step.
template <class Bins>
Chance chance_of_largest(const Bins& bins, double total, double first, double step) noexcept {
  double seen = 0, last = 0, mean = 0, square = 0;
  for (std::size_t b = 0; b < bins.size(); ++b) {
    if (bins[b] == 0) continue;
    seen += bins[b];
    const double up_to = power_32(seen / total), share = up_to - last, value = first + step * static_cast<double>(b);
    last = up_to;
    mean += share * value;
    square += share * value * value;
  }
  return {mean, std::sqrt(std::max(0.0, square - mean * mean))};
}

}  // namespace

std::array<Chance, form_minutiae> chances_of(const std::array<BinaryCode, form_minutiae>& codes,
                                             bool orientation) noexcept {
  std::array<std::uint64_t, 2 * form_minutiae> words;  // as hamming_best reads them
  for (std::size_t i = 0; i < form_minutiae; ++i)
    words[i] = codes[i].bits[0], words[form_minutiae + i] = codes[i].bits[1];
  std::array<std::array<std::uint16_t, 129>, form_minutiae> bins{};  // of each, by 128 − distance
  std::array<std::uint16_t, form_minutiae> distances;
  const auto& kernels = simd::active();
  for (const auto& given : background_codes) {
    BinaryCode other{{given[0], given[1]}};
    if (!orientation) other = without_orientation(other);
    kernels.hamming_best(words.data(), form_minutiae, other.bits, 1, 2, distances.data());
    for (std::size_t i = 0; i < form_minutiae; ++i) ++bins[i][128U - distances[i]];
  }
  std::array<Chance, form_minutiae> chances;
  for (std::size_t i = 0; i < form_minutiae; ++i) chances[i] = chance_of_largest(bins[i], Background::codes, -128, 1);
  return chances;
}

Chance chance_of(const SearchDescriptor& descriptor, bool orientation) noexcept {
  const auto* const rows = reinterpret_cast<const std::int8_t*>(background_descriptors);
  SearchDescriptor own = descriptor;
  if (!orientation) drop_orientation(own);  // the same as dropping it from the background
  std::array<std::int32_t, Background::descriptors> dots;
  simd::active().dot_i8_rows(own.data(), rows, search_descriptor_size, search_descriptor_size, dots.size(),
                             dots.data());
  constexpr std::int32_t step = 1024, most = 127 * 127 * static_cast<std::int32_t>(search_descriptor_size);
  std::array<std::uint16_t, 2 * most / step + 1> bins{};
  for (const auto dot : dots) ++bins[static_cast<std::size_t>((dot + most) / step)];
  return chance_of_largest(bins, Background::descriptors, step / 2 - most, step);
}

}  // namespace limen::fingerprint
