// The int32 sums of a panel's references in registers, as each target does it: what scan_i8_inl.hpp is made of.
// References are bytes 0..255 that stand for byte − 128; a probe's codes are −127..127.
#pragma once

namespace limen::simd {
namespace {

LIMEN_INLINE std::int32_t four_codes(const std::int8_t* from) {
  std::int32_t four;
  __builtin_memcpy(&four, from, 4);
  return four;
}

#if defined(__AVX512BW__)

constexpr std::size_t rows_a_register = 16, stream_registers = 4, tile_registers = 4, tile_probes = 6;
typedef __m512i Sums;

LIMEN_INLINE std::uint64_t at_least(Sums sums, std::int32_t least) {
  return _mm512_cmpge_epi32_mask(sums, _mm512_set1_epi32(least));
}
LIMEN_INLINE void store_sums(std::int32_t* to, Sums sums) { _mm512_storeu_si512(to, sums); }

#if defined(__AVX512VNNI__)
// VPDPBUSD multiplies unsigned by signed bytes; what the 128 adds, Σ 128·code, is taken away at the start.
typedef __m512i Rows;
LIMEN_INLINE Sums start_sums(std::int32_t sum_of_codes) { return _mm512_set1_epi32(-128 * sum_of_codes); }
LIMEN_INLINE Rows load_rows(const std::uint8_t* from) { return _mm512_loadu_si512(from); }
LIMEN_INLINE Sums add_products(Sums sums, Rows rows, const std::int8_t* codes) {
  return _mm512_dpbusd_epi32(sums, rows, _mm512_set1_epi32(four_codes(codes)));
}
#else
// |x|·(±q): two such products are at most 2·128·127 and fit 16 bits.
struct Rows {
  __m512i magnitude;
  __mmask64 negative;
};
LIMEN_INLINE Sums start_sums(std::int32_t) { return _mm512_setzero_si512(); }
LIMEN_INLINE Rows load_rows(const std::uint8_t* from) {
  const __m512i rows = _mm512_xor_si512(_mm512_loadu_si512(from), _mm512_set1_epi8(-128));
  return {_mm512_abs_epi8(rows), _mm512_movepi8_mask(rows)};
}
LIMEN_INLINE Sums add_products(Sums sums, const Rows& rows, const std::int8_t* codes) {
  const __m512i four = _mm512_set1_epi32(four_codes(codes));
  const __m512i signs = _mm512_mask_sub_epi8(four, rows.negative, _mm512_setzero_si512(), four);
  const __m512i pairs = _mm512_maddubs_epi16(rows.magnitude, signs);
  return _mm512_add_epi32(sums, _mm512_madd_epi16(pairs, _mm512_set1_epi16(1)));
}
#endif

#elif defined(__AVX2__)

constexpr std::size_t rows_a_register = 8, stream_registers = 8, tile_registers = 2, tile_probes = 4;
typedef __m256i Sums;
struct Rows {
  __m256i rows, magnitude;
};

LIMEN_INLINE std::uint64_t at_least(Sums sums, std::int32_t least) {
  const __m256i below = _mm256_cmpgt_epi32(_mm256_set1_epi32(least), sums);
  return ~static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(below))) & 0xFFU;
}
LIMEN_INLINE void store_sums(std::int32_t* to, Sums sums) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), sums); }
LIMEN_INLINE Sums start_sums(std::int32_t) { return _mm256_setzero_si256(); }
LIMEN_INLINE Rows load_rows(const std::uint8_t* from) {
  const __m256i rows =
      _mm256_xor_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)), _mm256_set1_epi8(-128));
  return {rows, _mm256_abs_epi8(rows)};
}
LIMEN_INLINE Sums add_products(Sums sums, const Rows& rows, const std::int8_t* codes) {
  const __m256i signs = _mm256_sign_epi8(_mm256_set1_epi32(four_codes(codes)), rows.rows);
  const __m256i pairs = _mm256_maddubs_epi16(rows.magnitude, signs);
  return _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

#elif defined(__SSE4_1__)

constexpr std::size_t rows_a_register = 4, stream_registers = 8, tile_registers = 2, tile_probes = 4;
typedef __m128i Sums;
struct Rows {
  __m128i rows, magnitude;
};

LIMEN_INLINE std::uint64_t at_least(Sums sums, std::int32_t least) {
  const __m128i below = _mm_cmpgt_epi32(_mm_set1_epi32(least), sums);
  return ~static_cast<std::uint32_t>(_mm_movemask_ps(_mm_castsi128_ps(below))) & 0xFU;
}
LIMEN_INLINE void store_sums(std::int32_t* to, Sums sums) { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), sums); }
LIMEN_INLINE Sums start_sums(std::int32_t) { return _mm_setzero_si128(); }
LIMEN_INLINE Rows load_rows(const std::uint8_t* from) {
  const __m128i rows = _mm_xor_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)), _mm_set1_epi8(-128));
  return {rows, _mm_abs_epi8(rows)};
}
LIMEN_INLINE Sums add_products(Sums sums, const Rows& rows, const std::int8_t* codes) {
  const __m128i signs = _mm_sign_epi8(_mm_set1_epi32(four_codes(codes)), rows.rows);
  const __m128i pairs = _mm_maddubs_epi16(rows.magnitude, signs);
  return _mm_add_epi32(sums, _mm_madd_epi16(pairs, _mm_set1_epi16(1)));
}

#elif defined(__ARM_NEON)

constexpr std::size_t rows_a_register = 4, stream_registers = 16, tile_registers = 4, tile_probes = 4;
typedef int32x4_t Sums;
typedef int8x16_t Rows;

LIMEN_INLINE std::uint64_t at_least(Sums sums, std::int32_t least) {
  const uint32x4_t bits = {1, 2, 4, 8};
  return vaddvq_u32(vandq_u32(vcgeq_s32(sums, vdupq_n_s32(least)), bits));
}
LIMEN_INLINE void store_sums(std::int32_t* to, Sums sums) { vst1q_s32(to, sums); }
LIMEN_INLINE Sums start_sums(std::int32_t) { return vdupq_n_s32(0); }
LIMEN_INLINE Rows load_rows(const std::uint8_t* from) {
  return vreinterpretq_s8_u8(veorq_u8(vld1q_u8(from), vdupq_n_u8(128)));
}
LIMEN_INLINE Sums add_products(Sums sums, Rows rows, const std::int8_t* codes) {
  const int8x16_t four = vreinterpretq_s8_s32(vdupq_n_s32(four_codes(codes)));
#if defined(__ARM_FEATURE_DOTPROD)
  return vdotq_s32(sums, rows, four);
#else
  const int16x8_t low = vmull_s8(vget_low_s8(rows), vget_low_s8(four)), high = vmull_high_s8(rows, four);
  return vaddq_s32(sums, vpaddq_s32(vpaddlq_s16(low), vpaddlq_s16(high)));
#endif
}

#else

constexpr std::size_t rows_a_register = 1, stream_registers = 8, tile_registers = 4, tile_probes = 1;
typedef std::int32_t Sums;
struct Rows {
  std::int32_t code[4];
};

LIMEN_INLINE std::uint64_t at_least(Sums sum, std::int32_t least) { return sum >= least ? 1 : 0; }
LIMEN_INLINE void store_sums(std::int32_t* to, Sums sum) { *to = sum; }
LIMEN_INLINE Sums start_sums(std::int32_t) { return 0; }
LIMEN_INLINE Rows load_rows(const std::uint8_t* from) {
  return {{from[0] - 128, from[1] - 128, from[2] - 128, from[3] - 128}};
}
LIMEN_INLINE Sums add_products(Sums sum, const Rows& row, const std::int8_t* codes) {
  for (std::size_t i = 0; i < 4; ++i) sum += row.code[i] * codes[i];
  return sum;
}

#endif

}  // namespace
}  // namespace limen::simd
