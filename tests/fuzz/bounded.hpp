// What every fuzzer demands of a reader besides not crashing: memory in proportion to what it is given, and an answer
// within a second of the processor.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <span>

#include <sanitizer/allocator_interface.h>

namespace limen::fuzz {

/// Given to every reader, so that an input takes milliseconds.
inline constexpr std::int64_t max_pixels = 1'000'000;

/// At any moment, all allocations of one input together: 64 times its size, and for each pixel that may be read the
/// working memory of the dearest codec (JPEG 2000: three components of 32 bits, twice, and the picture).
constexpr std::size_t most_memory(std::size_t input) {
  constexpr std::size_t a_pixel = 32, first_use_of_libraries = 4 << 20;
  return 64 * input + a_pixel * max_pixels + first_use_of_libraries;
}

inline std::atomic<std::int64_t> live{0}, peak{0};

inline void allocated(const volatile void*, std::size_t size) {
  const auto now = live += static_cast<std::int64_t>(size);
  if (now > peak) peak = now;
}
inline void released(const volatile void* pointer) {
  live -= static_cast<std::int64_t>(__sanitizer_get_allocated_size(const_cast<const void*>(pointer)));
}

/// Seconds of the processor, not of the clock on the wall: others may be using the machine.
inline constexpr double most_seconds = 1;
inline double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Runs `body` on the bytes and aborts if it takes more.
template <class Body>
int bounded(const std::uint8_t* data, std::size_t size, Body body) {
  static const bool counting = __sanitizer_install_malloc_and_free_hooks(allocated, released) != 0;
  if (!counting) std::abort();
  const auto before = live.load();
  peak = before;
  const auto start = seconds();
  body(std::as_bytes(std::span(data, size)));
  const auto most = static_cast<std::size_t>(peak - before);
  const auto taken = seconds() - start;
  if (most <= most_memory(size) && taken <= most_seconds) return 0;
  std::fprintf(stderr, "%zu bytes of memory and %.3f s for an input of %zu\n", most, taken, size);
  std::abort();
}

}  // namespace limen::fuzz
