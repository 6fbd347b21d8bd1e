#include "privacy/line_blocks.hpp"

#include <algorithm>

namespace limen::privacy {

LineBlocks::LineBlocks(const File& file, std::size_t longest_line) : file_(file), buffer_(4 * longest_line) {}

Result<std::span<const std::string_view>> LineBlocks::next() {
  lines_.clear();
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), buffer_.begin() + static_cast<std::ptrdiff_t>(end_),
            buffer_.begin());
  end_ -= begin_;
  begin_ = 0;
  const auto got = file_.read_at(offset_, std::as_writable_bytes(std::span(buffer_)).subspan(end_));
  if (!got) return got.error();
  end_ += *got;
  offset_ += *got;
  for (auto text = rest(); !text.empty(); text = rest()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) break;
    lines_.push_back(text.substr(0, end));
    begin_ += end + 1;
  }
  return std::span<const std::string_view>(lines_);
}

}  // namespace limen::privacy
