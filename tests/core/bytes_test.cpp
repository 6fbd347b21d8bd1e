#include "limen/core/bytes.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <utility>

#include <doctest/doctest.h>

// This program's operator delete looks at the watched memory just before it is released.
namespace {

std::atomic<const void*> watched{nullptr};
std::size_t watched_size = 0;
bool released = false;
bool clean = false;

void inspect(const void* p) noexcept {
  if (p == nullptr || p != watched.load()) return;
  const auto* bytes = static_cast<const volatile unsigned char*>(p);
  released = clean = true;
  for (std::size_t i = 0; i < watched_size; ++i) clean = clean && bytes[i] == 0;
  watched = nullptr;
}

void watch(const void* p, std::size_t size) {
  watched_size = size;
  released = clean = false;
  watched = p;
}

void* get(std::size_t size, std::size_t alignment) {
  if (size > SIZE_MAX / 2) throw std::bad_alloc{};  // a sanitizer's allocator would end the program
  const auto rounded = (std::max<std::size_t>(size, 1) + alignment - 1) / alignment * alignment;
  if (void* p = std::aligned_alloc(alignment, rounded)) return p;
  throw std::bad_alloc{};
}

void give_back(void* p) noexcept {
  inspect(p);
  std::free(p);
}

}  // namespace

void* operator new(std::size_t size) { return get(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return get(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* p) noexcept { give_back(p); }
void operator delete(void* p, std::size_t) noexcept { give_back(p); }
void operator delete(void* p, std::align_val_t) noexcept { give_back(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { give_back(p); }

using limen::SecureBytes;

namespace {

SecureBytes secret(std::size_t size) {
  SecureBytes bytes(size);
  std::fill_n(bytes.data(), size, std::byte{0xA5});
  return bytes;
}

}  // namespace

TEST_CASE("the watch sees a secret that is not wiped") {
  auto* plain = static_cast<unsigned char*>(::operator new(64));
  std::fill_n(plain, 64, static_cast<unsigned char>(0xA5));
  watch(plain, 64);
  ::operator delete(plain);
  CHECK(released);
  CHECK_FALSE(clean);
}

TEST_CASE("secure bytes are wiped when destroyed, cleared and overwritten") {
  for (const std::size_t size : {1U, 32U, 4096U, 4097U}) {
    CAPTURE(size);
    {
      const auto bytes = secret(size);
      watch(bytes.data(), size);
    }
    CHECK(released);
    CHECK(clean);

    auto cleared = secret(size);
    watch(cleared.data(), size);
    cleared.clear();
    CHECK(released);
    CHECK(clean);
    CHECK(cleared.empty());

    auto overwritten = secret(size);
    watch(overwritten.data(), size);
    overwritten = secret(8);
    CHECK(released);
    CHECK(clean);
    CHECK(overwritten.size() == 8);
  }
}

TEST_CASE("moving secure bytes moves the memory and leaves nothing") {
  auto bytes = secret(100);
  const auto* where = bytes.data();
  SecureBytes moved(std::move(bytes));
  CHECK(moved.data() == where);
  CHECK(moved.size() == 100);
  CHECK(bytes.empty());  // NOLINT: moved from on purpose
  CHECK(bytes.data() == nullptr);
  auto& same = moved;
  moved = std::move(same);
  CHECK(moved.size() == 100);
  CHECK(moved.span()[99] == std::byte{0xA5});
}

TEST_CASE("secure bytes begin as zeros or as a copy") {
  const SecureBytes zeros(5000);
  CHECK(std::all_of(zeros.span().begin(), zeros.span().end(), [](auto b) { return b == std::byte{0}; }));
  const SecureBytes copy(secret(7).span());
  CHECK(copy.size() == 7);
  CHECK(copy.data()[6] == std::byte{0xA5});
  CHECK(SecureBytes(0).empty());
  CHECK(SecureBytes(std::span<const std::byte>{}).empty());
}

TEST_CASE("a size that cannot be is refused, not rounded to nothing") {
  CHECK_THROWS_AS(SecureBytes(SIZE_MAX), std::bad_alloc);
  CHECK_THROWS_AS(SecureBytes(SIZE_MAX - 4095), std::bad_alloc);
}

TEST_CASE("a secure vector wipes what it outgrows and what it releases") {
  limen::SecureVector<int> numbers(16, -1);
  watch(numbers.data(), 16 * sizeof(int));
  numbers.resize(100000);
  CHECK(released);
  CHECK(clean);
  watch(numbers.data(), 16 * sizeof(int));
  numbers = {};
  numbers.shrink_to_fit();
  CHECK(released);
  CHECK(clean);
}
