#include <cmath>
#include <random>

#include <doctest/doctest.h>

#include "tests/reference/simd.hpp"
#include "tests/simd/kernels_support.hpp"

using namespace limen::test;

TEST_CASE("four complex windows of 16-bit pixels are exact") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    for (const std::size_t rows : {0U, 1U, 2U, 13U, 31U}) {
      CAPTURE(rows);
      const std::size_t stride = 39;
      std::mt19937 random(static_cast<unsigned>(rows));
      const auto values = [&](std::size_t n, int most) {
        std::vector<std::int16_t> v(n);
        for (auto& x : v)
          x = static_cast<std::int16_t>(static_cast<int>(random() % static_cast<unsigned>(2 * most + 1)) - most);
        return v;
      };
      const auto image = values((rows + 1) * stride + 1, 32767);
      const auto kernel = values(rows * 64, 40);
      limen::simd::ComplexSum got[4];
      kernels.complex_windows_i16(image.data() + 1, static_cast<std::ptrdiff_t>(stride), kernel.data(), rows, got);
      for (std::size_t w = 0; w < 4; ++w) {
        std::int64_t re = 0, im = 0;
        for (std::size_t r = 0; r < rows; ++r)
          for (std::size_t c = 0; c < 32; ++c) {
            const std::int64_t pixel = image[1 + (r + w / 2) * stride + c + w % 2];
            re += pixel * kernel[64 * r + c];
            im += pixel * kernel[64 * r + 32 + c];
          }
        CHECK(got[w].re == re);
        CHECK(got[w].im == im);
      }
    }
    const std::vector<std::int16_t> lowest(66, -32768), ones(64, 1);
    limen::simd::ComplexSum got[4];
    kernels.complex_windows_i16(lowest.data(), 33, ones.data(), 1, got);
    CHECK(got[3].im == -32768 * 32);
  });
}

TEST_CASE("columns are convolved tap by tap") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    for (const auto n : lengths)
      for (const std::size_t count : {0U, 1U, 2U, 5U, 17U, 61U}) {
        CAPTURE(n);
        CAPTURE(count);
        const auto taps = random_floats(count, 1);
        std::vector<const float*> rows;
        std::vector<std::vector<float>> image;
        for (std::size_t j = 0; j < count; ++j) image.push_back(random_floats(n, 100 + j, 255));
        for (const auto& line : image) rows.push_back(line.data());

        std::vector<float> down(n + 1, 7);
        kernels.convolve_column(rows.data(), down.data(), n, taps.data(), count);
        for (std::size_t i = 0; i < n; ++i) {
          float sum = 0;
          for (std::size_t j = 0; j < count; ++j) sum = sum + taps[j] * image[j][i];
          REQUIRE(same_bits(down[i], sum));
        }
        CHECK(down[n] == 7);
      }
  });
}
