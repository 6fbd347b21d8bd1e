// A window of 16-bit pixels against a pair of 16-bit kernels, exact: products are added in pairs, then in 32 bits.
#pragma once

namespace limen::simd {
namespace {

#if defined(__AVX512BW__)

/// Sixteen values, then zeros.
LIMEN_INLINE __m512i load_i16x16(const std::int16_t* from) {
  return _mm512_zextsi256_si512(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}

ComplexSum complex_window_i16(const std::int16_t* window, std::ptrdiff_t stride, const std::int16_t* kernel,
                              std::size_t rows, std::size_t columns) noexcept {
  __m512i re = _mm512_setzero_si512(), im = re;
  for (std::size_t r = 0; r < rows; ++r, window += stride, kernel += 2 * columns) {
    std::size_t c = 0;
    for (; c + 32 <= columns; c += 32) {
      const __m512i pixels = _mm512_loadu_si512(window + c);
      re = _mm512_add_epi32(re, _mm512_madd_epi16(pixels, _mm512_loadu_si512(kernel + c)));
      im = _mm512_add_epi32(im, _mm512_madd_epi16(pixels, _mm512_loadu_si512(kernel + columns + c)));
    }
    if (c == columns) continue;
    const __m512i pixels = load_i16x16(window + c);
    re = _mm512_add_epi32(re, _mm512_madd_epi16(pixels, load_i16x16(kernel + c)));
    im = _mm512_add_epi32(im, _mm512_madd_epi16(pixels, load_i16x16(kernel + columns + c)));
  }
  return {_mm512_reduce_add_epi32(re), _mm512_reduce_add_epi32(im)};
}

#elif defined(__AVX2__)

LIMEN_INLINE __m256i load_i16x16(const std::int16_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

LIMEN_INLINE std::int32_t sum_i32x8(__m256i eight) {
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(eight), _mm256_extracti128_si256(eight, 1));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1)));
}

ComplexSum complex_window_i16(const std::int16_t* window, std::ptrdiff_t stride, const std::int16_t* kernel,
                              std::size_t rows, std::size_t columns) noexcept {
  __m256i re = _mm256_setzero_si256(), im = re;
  for (std::size_t r = 0; r < rows; ++r, window += stride, kernel += 2 * columns)
    for (std::size_t c = 0; c < columns; c += 16) {
      const __m256i pixels = load_i16x16(window + c);
      re = _mm256_add_epi32(re, _mm256_madd_epi16(pixels, load_i16x16(kernel + c)));
      im = _mm256_add_epi32(im, _mm256_madd_epi16(pixels, load_i16x16(kernel + columns + c)));
    }
  return {sum_i32x8(re), sum_i32x8(im)};
}

#elif defined(__SSE4_1__)

LIMEN_INLINE __m128i load_i16x8(const std::int16_t* from) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}

LIMEN_INLINE std::int32_t sum_i32x4(__m128i four) {
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1)));
}

ComplexSum complex_window_i16(const std::int16_t* window, std::ptrdiff_t stride, const std::int16_t* kernel,
                              std::size_t rows, std::size_t columns) noexcept {
  __m128i re = _mm_setzero_si128(), im = re;
  for (std::size_t r = 0; r < rows; ++r, window += stride, kernel += 2 * columns)
    for (std::size_t c = 0; c < columns; c += 8) {
      const __m128i pixels = load_i16x8(window + c);
      re = _mm_add_epi32(re, _mm_madd_epi16(pixels, load_i16x8(kernel + c)));
      im = _mm_add_epi32(im, _mm_madd_epi16(pixels, load_i16x8(kernel + columns + c)));
    }
  return {sum_i32x4(re), sum_i32x4(im)};
}

#else

ComplexSum complex_window_i16(const std::int16_t* window, std::ptrdiff_t stride, const std::int16_t* kernel,
                              std::size_t rows, std::size_t columns) noexcept {
  ComplexSum sum;
  for (std::size_t r = 0; r < rows; ++r, window += stride, kernel += 2 * columns)
    for (std::size_t c = 0; c < columns; ++c) {
      sum.re += std::int32_t{window[c]} * kernel[c];
      sum.im += std::int32_t{window[c]} * kernel[columns + c];
    }
  return sum;
}

#endif

}  // namespace
}  // namespace limen::simd
