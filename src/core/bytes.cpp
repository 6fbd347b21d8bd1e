#include "limen/core/bytes.hpp"

#include <cstring>
#include <new>
#include <utility>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/mman.h>
#endif

namespace limen {

void secure_wipe(void* data, std::size_t size) noexcept {
  if (size == 0) return;
  std::memset(data, 0, size);
  // The compiler must assume that this statement reads the memory, so the memset stays.
  __asm__ __volatile__("" : : "r"(data) : "memory");
}

namespace {

// A failed lock (RLIMIT_MEMLOCK) is no error: the wipe is the promise, the lock is best effort.
void lock(std::byte* data, std::size_t size) noexcept {
#if defined(__unix__) || defined(__APPLE__)
  (void)mlock(data, size);
#else
  (void)data, (void)size;
#endif
}

void unlock(std::byte* data, std::size_t size) noexcept {
#if defined(__unix__) || defined(__APPLE__)
  (void)munlock(data, size);
#else
  (void)data, (void)size;
#endif
}

constexpr std::size_t page = 4096;  // whole pages: unlocking one secret must not unlock a neighbour's page

std::size_t whole_pages(std::size_t size) noexcept { return (size + page - 1) / page * page; }

}  // namespace

SecureBytes::SecureBytes(std::size_t size) : size_(size) {
  if (size == 0) return;
  const auto room = whole_pages(size);
  if (room < size) throw std::bad_alloc{};
  data_ = static_cast<std::byte*>(::operator new (room, std::align_val_t{page}));
  std::memset(data_, 0, room);
  lock(data_, room);
#if defined(MADV_DONTDUMP)
  (void)madvise(data_, room, MADV_DONTDUMP);
#endif
}

SecureBytes::SecureBytes(std::span<const std::byte> bytes) : SecureBytes(bytes.size()) {
  if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
}

SecureBytes::SecureBytes(SecureBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecureBytes& SecureBytes::operator=(SecureBytes&& other) noexcept {
  if (this != &other) {
    clear();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

SecureBytes::~SecureBytes() { clear(); }

void SecureBytes::clear() noexcept {
  if (data_ == nullptr) return;
  const auto room = whole_pages(size_);
  secure_wipe(data_, room);
  unlock(data_, room);
#if defined(MADV_DODUMP)
  (void)madvise(data_, room, MADV_DODUMP);
#endif
  ::operator delete (data_, std::align_val_t{page});
  data_ = nullptr;
  size_ = 0;
}

}  // namespace limen
