// XOR and population count over binary descriptors.
#pragma once

namespace limen::simd {
namespace {

LIMEN_INLINE unsigned popcount_of(std::uint64_t word) {
#if defined(__POPCNT__) || defined(__ARM_NEON)
  return static_cast<unsigned>(__builtin_popcountll(word));
#else
  word -= (word >> 1) & 0x5555555555555555U;
  word = (word & 0x3333333333333333U) + ((word >> 2) & 0x3333333333333333U);
  word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<unsigned>((word * 0x0101010101010101U) >> 56);
#endif
}

#if defined(__AVX512BW__)

/// Population count of each 64-bit lane.
LIMEN_INLINE __m512i popcount_512(__m512i bits) {
#if defined(__AVX512VPOPCNTDQ__)
  return _mm512_popcnt_epi64(bits);
#else
  const __m512i nibble = _mm512_set1_epi8(15);
  const __m512i counts = _mm512_broadcast_i32x4(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
  const __m512i low = _mm512_shuffle_epi8(counts, _mm512_and_si512(bits, nibble));
  const __m512i high = _mm512_shuffle_epi8(counts, _mm512_and_si512(_mm512_srli_epi16(bits, 4), nibble));
  return _mm512_sad_epu8(_mm512_add_epi8(low, high), _mm512_setzero_si512());
#endif
}

std::uint32_t hamming(const std::uint64_t* a, const std::uint64_t* b, std::size_t words) noexcept {
  __m512i sum = _mm512_setzero_si512();
  std::size_t i = 0;
  for (; i + 8 <= words; i += 8) {
    const __m512i bits = _mm512_xor_si512(_mm512_loadu_si512(a + i), _mm512_loadu_si512(b + i));
    sum = _mm512_add_epi64(sum, popcount_512(bits));
  }
  if (i < words) {
    const auto rest = static_cast<__mmask8>((1U << (words - i)) - 1);
    const __m512i bits = _mm512_xor_si512(_mm512_maskz_loadu_epi64(rest, a + i), _mm512_maskz_loadu_epi64(rest, b + i));
    sum = _mm512_add_epi64(sum, popcount_512(bits));
  }
  return static_cast<std::uint32_t>(_mm512_reduce_add_epi64(sum));
}

#elif defined(__AVX2__)

LIMEN_INLINE __m256i load_256(const std::uint64_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

/// Population count of each 64-bit lane.
LIMEN_INLINE __m256i popcount_256(__m256i bits) {
  const __m256i nibble = _mm256_set1_epi8(15);
  const __m256i counts = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
  const __m256i low = _mm256_shuffle_epi8(counts, _mm256_and_si256(bits, nibble));
  const __m256i high = _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(bits, 4), nibble));
  return _mm256_sad_epu8(_mm256_add_epi8(low, high), _mm256_setzero_si256());
}

std::uint32_t hamming(const std::uint64_t* a, const std::uint64_t* b, std::size_t words) noexcept {
  __m256i sum = _mm256_setzero_si256();
  std::size_t i = 0;
  for (; i + 4 <= words; i += 4) {
    const __m256i bits = _mm256_xor_si256(load_256(a + i), load_256(b + i));
    sum = _mm256_add_epi64(sum, popcount_256(bits));
  }
  const __m128i two = _mm_add_epi64(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
  auto total = static_cast<std::uint32_t>(_mm_cvtsi128_si64(two) + _mm_extract_epi64(two, 1));
  for (; i < words; ++i) total += popcount_of(a[i] ^ b[i]);
  return total;
}

#else

std::uint32_t hamming(const std::uint64_t* a, const std::uint64_t* b, std::size_t words) noexcept {
  std::uint32_t total = 0;
  for (std::size_t i = 0; i < words; ++i) total += popcount_of(a[i] ^ b[i]);
  return total;
}

#endif

}  // namespace
}  // namespace limen::simd
