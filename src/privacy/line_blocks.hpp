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
  /// Reads what next() will give, while somebody else looks at what it gave. At most once between two calls of it.
  void read_ahead();
  /// After the end: what follows the last '\n', or the beginning of a line that is too long.
  std::string_view rest() const noexcept { return shown_.rest(); }
  bool overlong() const noexcept { return rest().size() == shown_.buffer.size(); }

 private:
  struct Block {
    std::vector<char> buffer;
    std::size_t begin = 0, end = 0;  // of what follows the last '\n'
    std::vector<std::string_view> lines{};
    Result<void> read{};
    std::string_view rest() const noexcept { return {buffer.data() + begin, end - begin}; }
  };
  const File& file_;
  std::uint64_t offset_ = 0;
  Block shown_, ahead_;
  bool has_read_ahead_ = false;
};

}  // namespace limen::privacy
