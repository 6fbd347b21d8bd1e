// Inner products of signed bytes, exact. Each target widens its own way; integers make the result the same.
#pragma once

namespace limen::simd {
namespace {

LIMEN_INLINE std::int32_t dot_i8_plain(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += std::int32_t{a[i]} * b[i];
  return sum;
}

#if defined(__AVX512BW__)

#if defined(__AVX512VNNI__)
// VPDPBUSD multiplies unsigned by signed bytes: b + 128 is unsigned, and 128·Σa is taken away again.
LIMEN_INLINE __m512i step_i8(__m512i sum, __m512i a, __m512i b) {
  return _mm512_dpbusd_epi32(sum, _mm512_xor_si512(b, _mm512_set1_epi8(-128)), a);
}
#else
LIMEN_INLINE __m512i step_i8(__m512i sum, __m512i a, __m512i b) {
  const __m512i low = _mm512_madd_epi16(_mm512_cvtepi8_epi16(_mm512_castsi512_si256(a)),
                                        _mm512_cvtepi8_epi16(_mm512_castsi512_si256(b)));
  const __m512i high = _mm512_madd_epi16(_mm512_cvtepi8_epi16(_mm512_extracti64x4_epi64(a, 1)),
                                         _mm512_cvtepi8_epi16(_mm512_extracti64x4_epi64(b, 1)));
  return _mm512_add_epi32(sum, _mm512_add_epi32(low, high));
}
#endif

/// What step_i8 adds too much for one and the same `a`.
LIMEN_INLINE std::int32_t excess_i8(const std::int8_t* a, std::size_t n) {
#if defined(__AVX512VNNI__)
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i];
  return 128 * sum;
#else
  (void)a, (void)n;
  return 0;
#endif
}

LIMEN_INLINE std::int32_t raw_dot_i8(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
  __m512i even = _mm512_setzero_si512(), odd = even;
  std::size_t i = 0;
  for (; i + 128 <= n; i += 128) {
    even = step_i8(even, _mm512_loadu_si512(a + i), _mm512_loadu_si512(b + i));
    odd = step_i8(odd, _mm512_loadu_si512(a + i + 64), _mm512_loadu_si512(b + i + 64));
  }
  if (i + 64 <= n) {
    even = step_i8(even, _mm512_loadu_si512(a + i), _mm512_loadu_si512(b + i));
    i += 64;
  }
  if (i < n) {  // masked loads stream slowly from memory: the rest alone
    const __mmask64 rest = (__mmask64{1} << (n - i)) - 1;
    odd = step_i8(odd, _mm512_maskz_loadu_epi8(rest, a + i), _mm512_maskz_loadu_epi8(rest, b + i));
  }
  return _mm512_reduce_add_epi32(_mm512_add_epi32(even, odd));
}

#elif defined(__AVX2__)

LIMEN_INLINE std::int32_t excess_i8(const std::int8_t*, std::size_t) { return 0; }

LIMEN_INLINE __m256i widen_16(const std::int8_t* from) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

LIMEN_INLINE std::int32_t raw_dot_i8(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
  __m256i even = _mm256_setzero_si256(), odd = even;
  std::size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    even = _mm256_add_epi32(even, _mm256_madd_epi16(widen_16(a + i), widen_16(b + i)));
    odd = _mm256_add_epi32(odd, _mm256_madd_epi16(widen_16(a + i + 16), widen_16(b + i + 16)));
  }
  const __m256i eight = _mm256_add_epi32(even, odd);
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(eight), _mm256_extracti128_si256(eight, 1));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1));
  return _mm_cvtsi128_si32(four) + dot_i8_plain(a + i, b + i, n - i);
}

#elif defined(__SSE4_1__)

LIMEN_INLINE std::int32_t excess_i8(const std::int8_t*, std::size_t) { return 0; }

LIMEN_INLINE __m128i widen_8(const std::int8_t* from) {
  return _mm_cvtepi8_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)));
}

LIMEN_INLINE std::int32_t raw_dot_i8(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
  __m128i even = _mm_setzero_si128(), odd = even;
  std::size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    even = _mm_add_epi32(even, _mm_madd_epi16(widen_8(a + i), widen_8(b + i)));
    odd = _mm_add_epi32(odd, _mm_madd_epi16(widen_8(a + i + 8), widen_8(b + i + 8)));
  }
  __m128i four = _mm_add_epi32(even, odd);
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1));
  return _mm_cvtsi128_si32(four) + dot_i8_plain(a + i, b + i, n - i);
}

#elif defined(__ARM_FEATURE_DOTPROD)

LIMEN_INLINE std::int32_t excess_i8(const std::int8_t*, std::size_t) { return 0; }

LIMEN_INLINE std::int32_t raw_dot_i8(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
  int32x4_t even = vdupq_n_s32(0), odd = even;
  std::size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    even = vdotq_s32(even, vld1q_s8(a + i), vld1q_s8(b + i));
    odd = vdotq_s32(odd, vld1q_s8(a + i + 16), vld1q_s8(b + i + 16));
  }
  return vaddvq_s32(vaddq_s32(even, odd)) + dot_i8_plain(a + i, b + i, n - i);
}

#else

LIMEN_INLINE std::int32_t excess_i8(const std::int8_t*, std::size_t) { return 0; }

LIMEN_INLINE std::int32_t raw_dot_i8(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
  return dot_i8_plain(a, b, n);
}

#endif

std::int32_t dot_i8(const std::int8_t* a, const std::int8_t* b, std::size_t n) noexcept {
  return raw_dot_i8(a, b, n) - excess_i8(a, n);
}

void dot_i8_rows(const std::int8_t* probe, const std::int8_t* rows, std::size_t stride, std::size_t n,
                 std::size_t count, std::int32_t* out) noexcept {
  const std::int32_t excess = excess_i8(probe, n);
  for (std::size_t r = 0; r < count; ++r, rows += stride) {
    prefetch_ahead(rows, n);
    out[r] = raw_dot_i8(probe, rows, n) - excess;
  }
}

}  // namespace
}  // namespace limen::simd
