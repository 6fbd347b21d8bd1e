// Memory that a library takes for the time of a call and gives back as it is.
#pragma once

#include <array>
#include <cstddef>

namespace limen::face {

/// While one of these lives, it holds the free blocks of the heap, so that what the thread allocates comes from one
/// place: when it goes, it wipes that place, and 64 KiB of stack below. Buffers of 1 to 512 KiB are found in this way
/// by an allocator that takes the smallest free block that is large enough (glibc's does); with others it may find
/// less and does no harm. About 0.1 ms.
class WipedScratch {
 public:
  WipedScratch() noexcept;
  ~WipedScratch();
  WipedScratch(const WipedScratch&) = delete;
  WipedScratch& operator=(const WipedScratch&) = delete;

 private:
  bool hold(std::byte* block) noexcept;

  std::array<std::byte*, 2048> held_;
  std::size_t count_ = 0;
};

}  // namespace limen::face
