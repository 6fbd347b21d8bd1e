#include "scratch.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>

#include "limen/core/bytes.hpp"

namespace limen::face {
namespace {

constexpr std::size_t stack_bytes = 65536;

// OpenCV's convolutions gather 32 pixels at a time, multiples of 8 numbers each, and 8 numbers for the alignment.
constexpr std::size_t step = 32 * 8 * sizeof(float), more = 8 * sizeof(float);
constexpr std::size_t steps = 256;

[[gnu::noinline]] void wipe_stack() noexcept {
  std::array<std::byte, stack_bytes> below;
  secure_wipe(below.data(), below.size());
}

// An allocator that takes the smallest free block that is large enough gives the one that it gave for the same size
// before. The largest first: a block that comes again is wiped already.
void wipe_free_blocks() noexcept {
  std::uintptr_t wiped = 0;
  for (std::size_t n = steps; n > 0; --n) {
    const std::size_t size = n * step + more;
    void* const block = ::operator new(size, std::nothrow);
    if (block == nullptr) return;
    if (const auto address = reinterpret_cast<std::uintptr_t>(block); address != wiped) {
      secure_wipe(block, size);
      wiped = address;
    }
    ::operator delete(block);
  }
}

}  // namespace

void wipe_scratch() noexcept {
  wipe_stack();
  wipe_free_blocks();
}

}  // namespace limen::face
