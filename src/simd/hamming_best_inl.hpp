// For each binary code of a probe, the distance to the nearest of a reference's codes. Lanes are the probe's codes; the
// reference's words are broadcast, so nothing is summed across lanes and the reference needs no special layout.
#pragma once

namespace limen::simd {
namespace {

#if defined(__AVX512BW__)

constexpr std::size_t codes_a_register = 8;
using Register = __m512i;
LIMEN_INLINE Register load_words(const std::uint64_t* from) { return _mm512_loadu_si512(from); }
LIMEN_INLINE Register all_words(std::uint64_t word) { return _mm512_set1_epi64(static_cast<long long>(word)); }
LIMEN_INLINE Register differing(Register a, Register b) { return popcount_512(_mm512_xor_si512(a, b)); }
LIMEN_INLINE Register sum(Register a, Register b) { return _mm512_add_epi64(a, b); }
LIMEN_INLINE Register lesser(Register a, Register b) { return _mm512_min_epu32(a, b); }
LIMEN_INLINE void store_16(std::uint16_t* to, Register words) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm512_cvtepi64_epi16(words));
}

#elif defined(__AVX2__)

constexpr std::size_t codes_a_register = 4;
using Register = __m256i;
LIMEN_INLINE Register load_words(const std::uint64_t* from) { return load_256(from); }
LIMEN_INLINE Register all_words(std::uint64_t word) { return _mm256_set1_epi64x(static_cast<long long>(word)); }
LIMEN_INLINE Register differing(Register a, Register b) { return popcount_256(_mm256_xor_si256(a, b)); }
LIMEN_INLINE Register sum(Register a, Register b) { return _mm256_add_epi64(a, b); }
LIMEN_INLINE Register lesser(Register a, Register b) { return _mm256_min_epu32(a, b); }
LIMEN_INLINE void store_16(std::uint16_t* to, Register words) {
  alignas(32) std::uint64_t flat[4];
  _mm256_store_si256(reinterpret_cast<__m256i*>(flat), words);
  for (std::size_t l = 0; l < 4; ++l) to[l] = static_cast<std::uint16_t>(flat[l]);
}

#else

constexpr std::size_t codes_a_register = 1;
using Register = std::uint64_t;
LIMEN_INLINE Register load_words(const std::uint64_t* from) { return *from; }
LIMEN_INLINE Register all_words(std::uint64_t word) { return word; }
LIMEN_INLINE Register differing(Register a, Register b) { return popcount_of(a ^ b); }
LIMEN_INLINE Register sum(Register a, Register b) { return a + b; }
LIMEN_INLINE Register lesser(Register a, Register b) { return a < b ? a : b; }
LIMEN_INLINE void store_16(std::uint16_t* to, Register word) { *to = static_cast<std::uint16_t>(word); }

#endif

/// `groups` registers of the probe's codes while all reference codes pass. With `words` known to the compiler they stay
/// in registers.
template <std::size_t groups>
LIMEN_INLINE void nearest(const std::uint64_t* probe, std::size_t stride, const std::uint64_t* references,
                          std::size_t count, std::size_t words, Register* least_of) {
  Register least[groups];
  for (std::size_t g = 0; g < groups; ++g) least[g] = all_words(64 * words);
  for (std::size_t j = 0; j < count; ++j, references += words) {
    Register distance[groups] = {};
    for (std::size_t w = 0; w < words; ++w) {
      const Register word = all_words(references[w]);
      for (std::size_t g = 0; g < groups; ++g)
        distance[g] = sum(distance[g], differing(load_words(probe + w * stride + g * codes_a_register), word));
    }
    for (std::size_t g = 0; g < groups; ++g) least[g] = lesser(least[g], distance[g]);
  }
  for (std::size_t g = 0; g < groups; ++g) least_of[g] = least[g];
}

template <std::size_t groups>
LIMEN_INLINE void store_nearest(const std::uint64_t* probe, std::size_t stride, const std::uint64_t* references,
                                std::size_t count, std::size_t words, std::uint16_t* best) {
  Register least[groups];
  nearest<groups>(probe, stride, references, count, words, least);
  for (std::size_t g = 0; g < groups; ++g) store_16(best + g * codes_a_register, least[g]);
}

LIMEN_INLINE void hamming_best_of(const std::uint64_t* probe, std::size_t codes, const std::uint64_t* references,
                                  std::size_t count, std::size_t words, std::uint16_t* best) {
  std::size_t at = 0;
  for (; at + 3 * codes_a_register <= codes; at += 3 * codes_a_register)
    store_nearest<3>(probe + at, codes, references, count, words, best + at);
  for (; at < codes; at += codes_a_register) store_nearest<1>(probe + at, codes, references, count, words, best + at);
}

void hamming_best(const std::uint64_t* probe, std::size_t codes, const std::uint64_t* references, std::size_t count,
                  std::size_t words, std::uint16_t* best) noexcept {
  switch (words) {
    case 2: return hamming_best_of(probe, codes, references, count, 2, best);
    case 4: return hamming_best_of(probe, codes, references, count, 4, best);
    default: return hamming_best_of(probe, codes, references, count, words, best);
  }
}

}  // namespace
}  // namespace limen::simd
