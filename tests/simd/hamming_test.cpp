#include <doctest/doctest.h>

#include "tests/reference/simd.hpp"
#include "tests/simd/kernels_support.hpp"

using namespace limen::test;
using Words = std::vector<std::uint64_t>;

TEST_CASE("hamming distances are those of the reference, on every target, at every length") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    for (const auto n : lengths) {
      CAPTURE(n);
      const auto a = random_words(n, 1), b = random_words(n, 2), mask = random_words(n, 3);
      Unaligned ua(a), ub(b), um(mask);
      CHECK(kernels.hamming(ua.data(), ub.data(), n) == reference::hamming(a, b, Words(n, ~std::uint64_t{0})));
      CHECK(kernels.hamming_masked(ua.data(), ub.data(), um.data(), n) == reference::hamming(a, b, mask));
    }
  });
}

TEST_CASE("hamming at the extremes") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    CHECK(kernels.hamming(nullptr, nullptr, 0) == 0);
    CHECK(kernels.hamming_masked(nullptr, nullptr, nullptr, 0) == 0);
    for (const auto n : lengths) {
      CAPTURE(n);
      const Words none(n, 0), all(n, ~std::uint64_t{0});
      CHECK(kernels.hamming(none.data(), all.data(), n) == 64 * n);
      CHECK(kernels.hamming(all.data(), all.data(), n) == 0);
      CHECK(kernels.hamming_masked(none.data(), all.data(), all.data(), n) == 64 * n);
      CHECK(kernels.hamming_masked(none.data(), all.data(), none.data(), n) == 0);
    }
  });
}

TEST_CASE("every single bit counts") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    for (std::size_t bit = 0; bit < 9 * 64; ++bit) {
      CAPTURE(bit);
      const Words none(9, 0);
      Words one(9, 0);
      one[bit / 64] = std::uint64_t{1} << (bit % 64);
      CHECK(kernels.hamming(none.data(), one.data(), 9) == 1);
      CHECK(kernels.hamming_masked(none.data(), one.data(), one.data(), 9) == 1);
    }
  });
}

TEST_CASE("the nearest reference code of each lane") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    for (const std::size_t lanes : {8U, 16U, 24U, 32U, 40U, 64U, 72U})
      for (const std::size_t count : {0U, 1U, 2U, 3U, 31U, 32U, 40U}) {
        CAPTURE(lanes);
        CAPTURE(count);
        auto probe = random_words(2 * lanes, 10 + lanes);
        auto references = random_words(2 * count, 20 + count);
        if (count > 2) {  // one lane's code is there, one lane's opposite is all there is to fear
          references[2 * count - 2] = probe[3], references[2 * count - 1] = probe[lanes + 3];
        }
        Unaligned up(probe), ur(references);
        std::vector<std::uint16_t> best(lanes + 1, 999);
        kernels.hamming_best_128(up.data(), lanes, ur.data(), count, best.data());
        for (std::size_t lane = 0; lane < lanes; ++lane) {
          std::uint64_t least = 128;
          for (std::size_t j = 0; j < count; ++j)
            least = std::min(least, reference::hamming({probe[lane], probe[lanes + lane]},
                                                       {references[2 * j], references[2 * j + 1]},
                                                       {~std::uint64_t{0}, ~std::uint64_t{0}}));
          CAPTURE(lane);
          CHECK(best[lane] == least);
        }
        CHECK(best[lanes] == 999);
      }
  });
}

TEST_CASE("opposite codes are 128 apart") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    const Words probe(16, 0), reference_code(2, ~std::uint64_t{0});
    std::vector<std::uint16_t> best(8);
    kernels.hamming_best_128(probe.data(), 8, reference_code.data(), 1, best.data());
    CHECK(best == std::vector<std::uint16_t>(8, 128));
  });
}
