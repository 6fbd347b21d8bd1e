// Four neighbouring windows of 16-bit pixels against one pair of 16-bit kernels, exact: each row of pixels and of the
// kernels is loaded once for all of them.
#pragma once

namespace limen::simd {
namespace {

#if defined(__AVX512BW__)

constexpr std::size_t lanes_i16 = 32;
typedef __m512i Products;

LIMEN_INLINE __m512i load_i16(const std::int16_t* from) { return _mm512_loadu_si512(from); }
LIMEN_INLINE __m512i no_products() { return _mm512_setzero_si512(); }
LIMEN_INLINE std::int32_t sum_of_products(__m512i sums) { return _mm512_reduce_add_epi32(sums); }
LIMEN_INLINE __m512i add_products(__m512i sums, __m512i a, __m512i b) {
#if defined(__AVX512VNNI__)
  return _mm512_dpwssd_epi32(sums, a, b);
#else
  return _mm512_add_epi32(sums, _mm512_madd_epi16(a, b));
#endif
}

#elif defined(__AVX2__)

constexpr std::size_t lanes_i16 = 16;
typedef __m256i Products;

LIMEN_INLINE __m256i load_i16(const std::int16_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}
LIMEN_INLINE __m256i no_products() { return _mm256_setzero_si256(); }
LIMEN_INLINE __m256i add_products(__m256i sums, __m256i a, __m256i b) {
  return _mm256_add_epi32(sums, _mm256_madd_epi16(a, b));
}
LIMEN_INLINE std::int32_t sum_of_products(__m256i sums) {
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1)));
}

#elif defined(__SSE2__)

constexpr std::size_t lanes_i16 = 8;
typedef __m128i Products;

LIMEN_INLINE __m128i load_i16(const std::int16_t* from) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}
LIMEN_INLINE __m128i no_products() { return _mm_setzero_si128(); }
LIMEN_INLINE __m128i add_products(__m128i sums, __m128i a, __m128i b) {
  return _mm_add_epi32(sums, _mm_madd_epi16(a, b));
}
LIMEN_INLINE std::int32_t sum_of_products(__m128i sums) {
  const __m128i two = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xB1)));
}

#else

constexpr std::size_t lanes_i16 = 1;
typedef std::int32_t Products;

LIMEN_INLINE std::int32_t load_i16(const std::int16_t* from) { return *from; }
LIMEN_INLINE std::int32_t no_products() { return 0; }
LIMEN_INLINE std::int32_t add_products(std::int32_t sums, std::int32_t a, std::int32_t b) { return sums + a * b; }
LIMEN_INLINE std::int32_t sum_of_products(std::int32_t sums) { return sums; }

#endif

void complex_windows_i16(const std::int16_t* window, std::ptrdiff_t stride, const std::int16_t* kernel,
                         std::size_t rows, ComplexSum* out) noexcept {
  constexpr std::size_t columns = 32;
  Products re[4], im[4];
  for (std::size_t i = 0; i < 4; ++i) re[i] = im[i] = no_products();
  for (std::size_t r = 0; r < rows; ++r, window += stride, kernel += 2 * columns)
    for (std::size_t c = 0; c < columns; c += lanes_i16) {
      const auto kernel_re = load_i16(kernel + c);
      const auto kernel_im = load_i16(kernel + columns + c);
#pragma GCC unroll 4
      for (std::ptrdiff_t i = 0; i < 4; ++i) {
        const auto pixels = load_i16(window + (i / 2) * stride + i % 2 + static_cast<std::ptrdiff_t>(c));
        re[i] = add_products(re[i], pixels, kernel_re);
        im[i] = add_products(im[i], pixels, kernel_im);
      }
    }
  for (std::size_t i = 0; i < 4; ++i) out[i] = {sum_of_products(re[i]), sum_of_products(im[i])};
}

}  // namespace
}  // namespace limen::simd
