// Bytes that can identify a person are wiped when released.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

namespace limen {

/// Overwrites memory in a way the optimiser may not remove. noexcept, any thread.
void secure_wipe(void* data, std::size_t size) noexcept;

/// Allocator that wipes what it gives back, so that also a vector's reallocation leaves no copy behind.
template <class T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) noexcept {}  // NOLINT: implicit by the allocator requirements

  T* allocate(std::size_t n) { return std::allocator<T>{}.allocate(n); }
  void deallocate(T* p, std::size_t n) noexcept {
    secure_wipe(static_cast<void*>(p), n * sizeof(T));
    std::allocator<T>{}.deallocate(p, n);
  }
  friend bool operator==(const WipingAllocator&, const WipingAllocator&) { return true; }
};

/// A vector of plain values that can identify a person: copyable like a vector, wiped like SecureBytes.
template <class T>
requires std::is_trivially_copyable_v<T>
using SecureVector = std::vector<T, WipingAllocator<T>>;

/// A secret: move-only, wiped when destroyed, locked in memory and kept out of core dumps as far as the system allows.
class SecureBytes {
 public:
  SecureBytes() = default;
  explicit SecureBytes(std::size_t size);                  ///< zero-filled
  explicit SecureBytes(std::span<const std::byte> bytes);  ///< a copy
  SecureBytes(SecureBytes&& other) noexcept;
  SecureBytes& operator=(SecureBytes&& other) noexcept;
  SecureBytes(const SecureBytes&) = delete;
  SecureBytes& operator=(const SecureBytes&) = delete;
  ~SecureBytes();

  std::byte* data() noexcept { return data_; }
  const std::byte* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  std::span<std::byte> span() noexcept { return {data_, size_}; }
  std::span<const std::byte> span() const noexcept { return {data_, size_}; }
  void clear() noexcept;  ///< wipes and releases

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

using Bytes = std::vector<std::byte>;  ///< bytes that identify nobody: sealed or public

inline std::span<const std::byte> as_bytes(std::span<const std::uint8_t> bytes) noexcept {
  return std::as_bytes(bytes);
}

}  // namespace limen
