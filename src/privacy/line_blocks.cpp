#include "privacy/line_blocks.hpp"

#include <algorithm>
#include <utility>

namespace limen::privacy {

LineBlocks::LineBlocks(const File& file, std::size_t longest_line)
    : file_(file), shown_{std::vector<char>(4 * longest_line)}, ahead_{std::vector<char>(4 * longest_line)} {}

Result<std::span<const std::string_view>> LineBlocks::next() {
  if (!has_read_ahead_) read_ahead();
  has_read_ahead_ = false;
  std::swap(shown_, ahead_);
  if (!shown_.read) return shown_.read.error();
  return std::span<const std::string_view>(shown_.lines);
}

void LineBlocks::read_ahead() {
  has_read_ahead_ = true;
  auto& [buffer, begin, end, lines, read] = ahead_;
  lines.clear();
  std::ranges::copy(shown_.rest(), buffer.begin());
  begin = 0;
  end = shown_.rest().size();
  const auto got = file_.read_at(offset_, std::as_writable_bytes(std::span(buffer)).subspan(end));
  read = got ? Result<void>{} : Result<void>{got.error()};
  if (!got) return;
  end += *got;
  offset_ += *got;
  for (auto text = ahead_.rest(); !text.empty(); text = ahead_.rest()) {
    const auto length = text.find('\n');
    if (length == std::string_view::npos) break;
    lines.push_back(text.substr(0, length));
    begin += length + 1;
  }
}

}  // namespace limen::privacy
