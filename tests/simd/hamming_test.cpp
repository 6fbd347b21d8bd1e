#include <algorithm>

#include <doctest/doctest.h>

#include "tests/reference/simd.hpp"
#include "tests/simd/kernels_support.hpp"

using namespace limen::test;
using Words = std::vector<std::uint64_t>;

TEST_CASE("hamming distances are those of the reference, on every target, at every length") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    for (const auto n : lengths) {
      CAPTURE(n);
      const auto a = random_words(n, 1), b = random_words(n, 2);
      Unaligned ua(a), ub(b);
      CHECK(kernels.hamming(ua.data(), ub.data(), n) == reference::hamming(a, b));
    }
  });
}

TEST_CASE("hamming at the extremes") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    CHECK(kernels.hamming(nullptr, nullptr, 0) == 0);
    for (const auto n : lengths) {
      CAPTURE(n);
      const Words none(n, 0), all(n, ~std::uint64_t{0});
      CHECK(kernels.hamming(none.data(), all.data(), n) == 64 * n);
      CHECK(kernels.hamming(all.data(), all.data(), n) == 0);
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
    }
  });
}

TEST_CASE("the nearest reference code of each probe code") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    for (const std::size_t words : {1U, 2U, 3U, 4U, 9U})
      for (const std::size_t codes : {8U, 16U, 24U, 32U, 40U, 64U, 72U})
        for (const std::size_t count : {0U, 1U, 2U, 3U, 31U}) {
          CAPTURE(words);
          CAPTURE(codes);
          CAPTURE(count);
          const auto probe = random_words(words * codes, 10 + codes);
          auto references = random_words(words * count, 20 + count);
          const auto code = [&](std::size_t c) {
            Words own;
            for (std::size_t w = 0; w < words; ++w) own.push_back(probe[w * codes + c]);
            return own;
          };
          if (count > 2) {  // one code is there itself
            const auto third = code(3);
            std::copy(third.begin(), third.end(), references.end() - static_cast<std::ptrdiff_t>(words));
          }
          Unaligned up(probe), ur(references);
          std::vector<std::uint16_t> best(codes + 1, 999);
          kernels.hamming_best(up.data(), codes, ur.data(), count, words, best.data());
          std::vector<std::uint16_t> expected(codes + 1, 999);
          for (std::size_t c = 0; c < codes; ++c) {
            std::uint64_t least = 64 * words;
            for (std::size_t j = 0; j < count; ++j) {
              const auto from = references.begin() + static_cast<std::ptrdiff_t>(words * j);
              least =
                  std::min(least, reference::hamming(code(c), Words(from, from + static_cast<std::ptrdiff_t>(words))));
            }
            expected[c] = static_cast<std::uint16_t>(least);
          }
          CHECK(best == expected);
        }
  });
}

TEST_CASE("opposite codes differ in every bit") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    for (const std::size_t words : {1U, 2U, 4U, 1023U}) {
      const Words probe(8 * words, 0), opposite(words, ~std::uint64_t{0});
      std::vector<std::uint16_t> best(8);
      kernels.hamming_best(probe.data(), 8, opposite.data(), 1, words, best.data());
      CHECK(best == std::vector<std::uint16_t>(8, static_cast<std::uint16_t>(64 * words)));
    }
  });
}
