// What this machine gives at best: bytes read from memory, products of int8 and counted bits in registers.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "limen/core/executor.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace limen::benchmarks {

inline double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

#if defined(__x86_64__)

[[gnu::target("avx512f")]] inline std::uint64_t read_512(const std::byte* from, std::size_t bytes) {
  __m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;
  for (std::size_t i = 0; i < bytes; i += 256) {
    for (std::size_t line = 0; line < 256; line += 64) __builtin_prefetch(from + i + 4096 + line);
    a = _mm512_or_si512(a, _mm512_loadu_si512(from + i));
    b = _mm512_or_si512(b, _mm512_loadu_si512(from + i + 64));
    c = _mm512_or_si512(c, _mm512_loadu_si512(from + i + 128));
    d = _mm512_or_si512(d, _mm512_loadu_si512(from + i + 192));
  }
  std::uint64_t flat[8];
  _mm512_storeu_si512(flat, _mm512_or_si512(_mm512_or_si512(a, b), _mm512_or_si512(c, d)));
  return flat[0] | flat[7];
}

[[gnu::target("avx512f,avx512vnni")]] inline double products_512() {
  constexpr long rounds = 2'000'000;
  __m512i a = _mm512_set1_epi32(1), b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a;
  const __m512i x = _mm512_set1_epi32(0x01020304), y = _mm512_set1_epi32(0x04030201);
  const auto begin = std::chrono::steady_clock::now();
  for (long r = 0; r < rounds; ++r)  // twelve chains hide the latency; the empty statements keep the loop
    __asm__ volatile(
        "vpdpbusd %13, %12, %0\n vpdpbusd %13, %12, %1\n vpdpbusd %13, %12, %2\n vpdpbusd %13, %12, %3\n"
        "vpdpbusd %13, %12, %4\n vpdpbusd %13, %12, %5\n vpdpbusd %13, %12, %6\n vpdpbusd %13, %12, %7\n"
        "vpdpbusd %13, %12, %8\n vpdpbusd %13, %12, %9\n vpdpbusd %13, %12, %10\n vpdpbusd %13, %12, %11\n"
        : "+v"(a), "+v"(b), "+v"(c), "+v"(d), "+v"(e), "+v"(f), "+v"(g), "+v"(h), "+v"(i), "+v"(j), "+v"(k), "+v"(l)
        : "v"(x), "v"(y));
  return 12.0 * 64 * rounds / seconds_since(begin);
}

[[gnu::target("avx512f,avx512vpopcntdq")]] inline double popcounts_512() {
  constexpr long rounds = 2'000'000;
  __m512i a = _mm512_set1_epi32(1), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  const __m512i x = _mm512_set1_epi32(0x01020304);
  const auto begin = std::chrono::steady_clock::now();
  for (long r = 0; r < rounds; ++r)
    __asm__ volatile(
        "vpopcntq %8, %0\n vpopcntq %8, %1\n vpopcntq %8, %2\n vpopcntq %8, %3\n"
        "vpopcntq %8, %4\n vpopcntq %8, %5\n vpopcntq %8, %6\n vpopcntq %8, %7\n"
        : "+v"(a), "+v"(b), "+v"(c), "+v"(d), "+v"(e), "+v"(f), "+v"(g), "+v"(h)
        : "v"(x));
  return 8.0 * 512 * rounds / seconds_since(begin);
}

struct alignas(64) Tiles {  // Intel SDM vol. 1, 18.2: eight tiles of 16 rows of 64 bytes
  std::uint8_t palette = 1, start = 0, reserved[14] = {};
  std::uint16_t bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
  std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};

[[gnu::target("amx-tile,amx-int8")]] inline double products_amx() {
  constexpr long rounds = 1'000'000;
  static constexpr Tiles tiles;
  _tile_loadconfig(&tiles);
  const auto begin = std::chrono::steady_clock::now();
  for (long r = 0; r < rounds; ++r) {  // four chains hide the latency
    _tile_dpbsud(0, 4, 6);
    _tile_dpbsud(1, 4, 7);
    _tile_dpbsud(2, 5, 6);
    _tile_dpbsud(3, 5, 7);
  }
  const double seconds = seconds_since(begin);
  _tile_release();
  return 4.0 * 16 * 16 * 64 * rounds / seconds;
}

#endif

/// Bytes a second that all threads of `work` together read from memory; the plain loop without AVX-512.
inline double read_bandwidth(const std::byte* memory, std::size_t bytes, const Work& work) {
  constexpr std::size_t piece = std::size_t{16} << 20U;
  std::vector<std::uint64_t> sink(bytes / piece);
  const auto begin = std::chrono::steady_clock::now();
  (void)for_each(work, bytes / piece, [&](std::size_t p, std::size_t) {
    const std::byte* from = memory + p * piece;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) {
      sink[p] = read_512(from, piece);
      return;
    }
#endif
    std::uint64_t sum = 0, word = 0;
    for (std::size_t i = 0; i < piece; i += 8) std::memcpy(&word, from + i, 8), sum |= word;
    sink[p] = sum;
  });
  const double seconds = seconds_since(begin);
  volatile std::uint64_t kept = sink[0];
  (void)kept;
  return static_cast<double>(bytes / piece * piece) / seconds;
}

/// int8 products a second of one core by VNNI; 0 where there is none.
inline double vnni_peak() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vnni")) return products_512();
#endif
  return 0;
}

/// Bits a second of one core by VPOPCNTQ; 0 where there is none.
inline double popcount_peak() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vpopcntdq")) return popcounts_512();
#endif
  return 0;
}

/// int8 products a second of one core by the target named: AMX tiles, else VNNI; 0 where there is neither.
inline double int8_peak(std::string_view target) {
#if defined(__x86_64__)
  if (target == "amx_int8") return products_amx();
#endif
  return vnni_peak();
}

}  // namespace limen::benchmarks
