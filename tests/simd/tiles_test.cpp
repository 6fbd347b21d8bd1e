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
#include "simd/scan_lanes_inl.hpp"
#include "simd/scan_i8_inl.hpp"
#include "simd/scan_tiles_inl.hpp"
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
