// The lines of a file, some megabytes at a time.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "limen/core/result.hpp"

#include "privacy/file.hpp"

namespace limen::privacy {

class LineBlocks {
 public:
  LineBlocks(const File& file, std::size_t longest_line);

  /// The next whole lines without their '\n'; none at the end. They live until the next call.
  Result<std::span<const std::string_view>> next();
  /// After the end: what follows the last '\n', or the beginning of a line that is too long.
  std::string_view rest() const noexcept { return {buffer_.data() + begin_, end_ - begin_}; }
  bool overlong() const noexcept { return end_ - begin_ == buffer_.size(); }

 private:
  const File& file_;
  std::uint64_t offset_ = 0;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;
  std::vector<std::string_view> lines_{};
};

}  // namespace limen::privacy
