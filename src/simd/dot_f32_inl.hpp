// Inner products of floats: 32 running sums, element i goes to sum i mod 32.
#pragma once

namespace limen::simd {
namespace {

LIMEN_INLINE float dot_f32_of(const float* a, const float* b, std::size_t n) {
  Lanes even = zero_lanes(), odd = zero_lanes();
  std::size_t i = 0;
  for (; i + 2 * lanes <= n; i += 2 * lanes) {
    even = add_product(even, load_lanes(a + i), load_lanes(b + i));
    odd = add_product(odd, load_lanes(a + i + lanes), load_lanes(b + i + lanes));
  }
  if (i + lanes <= n) {
    even = add_product(even, load_lanes(a + i), load_lanes(b + i));
    i += lanes;
    if (i < n) odd = add_product(odd, load_some_lanes(a + i, n - i), load_some_lanes(b + i, n - i));
  } else if (i < n) {
    even = add_product(even, load_some_lanes(a + i, n - i), load_some_lanes(b + i, n - i));
  }
  return sum_of_lanes(add_lanes(even, odd));
}

float dot_f32(const float* a, const float* b, std::size_t n) noexcept { return dot_f32_of(a, b, n); }

void dot_f32_rows(const float* probe, const float* rows, std::size_t stride, std::size_t n, std::size_t count,
                  float* out) noexcept {
  for (std::size_t r = 0; r < count; ++r, rows += stride) {
    prefetch_ahead(rows, n * sizeof(float));
    out[r] = dot_f32_of(probe, rows, n);
  }
}

}  // namespace
}  // namespace limen::simd
