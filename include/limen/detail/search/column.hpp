// One column of an index: values side by side in pages of their own, or borrowed from a mapped file.
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

namespace limen::search {

/// Zero-filled memory from the system in huge pages where they are to be had. Grows without copying where the system
/// can move pages; what lies behind the end is wiped and given back. Move-only.
class Pages {
 public:
  Pages() = default;
  Pages(Pages&& other) noexcept { swap(other); }
  Pages& operator=(Pages&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Pages();

  std::byte* data() noexcept { return data_; }
  const std::byte* data() const noexcept { return data_; }
  void resize(std::size_t bytes);  ///< new bytes are 0; throws std::bad_alloc
  void fit();                      ///< gives back every page behind the end

 private:
  void swap(Pages& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(touched_, other.touched_);
    std::swap(capacity_, other.capacity_);
  }
  void move_to(std::size_t capacity);
  void give_back(std::size_t from) noexcept;

  std::byte* data_ = nullptr;
  std::size_t size_ = 0, touched_ = 0, capacity_ = 0;  // bytes in use, ever used since given back, mapped
};

template <class T>
requires std::is_trivially_copyable_v<T>
class Column {
 public:
  Column() = default;
  static Column borrow(std::span<const T> values) {
    Column column;
    column.borrowed_ = values.data();
    column.size_ = values.size();
    return column;
  }

  const T* data() const noexcept {
    return borrowed_ != nullptr ? borrowed_ : reinterpret_cast<const T*>(pages_.data());
  }
  T* data() noexcept { return reinterpret_cast<T*>(pages_.data()); }  ///< precondition: not borrowed
  std::size_t size() const noexcept { return size_; }
  std::span<const T> span() const noexcept { return {data(), size_}; }
  std::span<const std::byte> bytes() const noexcept { return std::as_bytes(span()); }
  const T& operator[](std::size_t i) const noexcept { return data()[i]; }
  T& operator[](std::size_t i) noexcept { return data()[i]; }

  void resize(std::size_t size) {  ///< precondition: not borrowed
    pages_.resize(size * sizeof(T));
    size_ = size;
  }
  void fit() { pages_.fit(); }

 private:
  Pages pages_;
  const T* borrowed_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace limen::search
