#include "scratch.hpp"

#include <cstdint>
#include <new>

#include "limen/core/bytes.hpp"

namespace limen::face {
namespace {

constexpr std::size_t place_bytes = std::size_t{1} << 20U;
constexpr std::size_t smallest = 1024;
constexpr std::size_t stack_bytes = 65536;
constexpr std::size_t kept_free = 64;  // of the blocks that may be held: for those that are wiped

std::byte* take(std::size_t size) noexcept { return static_cast<std::byte*>(::operator new(size, std::nothrow)); }
void give_back(std::byte* block) noexcept { ::operator delete(block); }

std::uintptr_t address_of(const std::byte* block) noexcept { return reinterpret_cast<std::uintptr_t>(block); }

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
  give_back(take(place_bytes));  // glibc maps the first one of a size, and takes the next from the heap
  auto* const first = take(place_bytes);
  const auto place = address_of(first);
  give_back(first);
  for (std::size_t size = place_bytes / 2; place != 0 && size >= smallest; size /= 2)
    while (count_ + kept_free < held_.size()) {
      auto* const block = take(size);
      if (address_of(block) - place < place_bytes || block == nullptr) {  // nothing else is left of this size
        give_back(block);
        break;
      }
      hold(block);
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
