// Votes by binary codes: how much nearer than by chance each minutia of a probe finds one in a reference, summed. Lanes
// are the probe's minutiae; the reference's codes are broadcast, so that nothing is summed across lanes but the votes.
#pragma once

namespace limen::simd {
namespace {

constexpr std::size_t codes_ahead = 4;  ///< so many references before its turn one is asked for: 2 KiB

#if defined(__AVX512BW__)

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

#else

LIMEN_INLINE std::uint32_t sum_of_votes(const CodeScan& scan, const Register* least) {
  std::uint16_t distances[code_lanes];
  for (std::size_t g = 0; g < code_lanes / codes_a_register; ++g) store_16(distances + g * codes_a_register, least[g]);
  std::int32_t sum = 0;
  for (std::size_t l = 0; l < code_lanes; ++l) {
    const std::int32_t vote = scan.offsets[l] - scan.weights[l] * distances[l];
    sum += vote > 0 ? vote : 0;
  }
  return static_cast<std::uint32_t>(sum);
}

#endif

void code_votes(const CodeScan& scan, std::uint32_t* votes) noexcept {
  constexpr std::size_t words = 2, groups = code_lanes / codes_a_register, at_once = codes_a_register == 8 ? 3 : 1;
  for (std::size_t k = 0; k < scan.size; ++k) {
    if (k + codes_ahead < scan.size)
      ask_for(scan.references + scan.rows[k + codes_ahead] * scan.stride, 8 * words * vote_lanes);
    Register least[groups];
    for (std::size_t g = 0; g < groups; g += at_once)
      nearest<at_once>(scan.probe + g * codes_a_register, code_lanes, scan.references + scan.rows[k] * scan.stride,
                       vote_lanes, words, least + g);
    votes[k] = sum_of_votes(scan, least);
  }
}

}  // namespace
}  // namespace limen::simd
