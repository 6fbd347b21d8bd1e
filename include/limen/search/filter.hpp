// Who may be seen: one bit a reference. What is outside is no candidate and not counted.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace limen::search {

/// A set of the numbers 0 … size() − 1. A value; `const` use is safe from several threads.
class Filter {
 public:
  Filter() = default;
  explicit Filter(std::size_t size, bool all = false);

  /// The numbers below `size` for which seen(index) is true; no branch, so that it is as fast whoever may be seen.
  template <class Seen>
  static Filter of(std::size_t size, Seen&& seen) {
    Filter filter(size);
    for (std::size_t from = 0; from < size; from += 64) {
      std::uint64_t word = 0;
      for (std::size_t i = from; i < size && i < from + 64; ++i)
        word |= static_cast<std::uint64_t>(static_cast<bool>(seen(i))) << (i - from);
      filter.words_[from / 64] = word;
    }
    return filter;
  }

  std::size_t size() const noexcept { return size_; }
  std::size_t count() const noexcept;  ///< how many may be seen
  bool all() const noexcept { return count() == size_; }

  /// Precondition of these three: index < size().
  bool test(std::size_t index) const noexcept { return (words_[index / 64] >> (index % 64) & 1U) != 0; }
  void set(std::size_t index) noexcept { words_[index / 64] |= std::uint64_t{1} << (index % 64); }
  void reset(std::size_t index) noexcept { words_[index / 64] &= ~(std::uint64_t{1} << (index % 64)); }

  /// Keeps who may be seen by both; who lies beyond the shorter one's end may not.
  Filter& operator&=(const Filter& other) noexcept;
  friend bool operator==(const Filter&, const Filter&) = default;

  /// 64 of them a word, the first in the lowest bit; bits beyond size() are 0.
  std::span<const std::uint64_t> words() const noexcept { return words_; }

  /// body(index) for each that may be seen, in ascending order.
  template <class Body>
  void for_each(Body&& body) const {
    for (std::size_t w = 0; w < words_.size(); ++w)
      for (std::uint64_t word = words_[w]; word != 0; word &= word - 1)
        body(64 * w + static_cast<std::size_t>(std::countr_zero(word)));
  }

 private:
  std::size_t size_ = 0;
  std::vector<std::uint64_t> words_;  // bits beyond size_ are 0
};

}  // namespace limen::search
