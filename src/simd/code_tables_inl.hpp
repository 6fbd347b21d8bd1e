// Distances of binary codes where no instruction counts bits in a register: lanes are the reference's 32 codes, four
// bits of each at a time, and a table for each four bits of a probe's code says by how many they differ.
#pragma once

#if defined(__AVX2__) && !defined(__AVX512VPOPCNTDQ__)
#define LIMEN_CODE_TABLES

namespace limen::simd {
namespace {

constexpr std::size_t code_nibbles = 32;  ///< in 128 bits
constexpr std::size_t nibble_values = 16;

/// Of each code of the probe and each of its nibbles: by how many bits the sixteen values differ from it.
struct CodeTables {
  alignas(16) std::uint8_t at[code_lanes][code_nibbles][nibble_values];
};

LIMEN_INLINE void make_tables(const std::uint64_t* probe, CodeTables& tables) {
  const __m128i counts = _mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  const __m128i values = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (std::size_t c = 0; c < code_lanes; ++c)
    for (std::size_t n = 0; n < code_nibbles; ++n) {
      const auto nibble = static_cast<char>(probe[n / 16 * code_lanes + c] >> (4 * (n % 16)) & 15U);
      const __m128i differing = _mm_xor_si128(values, _mm_set1_epi8(nibble));
      _mm_store_si128(reinterpret_cast<__m128i*>(tables.at[c][n]), _mm_shuffle_epi8(counts, differing));
    }
}

/// Byte b of each of 32 codes side by side, for all sixteen b: the 16 × 16 bytes of each half turned over.
LIMEN_INLINE void turn_over(const std::uint64_t* references, __m256i* planes) {
  __m256i a[16], b[16];
  for (std::size_t i = 0; i < 16; ++i) {
    const auto* const code = reinterpret_cast<const __m128i*>(references + 2 * i);
    a[i] = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(code)), _mm_loadu_si128(code + 16), 1);
  }
  // Codes whose numbers differ in the highest bit meet first; four rounds later byte b of code i is byte i of plane b.
  const auto meet = [](const __m256i* from, __m256i* to) __attribute__((always_inline)) {
    for (std::size_t i = 0; i < 8; ++i) {
      to[2 * i] = _mm256_unpacklo_epi8(from[i], from[i + 8]);
      to[2 * i + 1] = _mm256_unpackhi_epi8(from[i], from[i + 8]);
    }
  };
  meet(a, b), meet(b, a), meet(a, b), meet(b, planes);
}

/// The least of 32 bytes.
LIMEN_INLINE std::uint32_t least_byte(__m256i bytes) {
  const __m128i half = _mm_min_epu8(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
  const __m128i pairs = _mm_min_epu8(half, _mm_srli_epi16(half, 8));
  return static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm_minpos_epu16(pairs))) & 0xFFFFU;
}

constexpr std::size_t references_at_once = 4;  ///< that share a table in a register

struct Nibbles {
  __m256i at[code_nibbles];
};
LIMEN_INLINE void nibbles_of(const std::uint64_t* references, Nibbles& nibbles) {
  __m256i planes[16];
  turn_over(references, planes);
  const __m256i low = _mm256_set1_epi8(15);
  for (std::size_t b = 0; b < 16; ++b) {
    nibbles.at[2 * b] = _mm256_and_si256(planes[b], low);
    nibbles.at[2 * b + 1] = _mm256_and_si256(_mm256_srli_epi16(planes[b], 4), low);
  }
}

/// The distance of each of the probe's codes to the nearest of 32, of each of references_at_once references.
LIMEN_INLINE void nearest_by_tables(const CodeTables& tables, const Nibbles* nibbles,
                                    std::int32_t (*least)[code_lanes]) {
  constexpr std::size_t codes = 2, sums_at_once = codes * references_at_once;  // sums that stay in registers
  for (std::size_t c = 0; c < code_lanes; c += codes) {
    __m256i sums[sums_at_once];
    unrolled<sums_at_once>(LIMEN_UNROLLED { sums[i] = _mm256_setzero_si256(); });
    for (std::size_t n = 0; n < code_nibbles; ++n) {
      __m256i tables_of[codes];
      unrolled<codes>(LIMEN_UNROLLED {
        const auto* const table = reinterpret_cast<const __m128i*>(tables.at[c + i][n]);
        tables_of[i] = _mm256_broadcastsi128_si256(_mm_load_si128(table));
      });
      unrolled<sums_at_once>(LIMEN_UNROLLED {
        const __m256i differing = _mm256_shuffle_epi8(tables_of[i % codes], nibbles[i / codes].at[n]);
        sums[i] = _mm256_add_epi8(sums[i], differing);
      });
    }
    unrolled<sums_at_once>(
        LIMEN_UNROLLED { least[i / codes][c + i % codes] = static_cast<std::int32_t>(least_byte(sums[i])); });
  }
}

}  // namespace
}  // namespace limen::simd

#endif
