// For each 128-bit code of a probe, the distance to the nearest of a reference's codes. Lanes are the probe's codes;
// the reference's words are broadcast, so nothing is summed across lanes and the reference needs no special layout.
#pragma once

namespace limen::simd {
namespace {

#if defined(__AVX512BW__)

/// Eight × groups of the probe's codes stay in registers while all reference codes pass.
template <std::size_t groups>
LIMEN_INLINE void nearest_512(const std::uint64_t* probe, std::size_t stride, const std::uint64_t* references,
                              std::size_t count, std::uint16_t* best) {
  __m512i first[groups], second[groups], least[groups];
  for (std::size_t g = 0; g < groups; ++g) {
    first[g] = _mm512_loadu_si512(probe + 8 * g);
    second[g] = _mm512_loadu_si512(probe + stride + 8 * g);
    least[g] = _mm512_set1_epi64(128);
  }
  for (std::size_t j = 0; j < count; ++j) {
    const __m512i word0 = _mm512_set1_epi64(static_cast<long long>(references[2 * j]));
    const __m512i word1 = _mm512_set1_epi64(static_cast<long long>(references[2 * j + 1]));
    for (std::size_t g = 0; g < groups; ++g) {
      const __m512i distance = _mm512_add_epi64(popcount_512(_mm512_xor_si512(first[g], word0)),
                                                popcount_512(_mm512_xor_si512(second[g], word1)));
      least[g] = _mm512_min_epu32(least[g], distance);
    }
  }
  for (std::size_t g = 0; g < groups; ++g)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(best + 8 * g), _mm512_cvtepi64_epi16(least[g]));
}

void hamming_best_128(const std::uint64_t* probe, std::size_t lanes_given, const std::uint64_t* references,
                      std::size_t count, std::uint16_t* best) noexcept {
  std::size_t at = 0;
  for (; at + 24 <= lanes_given; at += 24) nearest_512<3>(probe + at, lanes_given, references, count, best + at);
  for (; at + 16 <= lanes_given; at += 16) nearest_512<2>(probe + at, lanes_given, references, count, best + at);
  for (; at < lanes_given; at += 8) nearest_512<1>(probe + at, lanes_given, references, count, best + at);
}

#elif defined(__AVX2__)

void hamming_best_128(const std::uint64_t* probe, std::size_t lanes_given, const std::uint64_t* references,
                      std::size_t count, std::uint16_t* best) noexcept {
  for (std::size_t at = 0; at < lanes_given; at += 8) {
    const __m256i first[2] = {load_256(probe + at), load_256(probe + at + 4)};
    const __m256i second[2] = {load_256(probe + lanes_given + at), load_256(probe + lanes_given + at + 4)};
    __m256i least[2] = {_mm256_set1_epi64x(128), _mm256_set1_epi64x(128)};
    for (std::size_t j = 0; j < count; ++j) {
      const __m256i word0 = _mm256_set1_epi64x(static_cast<long long>(references[2 * j]));
      const __m256i word1 = _mm256_set1_epi64x(static_cast<long long>(references[2 * j + 1]));
      for (std::size_t g = 0; g < 2; ++g) {
        const __m256i distance = _mm256_add_epi64(popcount_256(_mm256_xor_si256(first[g], word0)),
                                                  popcount_256(_mm256_xor_si256(second[g], word1)));
        least[g] = _mm256_min_epu32(least[g], distance);
      }
    }
    alignas(32) std::uint64_t flat[8];
    for (std::size_t g = 0; g < 2; ++g) _mm256_store_si256(reinterpret_cast<__m256i*>(flat + 4 * g), least[g]);
    for (std::size_t l = 0; l < 8; ++l) best[at + l] = static_cast<std::uint16_t>(flat[l]);
  }
}

#else

void hamming_best_128(const std::uint64_t* probe, std::size_t lanes_given, const std::uint64_t* references,
                      std::size_t count, std::uint16_t* best) noexcept {
  for (std::size_t l = 0; l < lanes_given; ++l) {
    unsigned least = 128;
    for (std::size_t j = 0; j < count; ++j) {
      const unsigned distance =
          popcount_of(probe[l] ^ references[2 * j]) + popcount_of(probe[lanes_given + l] ^ references[2 * j + 1]);
      if (distance < least) least = distance;
    }
    best[l] = static_cast<std::uint16_t>(least);
  }
}

#endif

}  // namespace
}  // namespace limen::simd
