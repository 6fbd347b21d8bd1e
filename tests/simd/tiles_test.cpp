// tests of the kernels that use a matrix unit, by an emulated one
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
#include "simd/forget_inl.hpp"
#include "simd/prefetch_inl.hpp"
#include "simd/scan_lanes_inl.hpp"
#include "simd/scan_i8_inl.hpp"
#include "simd/tiles_inl.hpp"
#include "simd/scan_tiles_inl.hpp"
#include "simd/descriptor_votes_inl.hpp"
#include "simd/vote_tiles_inl.hpp"
// clang-format on

#include "tests/simd/kernels_support.hpp"

namespace limen::simd {
namespace {

/// What the instructions do (Intel SDM vol. 2), number by number.
class EmulatedTiles {
 public:
  explicit EmulatedTiles(const TileShape& shape) : shape_(shape) { CHECK(in_use++ == 0); }
  ~EmulatedTiles() { --in_use; }

  template <int t>
  void clear() {
    std::ranges::fill(tiles_[t], std::uint8_t{0});
  }
  template <int t>
  void load(const void* rows, std::size_t stride) {
    clear<t>();
    for (std::size_t r = 0; r < shape_.rows[t]; ++r)
      std::memcpy(tiles_[t] + 64 * r, static_cast<const char*>(rows) + stride * r, shape_.bytes[t]);
  }
  template <int t>
  void load_once(const void* rows, std::size_t stride) {
    load<t>(rows, stride);
  }
  template <int c, int a, int b>
  void multiply() {
    products<c, a, b>([](std::uint8_t byte) { return std::int32_t{byte}; });
  }
  template <int c, int a, int b>
  void multiply_signed() {
    products<c, a, b>([](std::uint8_t byte) { return std::int32_t{static_cast<std::int8_t>(byte)}; });
  }
  template <int c>
  void store(std::int32_t* sums) const {
    std::memcpy(sums, tiles_[c], sizeof tiles_[c]);
  }

  static inline int in_use = 0;

 private:
  template <int c, int a, int b, class Right>
  void products(Right right) {
    CHECK(shape_.bytes[a] == 4 * shape_.rows[b]);
    for (std::size_t i = 0; i < shape_.rows[c]; ++i)
      for (std::size_t j = 0; j < shape_.bytes[c] / 4; ++j) {
        std::int32_t sum;
        std::memcpy(&sum, tiles_[c] + 64 * i + 4 * j, 4);
        for (std::size_t k = 0; k < shape_.bytes[a]; ++k)
          sum += static_cast<std::int8_t>(tiles_[a][64 * i + k]) * right(tiles_[b][64 * (k / 4) + 4 * j + k % 4]);
        std::memcpy(tiles_[c] + 64 * i + 4 * j, &sum, 4);
      }
  }

  const TileShape shape_;
  std::uint8_t tiles_[8][tile_bytes] = {};
};

}  // namespace
}  // namespace limen::simd

TEST_CASE("tiles find the hits that registers find") {
  using namespace limen::simd;
  for (const std::size_t n : {64U, 128U, 192U, 512U})
    for (const std::size_t count : {1U, 9U, 15U, 16U, 17U, 32U, 33U, 70U}) {
      const auto noise = limen::test::random_bytes(64 * n + (count + 15) / 16 * 16 * n, n + count);
      std::vector<std::uint8_t> panel(64 * n);
      for (std::size_t i = 0; i < panel.size(); ++i) panel[i] = static_cast<std::uint8_t>(noise[i]);
      std::vector<std::int8_t> probes(noise.begin() + static_cast<std::ptrdiff_t>(64 * n), noise.end());
      for (auto& code : probes) code = std::max<std::int8_t>(code, -127);
      constexpr std::size_t together = probes_together;
      std::vector<std::int32_t> sums(count), least(count, 20000);
      for (std::size_t p = 0; p < count; ++p)
        for (std::size_t i = 0; i < n; ++i) sums[p] += probes[place_of_code(p, i, n, together)];
      least[0] = INT32_MIN;
      least[count / 2] = count > 1 ? INT32_MAX : INT32_MIN;
      const PanelScan scan{panel.data(), panel.data(), n,    0x8F0F00FFFF0000F1U, probes.data(), together,
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

TEST_CASE("tiles give the votes and the keys that registers give") {
  using namespace limen::simd;
  for (const std::size_t n : {68U, 104U, 128U})
    for (const std::size_t references : {1U, 2U, 5U}) {
      const auto codes = limen::test::random_bytes(references * vote_lanes * n, n + references);
      const auto noise = limen::test::random_bytes(n * vote_lanes, n);
      std::vector<std::uint8_t> probe(noise.begin(), noise.end());
      std::vector<std::int16_t> sums(references * vote_lanes);
      for (std::size_t m = 0; m < sums.size(); ++m)
        for (std::size_t i = 0; i < n; ++i) sums[m] = static_cast<std::int16_t>(sums[m] + codes[m * n + i]);
      std::vector<std::int32_t> floors(vote_lanes, 30000), weights(vote_lanes, 9000);
      std::vector<std::uint32_t> rows(references);
      for (std::size_t r = 0; r < references; ++r) rows[r] = static_cast<std::uint32_t>((r + 1) % references);
      const DescriptorScan scan{probe.data(),   n,           floors.data(), weights.data(), codes.data(),
                                vote_lanes * n, sums.data(), rows.data(),   references};
      std::vector<std::uint32_t> tiled(references), plain(references), alone(references);
      std::vector<std::int32_t> keys(references * vote_lanes), plain_keys(keys.size());
      vote_tiles<EmulatedTiles>(scan, tiled.data(), keys.data());
      descriptor_votes(scan, plain.data(), plain_keys.data());
      CHECK(tiled == plain);
      CHECK(*std::ranges::max_element(tiled) > 0);
      CHECK(keys == plain_keys);
      vote_tiles<EmulatedTiles>(scan, alone.data(), nullptr);
      CHECK(alone == plain);
      CHECK(EmulatedTiles::in_use == 0);
    }
}
