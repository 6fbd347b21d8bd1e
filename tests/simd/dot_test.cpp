#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "tests/reference/simd.hpp"
#include "tests/simd/kernels_support.hpp"

using namespace limen::test;

TEST_CASE("int8 inner products are exact, on every target, at every length") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    CHECK(kernels.dot_i8(nullptr, nullptr, 0) == 0);
    for (const auto n : lengths) {
      CAPTURE(n);
      const auto a = random_bytes(n, 1), b = random_bytes(n, 2);
      Unaligned ua(a), ub(b);
      CHECK(kernels.dot_i8(ua.data(), ub.data(), n) == reference::dot_i8(a, b));
      for (const int x : {-128, -127, -1, 0, 1, 127})
        for (const int y : {-128, 127}) {
          const std::vector<std::int8_t> xs(n, static_cast<std::int8_t>(x)), ys(n, static_cast<std::int8_t>(y));
          CHECK(kernels.dot_i8(xs.data(), ys.data(), n) == reference::dot_i8(xs, ys));
        }
    }
  });
}

TEST_CASE("int8 inner products do not overflow at the length they promise") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    const std::vector<std::int8_t> least(65536, -128), most(65536, 127);
    CHECK(kernels.dot_i8(least.data(), least.data(), 65536) == 1073741824);
    CHECK(kernels.dot_i8(most.data(), least.data(), 65536) == -1065353216);
    CHECK(kernels.dot_i8(least.data(), most.data(), 65536) == -1065353216);
  });
}

TEST_CASE("rows give what single products give") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    for (const std::size_t n : {0U, 1U, 17U, 64U, 128U, 129U, 512U})
      for (const std::size_t count : {0U, 1U, 2U, 3U, 4U, 5U, 9U}) {
        CAPTURE(n);
        CAPTURE(count);
        const std::size_t stride = n + 3;
        const auto probe = random_bytes(n, 1), rows = random_bytes(stride * count, 2);
        const auto float_probe = random_floats(n, 3), float_rows = random_floats(stride * count, 4);
        std::vector<std::int32_t> out(count + 1, 77);
        std::vector<float> float_out(count + 1, 77);
        kernels.dot_i8_rows(probe.data(), rows.data(), stride, n, count, out.data());
        kernels.dot_f32_rows(float_probe.data(), float_rows.data(), stride, n, count, float_out.data());
        for (std::size_t r = 0; r < count; ++r) {
          CHECK(out[r] == kernels.dot_i8(probe.data(), rows.data() + r * stride, n));
          CHECK(same_bits(float_out[r], kernels.dot_f32(float_probe.data(), float_rows.data() + r * stride, n)));
        }
        CHECK(out[count] == 77);
        CHECK(float_out[count] == 77);
      }
  });
}

TEST_CASE("float inner products: near the exact value, and the documented order bit for bit") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    CHECK(kernels.dot_f32(nullptr, nullptr, 0) == 0);
    for (const auto n : lengths)
      for (const float scale : {1.0F, 1e18F, 1e-20F}) {
        CAPTURE(n);
        CAPTURE(scale);
        const auto a = random_floats(n, 1, scale), b = random_floats(n, 2, scale);
        Unaligned ua(a), ub(b);
        const float got = kernels.dot_f32(ua.data(), ub.data(), n);
        const auto bound = reference::dot_f32_magnitude(a, b) * 64 * 6e-8L + 1e-37L;
        CHECK(std::abs(static_cast<long double>(got) - reference::dot_f32(a, b)) <= bound);
        std::vector<float> products(n);
        for (std::size_t i = 0; i < n; ++i) products[i] = a[i] * b[i];
        CHECK(same_bits(got, reference::in_the_documented_order(products, 32)));
      }
  });
}

TEST_CASE("infinities and NaN come through") {
  on_each_target([](const limen::simd::Kernels& kernels) {
    for (const auto n : lengths) {
      if (n == 0) continue;
      std::vector<float> a(n, 1), b(n, 1);
      a[n - 1] = std::numeric_limits<float>::infinity();
      CHECK(std::isinf(kernels.dot_f32(a.data(), b.data(), n)));
      a[n - 1] = std::numeric_limits<float>::quiet_NaN();
      CHECK(std::isnan(kernels.dot_f32(a.data(), b.data(), n)));
    }
  });
}
