// tests of encode_i8
#include <cmath>

#include <doctest/doctest.h>

#include "tests/simd/kernels_support.hpp"

using namespace limen::test;

TEST_CASE("codes are the nearest steps, and what they lose has the same bits on every target") {
  for (const auto n : lengths) {
    auto values = random_floats(n, n + 1, 0.3F);
    for (std::size_t i = 0; i < n; i += 5) values[i] = (static_cast<float>(i % 9) - 4.5F) / 500;  // ties
    const float steps = 500;
    const double scale = 1.0 / 500;
    long double lost = 0;
    std::vector<std::int8_t> wanted(n);
    for (std::size_t i = 0; i < n; ++i) {
      const double nearest = std::nearbyint(static_cast<double>(values[i] * steps));
      wanted[i] = static_cast<std::int8_t>(std::min(std::max(nearest, -127.0), 127.0));
      const long double difference = static_cast<long double>(values[i]) - static_cast<long double>(scale) * wanted[i];
      lost += difference * difference;
    }
    Unaligned in(values);
    double first = -1;
    on_each_target([&](const limen::simd::Kernels& kernels) {
      std::vector<std::int8_t> codes(n + 1, 99);
      const double sum = kernels.encode_i8(in.data(), n, steps, scale, codes.data());
      CHECK(codes.back() == 99);
      codes.pop_back();
      CHECK(codes == wanted);
      CHECK(std::abs(static_cast<double>(lost) - sum) <= 1e-12 * (1 + sum));
      if (first < 0) first = sum;
      CHECK(std::bit_cast<std::uint64_t>(sum) == std::bit_cast<std::uint64_t>(first));
    });
  }
}
