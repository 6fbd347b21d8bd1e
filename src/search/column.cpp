// bodies of `detail/search/column.hpp`
#include "limen/detail/search/column.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

#include <sys/mman.h>

#include "limen/core/bytes.hpp"

namespace limen::search {
namespace {

constexpr std::size_t small_page = 4096, huge_page = std::size_t{2} << 20U;

std::size_t rounded(std::size_t bytes, std::size_t page) { return (bytes + page - 1) / page * page; }
std::size_t page_for(std::size_t bytes) { return bytes < huge_page ? small_page : huge_page; }

/// Aligned to a huge page if it is at least as large as one.
std::byte* map(std::size_t bytes) {
  const std::size_t page = page_for(bytes), spare = page - small_page;
  void* got = ::mmap(nullptr, bytes + spare, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (got == MAP_FAILED) throw std::bad_alloc();
  auto* const begin = static_cast<std::byte*>(got);
  auto* const aligned =
      begin + (rounded(reinterpret_cast<std::uintptr_t>(got), page) - reinterpret_cast<std::uintptr_t>(got));
  if (aligned != begin) ::munmap(begin, static_cast<std::size_t>(aligned - begin));
  if (const auto behind = spare - static_cast<std::size_t>(aligned - begin); behind != 0)
    ::munmap(aligned + bytes, behind);
#if defined(MADV_HUGEPAGE)
  if (page == huge_page) (void)::madvise(aligned, bytes, MADV_HUGEPAGE);
#endif
  return aligned;
}

}  // namespace

Pages::~Pages() {
  if (data_ == nullptr) return;
  secure_wipe(data_, size_);
  ::munmap(data_, capacity_);
}

void Pages::move_to(std::size_t capacity) {
  std::byte* const to = map(capacity);
  if (data_ != nullptr) {
    const std::size_t kept = std::min(capacity_, capacity);
#if defined(__linux__)
    if (::mremap(data_, kept, kept, MREMAP_MAYMOVE | MREMAP_FIXED, to) == MAP_FAILED) {
      ::munmap(to, capacity);
      throw std::bad_alloc();
    }
    if (kept < capacity_) ::munmap(data_ + kept, capacity_ - kept);
#if defined(MADV_HUGEPAGE)
    if (page_for(capacity) == huge_page) (void)::madvise(to, capacity, MADV_HUGEPAGE);
#endif
#else
    std::memcpy(to, data_, std::min(kept, size_));
    secure_wipe(data_, size_);
    ::munmap(data_, capacity_);
#endif
  }
  data_ = to;
  capacity_ = capacity;
}

void Pages::give_back(std::size_t from) noexcept {
  const std::size_t first = rounded(from, small_page);
  if (first < touched_) (void)::madvise(data_ + first, rounded(touched_, small_page) - first, MADV_DONTNEED);
  touched_ = size_;
}

void Pages::resize(std::size_t bytes) {
  if (bytes > capacity_) {
    // All at once if much is added, else twice as much: what is not used yet takes no memory.
    const std::size_t wanted = std::max(bytes, capacity_ + capacity_ / 2);
    move_to(rounded(wanted, page_for(wanted)));
  }
  if (bytes < size_) secure_wipe(data_ + bytes, size_ - bytes);
  size_ = bytes;
  touched_ = std::max(touched_, size_);
  if (touched_ - size_ >= huge_page) give_back(size_);
}

void Pages::fit() {
  if (data_ == nullptr) return;
  give_back(size_);
  const std::size_t capacity = rounded(std::max(size_, small_page), page_for(size_));
  if (capacity < capacity_) move_to(capacity);
}

}  // namespace limen::search
