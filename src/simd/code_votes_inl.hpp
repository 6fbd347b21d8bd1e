// Votes by binary codes: how much nearer than by chance each minutia of a probe finds one in a reference, summed. Lanes
// are the probe's minutiae; the reference's codes are broadcast, so that nothing is summed across lanes but the votes.
// Where bits are not counted in registers, lanes are the reference's minutiae (code_tables_inl.hpp).
#pragma once

namespace limen::simd {
namespace {

constexpr std::size_t codes_ahead = 4;  ///< so many references before its turn one is asked for: 2 KiB

LIMEN_INLINE void ask_for_codes(const CodeScan& scan, std::size_t k) {
  if (k < scan.size) ask_for(scan.references + scan.rows[k] * scan.stride, 16 * vote_lanes);
}

#if defined(__AVX512VPOPCNTDQ__)

/// Σ max(0, offset − weight·distance), distances in 64-bit lanes as nearest() leaves them: nothing goes through memory.
LIMEN_INLINE std::uint32_t sum_of_votes(const CodeScan& scan, const Register* least) {
  __m512i sum = _mm512_setzero_si512();
  for (std::size_t g = 0; g < code_lanes / codes_a_register; ++g) {
    const auto widened = [g](const std::int32_t* from) __attribute__((always_inline)) {
      return _mm512_cvtepi32_epi64(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + g * codes_a_register)));
    };
    const __m512i vote = _mm512_sub_epi64(widened(scan.offsets), _mm512_mul_epi32(widened(scan.weights), least[g]));
    sum = _mm512_add_epi64(sum, _mm512_max_epi64(vote, _mm512_setzero_si512()));
  }
  return static_cast<std::uint32_t>(_mm512_reduce_add_epi64(sum));
}

void code_votes(const CodeScan& scan, std::uint32_t* votes) noexcept {
  constexpr std::size_t words = 2, groups = code_lanes / codes_a_register;
  for (std::size_t k = 0; k < scan.size; ++k) {
    ask_for_codes(scan, k + codes_ahead);
    Register least[groups];
    nearest<groups>(scan.probe, code_lanes, scan.references + scan.rows[k] * scan.stride, vote_lanes, words, least);
    votes[k] = sum_of_votes(scan, least);
  }
}

#else

LIMEN_INLINE std::uint32_t sum_of_votes(const CodeScan& scan, const std::int32_t* least) {
  std::int32_t sum = 0;
  for (std::size_t l = 0; l < code_lanes; ++l) {
    const std::int32_t vote = scan.offsets[l] - scan.weights[l] * least[l];
    sum += vote > 0 ? vote : 0;
  }
  return static_cast<std::uint32_t>(sum);
}

#if defined(LIMEN_CODE_TABLES)

void code_votes(const CodeScan& scan, std::uint32_t* votes) noexcept {
  if (scan.size == 0) return;
  CodeTables tables;
  make_tables(scan.probe, tables);
  for (std::size_t k = 0; k < scan.size; k += references_at_once) {
    Nibbles nibbles[references_at_once];
    for (std::size_t r = 0; r < references_at_once; ++r) {
      ask_for_codes(scan, k + r + codes_ahead);
      const std::size_t row = k + r < scan.size ? k + r : k;  // what is too many is not kept
      nibbles_of(scan.references + scan.rows[row] * scan.stride, nibbles[r]);
    }
    std::int32_t least[references_at_once][code_lanes];
    nearest_by_tables(tables, nibbles, least);
    for (std::size_t r = 0; r < references_at_once && k + r < scan.size; ++r)
      votes[k + r] = sum_of_votes(scan, least[r]);
  }
  forget(tables);
}

#else

void code_votes(const CodeScan& scan, std::uint32_t* votes) noexcept {
  constexpr std::size_t words = 2;
  for (std::size_t k = 0; k < scan.size; ++k) {
    ask_for_codes(scan, k + codes_ahead);
    std::int32_t least[code_lanes];
    for (std::size_t l = 0; l < code_lanes; ++l) {
      Register nearest_of;
      nearest<1>(scan.probe + l, code_lanes, scan.references + scan.rows[k] * scan.stride, vote_lanes, words,
                 &nearest_of);
      least[l] = static_cast<std::int32_t>(nearest_of);
    }
    votes[k] = sum_of_votes(scan, least);
  }
}

#endif

#endif

}  // namespace
}  // namespace limen::simd
