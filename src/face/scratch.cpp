#include "scratch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>

#include "limen/core/bytes.hpp"

namespace limen::face {
namespace {

constexpr std::size_t stack_bytes = 65536;

// OpenCV's convolutions gather 32 pixels at a time, multiples of 8 numbers each, and 8 numbers for the alignment.
constexpr std::size_t step = 32 * 8 * sizeof(float), more = 8 * sizeof(float);
constexpr std::size_t steps = 256;
constexpr std::size_t most_at_once = 8;

[[gnu::noinline]] void wipe_stack() noexcept {
  std::array<std::byte, stack_bytes> below;
  secure_wipe(below.data(), below.size());
}

/// Blocks taken from the heap and given back wiped, the largest first, so that a place that comes again is wiped
/// already.
class FreeBlocks {
 public:
  void wipe(std::size_t size, std::size_t count) noexcept {
    std::array<void*, most_at_once> taken{};
    for (std::size_t i = 0; i < count; ++i) {
      taken[i] = ::operator new(size, std::nothrow);
      if (taken[i] == nullptr || std::ranges::find(wiped_, taken[i]) != wiped_.end()) continue;
      secure_wipe(taken[i], size);
      wiped_[next_++ % wiped_.size()] = taken[i];
    }
    for (void* const block : taken) ::operator delete(block);
  }

 private:
  std::array<void*, 64> wiped_{};
  std::size_t next_ = 0;
};

}  // namespace

// An allocator that takes the smallest free block that is large enough gives the one that it gave for the same size
// before, unless freed neighbours have joined it since: then it is among the next larger ones.
void wipe_scratch() noexcept {
  wipe_stack();
  FreeBlocks blocks;
  for (std::size_t n = steps; n > 0; --n) blocks.wipe(n * step + more, (n & (n - 1)) == 0 ? most_at_once : 1);
}

}  // namespace limen::face
