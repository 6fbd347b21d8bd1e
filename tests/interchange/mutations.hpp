// Damage, in order: a file cut at every byte, each byte changed, each four bytes 0 or 2^32 - 1.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "limen/core/writer.hpp"

namespace limen::test {

using File = std::vector<std::byte>;

inline File file_of(std::span<const std::byte> bytes) { return {bytes.begin(), bytes.end()}; }
inline File file_of(std::string_view text) { return file_of(std::as_bytes(std::span(text))); }
inline std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Calls visit(damaged file) for each prefix (every `step` bytes), each byte set to 0, 0xFF and with its lowest bit
/// flipped, and each four bytes set to 0 and to 0xFF: lengths and counts of nothing and of 4 GB. The copy is exactly as
/// long as its content, so that the address sanitizer sees a read behind it.
template <class Visit>
void for_each_mutation(const File& file, Visit visit, std::size_t step = 1) {
  for (std::size_t n = 0; n < file.size(); n += step)
    visit(File(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(n)));
  for (std::size_t i = 0; i < file.size(); i += step) {
    for (const auto value : {std::byte{0}, std::byte{0xFF}, file[i] ^ std::byte{1}}) {
      auto copy = file;
      copy[i] = value;
      visit(copy);
    }
    for (const auto value : {std::byte{0}, std::byte{0xFF}}) {
      auto copy = file;
      std::fill_n(copy.begin() + static_cast<std::ptrdiff_t>(i), std::min<std::size_t>(4, file.size() - i), value);
      visit(copy);
    }
  }
}

}  // namespace limen::test
