#include <algorithm>
#include <array>

#include <doctest/doctest.h>

#include "tests/reference/simd.hpp"
#include "tests/simd/kernels_support.hpp"

using namespace limen::test;
using limen::simd::code_lanes;
using limen::simd::vote_lanes;

namespace {

constexpr std::size_t gallery = 9;

template <class T>
std::vector<T> numbers(std::size_t n, std::uint64_t seed, std::int64_t from, std::int64_t to) {
  std::mt19937_64 generator(seed);
  std::uniform_int_distribution<std::int64_t> uniform(from, to);
  std::vector<T> values(n);
  for (auto& value : values) value = static_cast<T>(uniform(generator));
  return values;
}

/// Some rows, one of them twice, in no order.
const std::vector<std::uint32_t> rows{8, 0, 3, 7, 7, 1, 2, 6, 5, 4};

std::vector<std::int8_t> part(const std::vector<std::int8_t>& of, std::size_t from, std::size_t n) {
  return {of.begin() + static_cast<std::ptrdiff_t>(from), of.begin() + static_cast<std::ptrdiff_t>(from + n)};
}

}  // namespace

TEST_CASE("votes of codes: the nearest of each, beyond its offset, on every target") {
  using Words = std::vector<std::uint64_t>;
  const Words probe = random_words(2 * code_lanes, 1), codes = random_words(gallery * 2 * vote_lanes, 2);
  const auto offsets = numbers<std::int32_t>(code_lanes, 3, -1000, 300'000);
  const auto weights = numbers<std::int32_t>(code_lanes, 4, 0, 5000);
  std::vector<std::uint32_t> expected;
  for (const auto row : rows) {
    std::int64_t sum = 0;
    for (std::size_t l = 0; l < code_lanes; ++l) {
      std::uint64_t least = 128;
      for (std::size_t j = 0; j < vote_lanes; ++j) {
        const std::size_t at = (row * vote_lanes + j) * 2;
        least = std::min(least, reference::hamming({probe[l], probe[code_lanes + l]}, {codes[at], codes[at + 1]}));
      }
      sum += std::max<std::int64_t>(0, offsets[l] - std::int64_t{weights[l]} * static_cast<std::int64_t>(least));
    }
    expected.push_back(static_cast<std::uint32_t>(sum));
  }
  on_each_target([&](const limen::simd::Kernels& kernels) {
    std::vector<std::uint32_t> votes(rows.size() + 1, 77);
    kernels.code_votes({.probe = probe.data(),
                        .offsets = offsets.data(),
                        .weights = weights.data(),
                        .references = codes.data(),
                        .stride = 2 * vote_lanes,
                        .rows = rows.data(),
                        .size = rows.size()},
                       votes.data());
    CHECK(votes.back() == 77);
    votes.pop_back();
    CHECK(votes == expected);
    kernels.code_votes({}, nullptr);
  });
}

TEST_CASE("votes of descriptors: the best of each and where it is, on every target, with extreme values") {
  for (const std::size_t n : {4U, 64U, 104U, 128U})
    for (const bool extreme : {false, true}) {
      CAPTURE(n);
      CAPTURE(extreme);
      auto probe = numbers<std::int8_t>(vote_lanes * n, 5, -127, 127);
      auto references = numbers<std::int8_t>(gallery * vote_lanes * n, 6, -127, 127);
      if (extreme) {  // the largest sums there are, of both signs, and many equal ones
        for (auto& value : probe) value = value < 0 ? -127 : 127;
        std::ranges::fill(references, std::int8_t{127});
        std::copy_n(probe.begin() + static_cast<std::ptrdiff_t>(3 * n), n,
                    references.begin() + static_cast<std::ptrdiff_t>(7 * vote_lanes * n));
        for (std::size_t d = 0; d < n; ++d)
          references[7 * vote_lanes * n + n + d] = static_cast<std::int8_t>(-probe[3 * n + d]);
      }
      const auto most = static_cast<std::int64_t>(127 * 127 * n);
      auto floors = numbers<std::int32_t>(vote_lanes, 7, -most, most / 4);
      const auto weights = numbers<std::int32_t>(vote_lanes, 8, 0, 16384);
      if (extreme) std::ranges::fill(floors, static_cast<std::int32_t>(-most));
      std::vector<std::uint8_t> panel(vote_lanes * n);
      for (std::size_t l = 0; l < vote_lanes; ++l)
        for (std::size_t d = 0; d < n; ++d)
          panel[d / 4 * 4 * vote_lanes + 4 * l + d % 4] = static_cast<std::uint8_t>(probe[l * n + d] + 128);
      std::vector<std::int16_t> sums(gallery * vote_lanes);
      for (std::size_t m = 0; m < sums.size(); ++m)
        sums[m] =
            static_cast<std::int16_t>(reference::dot_i8(part(references, m * n, n), std::vector<std::int8_t>(n, 1)));

      std::vector<std::uint32_t> expected;
      std::vector<std::int32_t> expected_keys;
      for (const auto row : rows) {
        std::uint64_t sum = 0;
        for (std::size_t l = 0; l < vote_lanes; ++l) {
          std::int64_t best = INT32_MIN, at = 0;
          for (std::size_t j = 0; j < vote_lanes; ++j) {
            const auto dot = reference::dot_i8(part(probe, l * n, n), part(references, (row * vote_lanes + j) * n, n));
            if (dot > best) best = dot, at = static_cast<std::int64_t>(j);
          }
          expected_keys.push_back(static_cast<std::int32_t>(32 * best + 31 - at));
          const std::int64_t above = best - floors[l];
          if (above > 0) sum += static_cast<std::uint64_t>(above / 16 * weights[l] / 256);
        }
        expected.push_back(static_cast<std::uint32_t>(sum));
      }
      on_each_target([&](const limen::simd::Kernels& kernels) {
        const limen::simd::DescriptorScan scan{.probe = panel.data(),
                                               .n = n,
                                               .floors = floors.data(),
                                               .weights = weights.data(),
                                               .references = references.data(),
                                               .stride = vote_lanes * n,
                                               .sums = sums.data(),
                                               .rows = rows.data(),
                                               .size = rows.size()};
        std::vector<std::uint32_t> votes(rows.size() + 1, 77), alone(rows.size());
        std::vector<std::int32_t> keys(rows.size() * vote_lanes);
        kernels.descriptor_votes(scan, votes.data(), keys.data());
        CHECK(votes.back() == 77);
        votes.pop_back();
        CHECK(votes == expected);
        CHECK(keys == expected_keys);
        kernels.descriptor_votes(scan, alone.data(), nullptr);
        CHECK(alone == expected);
      });
    }
}
