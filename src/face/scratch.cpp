#include "scratch.hpp"

#include <cstdint>
#include <new>

#include "limen/core/bytes.hpp"

namespace limen::face {
namespace {

constexpr std::size_t place_bytes = std::size_t{1} << 20U;
constexpr std::size_t smallest = 1024;
constexpr std::size_t most_bytes = std::size_t{64} << 20U;  // that are held in blocks of one size
constexpr std::size_t stack_bytes = 65536;
constexpr std::size_t kept_free = 64;  // of the blocks that may be held: for those that are wiped

std::byte* take(std::size_t size) noexcept { return static_cast<std::byte*>(::operator new(size, std::nothrow)); }
void give_back(std::byte* block) noexcept { ::operator delete(block); }

std::uintptr_t address_of(const std::byte* block) noexcept { return reinterpret_cast<std::uintptr_t>(block); }

/// Where a block of place_bytes would be.
std::uintptr_t probe() noexcept {
  auto* const block = take(place_bytes);
  const auto address = address_of(block);
  give_back(block);
  return address;
}

[[gnu::noinline]] void wipe_stack() noexcept {
  std::array<std::byte, stack_bytes> below;
  secure_wipe(below.data(), below.size());
}

}  // namespace

bool WipedScratch::hold(std::byte* block) noexcept {
  if (block == nullptr) return false;
  held_[count_++] = block;
  return true;
}

WipedScratch::WipedScratch() noexcept {
  probe();  // glibc maps the first one of a size, and takes the next from the heap
  const auto place = probe();
  if (place == 0 || probe() != place) return;  // an allocator of another kind
  for (std::size_t size = place_bytes / 2; size >= smallest; size /= 2)
    for (std::size_t n = most_bytes / size; n > 0 && count_ + kept_free < held_.size(); --n) {
      auto* const block = take(size);
      if (address_of(block) - place < place_bytes) {  // nothing else is left of this size
        give_back(block);
        break;
      }
      if (!hold(block)) break;
    }
}

WipedScratch::~WipedScratch() {
  wipe_stack();
  for (std::size_t size = place_bytes / 2; size >= smallest; size /= 2)
    for (int i = 0; i < 2; ++i)
      if (auto* const block = take(size); hold(block)) secure_wipe(block, size);
  while (count_ > 0) give_back(held_[--count_]);
}

}  // namespace limen::face
