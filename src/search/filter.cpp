#include "limen/search/filter.hpp"

#include <algorithm>

namespace limen::search {

Filter::Filter(std::size_t size, bool all) : size_(size), words_((size + 63) / 64, all ? ~std::uint64_t{0} : 0) {
  if (all && size % 64 != 0) words_.back() = (std::uint64_t{1} << (size % 64)) - 1;
}

std::size_t Filter::count() const noexcept {
  std::size_t sum = 0;
  for (const auto word : words_) sum += static_cast<std::size_t>(std::popcount(word));
  return sum;
}

Filter& Filter::operator&=(const Filter& other) noexcept {
  const auto common = std::min(words_.size(), other.words_.size());
  for (std::size_t w = 0; w < common; ++w) words_[w] &= other.words_[w];
  std::fill(words_.begin() + static_cast<std::ptrdiff_t>(common), words_.end(), std::uint64_t{0});
  return *this;
}

}  // namespace limen::search
