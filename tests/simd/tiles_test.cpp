// tests of the tiled scan, by emulated tiles
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>

#include <doctest/doctest.h>

#include "limen/simd/kernels.hpp"

#define LIMEN_INLINE inline
// clang-format off
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif
#include "simd/prefetch_inl.hpp"
#include "simd/scan_lanes_inl.hpp"
#include "simd/scan_i8_inl.hpp"
#include "simd/scan_tiles_inl.hpp"
#include "simd/descriptor_votes_inl.hpp"
#include "simd/descriptor_votes_tiles_inl.hpp"
// clang-format on

#include "tests/simd/kernels_support.hpp"

namespace limen::simd {
namespace {

/// What TILELOADD and TDPBSUD do (Intel SDM vol. 2), number by number.
class EmulatedTiles {
 public:
  EmulatedTiles() { CHECK(in_use++ == 0); }
  ~EmulatedTiles() { --in_use; }
  void clear() { std::ranges::fill(sums_, 0); }
  void multiply(const std::int8_t* probes, std::size_t stride, const std::uint8_t* references) {
    for (std::size_t quarter = 0; quarter < 4; ++quarter)
      for (std::size_t p = 0; p < 16; ++p)
        for (std::size_t r = 0; r < 16; ++r)
          for (std::size_t k = 0; k < 64; ++k)
            sums_[(quarter * 16 + p) * 16 + r] +=
                probes[p * stride + k] * references[256 * (k / 4) + 64 * quarter + 4 * r + k % 4];
  }
  void multiply_32(const std::int8_t* vectors, std::size_t stride, const std::uint8_t* panel, std::size_t step) {
    for (std::size_t v = 0; v < 32; ++v)
      for (std::size_t c = 0; c < 32; ++c)
        for (std::size_t k = 0; k < 64; ++k)
          sums_[((v / 16 * 2 + c / 16) * 16 + v % 16) * 16 + c % 16] +=
              vectors[v * stride + k] * panel[step * (k / 4) + 4 * c + k % 4];
  }
  void store(std::int32_t* sums) const { std::ranges::copy(sums_, sums); }

  static inline int in_use = 0;

 private:
  std::int32_t sums_[4 * 16 * 16];
};

}  // namespace
}  // namespace limen::simd

TEST_CASE("tiles find the hits that registers find") {
  using namespace limen::simd;
  for (const std::size_t n : {64U, 256U, 512U})
    for (const std::size_t count : {1U, 9U, 15U, 16U, 17U, 32U, 33U, 70U}) {
      const auto noise = limen::test::random_bytes(64 * n + (count + 15) / 16 * 16 * n, n + count);
      std::vector<std::uint8_t> panel(64 * n);
      for (std::size_t i = 0; i < panel.size(); ++i) panel[i] = static_cast<std::uint8_t>(noise[i]);
      std::vector<std::int8_t> probes(noise.begin() + static_cast<std::ptrdiff_t>(64 * n), noise.end());
      for (auto& code : probes) code = std::max<std::int8_t>(code, -127);
      std::vector<std::int32_t> sums(count), least(count, 20000);
      for (std::size_t p = 0; p < count; ++p)
        for (std::size_t i = 0; i < n; ++i) sums[p] += probes[p * n + i];
      least[0] = INT32_MIN;
      least[count / 2] = count > 1 ? INT32_MAX : INT32_MIN;
      const PanelScan scan{panel.data(), panel.data(), n,    0x8F0F00FFFF0000F1U, probes.data(),
                           sums.data(),  least.data(), count};
      const auto sorted = [&](std::vector<Hit>& hits, std::size_t size) {
        std::vector<std::tuple<std::uint32_t, std::uint32_t, std::int32_t>> list;
        for (std::size_t i = 0; i < size; ++i) list.emplace_back(hits[i].reference, hits[i].probe, hits[i].dot);
        std::ranges::sort(list);
        return list;
      };
      std::vector<Hit> tiled(64 * count), plain(64 * count);
      const auto size = scan_tiles<EmulatedTiles>(scan, tiled.data());
      CHECK(size > 20);
      CHECK(sorted(tiled, size) == sorted(plain, scan_i8(scan, plain.data())));
      CHECK(EmulatedTiles::in_use == 0);
    }
}

TEST_CASE("tiles give the votes that registers give") {
  using namespace limen::simd;
  for (const std::size_t n : {64U, 68U, 104U, 128U}) {
    CAPTURE(n);
    const auto noise = limen::test::random_bytes(vote_lanes * n, n);
    std::vector<std::uint8_t> probe(noise.size());
    for (std::size_t i = 0; i < probe.size(); ++i)
      probe[i] = static_cast<std::uint8_t>(std::max<int>(noise[i], -127) + 128);
    auto references = limen::test::random_bytes(5 * vote_lanes * n, 2 * n);
    std::vector<std::int16_t> sums(5 * vote_lanes);
    for (std::size_t i = 0; i < references.size(); ++i) {
      references[i] = std::max<std::int8_t>(references[i], -127);
      sums[i / n] = static_cast<std::int16_t>(sums[i / n] + references[i]);
    }
    const std::vector<std::int32_t> floors(vote_lanes, 20'000), weights(vote_lanes, 900);
    const std::vector<std::uint32_t> rows{4, 0, 2, 3};
    const DescriptorScan scan{.probe = probe.data(),
                              .n = n,
                              .floors = floors.data(),
                              .weights = weights.data(),
                              .references = references.data(),
                              .stride = vote_lanes * n,
                              .sums = sums.data(),
                              .rows = rows.data(),
                              .size = rows.size()};
    std::vector<std::uint32_t> tiled(rows.size()), plain(rows.size());
    std::vector<std::int32_t> tiled_keys(rows.size() * vote_lanes), plain_keys(tiled_keys);
    descriptor_votes_tiles<EmulatedTiles>(scan, tiled.data(), tiled_keys.data());
    descriptor_votes(scan, plain.data(), plain_keys.data());
    CHECK(plain[0] > 0);
    CHECK(tiled == plain);
    CHECK(tiled_keys == plain_keys);
    descriptor_votes_tiles<EmulatedTiles>(scan, tiled.data(), nullptr);
    CHECK(tiled == plain);
  }
}
