#include "privacy/audit_chain.hpp"

#include <algorithm>
#include <vector>

#include "privacy/audit_line.hpp"

namespace limen::privacy {

namespace {

/// Lines of a file through one buffer of bounded size.
class Lines {
 public:
  explicit Lines(const File& file) : file_(file), buffer_(longest_line) {}

  /// The next whole line without its '\n'; empty optional at the end (rest() is what follows the last '\n').
  Result<std::optional<std::string_view>> next() {
    for (;;) {
      const auto text = rest();
      if (const auto end = text.find('\n', searched_); end != std::string_view::npos) {
        begin_ += end + 1;
        searched_ = 0;
        return std::optional(text.substr(0, end));
      }
      searched_ = text.size();
      if (text.size() == buffer_.size()) return std::optional<std::string_view>();  // longer than any record
      std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
      end_ -= begin_;
      begin_ = 0;
      const auto got = file_.read_at(offset_, std::as_writable_bytes(std::span(buffer_)).subspan(end_));
      if (!got) return got.error();
      if (*got == 0) return std::optional<std::string_view>();
      end_ += *got;
      offset_ += *got;
    }
  }
  std::string_view rest() const { return {buffer_.data() + begin_, end_ - begin_}; }
  bool overlong() const { return rest().size() == buffer_.size(); }

 private:
  const File& file_;
  std::uint64_t offset_ = 0;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t searched_ = 0;
};

Error tampered(const std::string& path, std::uint64_t line, std::string_view why) {
  return {ErrorCode::tampered, "audit log " + path + ": line " + std::to_string(line) + ": " + std::string(why) +
                                   "; keep the file as it is for the inspector and compare it with its copies"};
}

Result<AuditHeader> header_of(const std::string& path, std::string_view line, const Key* key) {
  const auto claim = claim_of(line);
  const auto what = "audit log " + path + ": ";
  if (!claim.is_log) return {ErrorCode::unsupported_format, what + "the first line is not that of an audit log"};
  if (claim.newer) return {ErrorCode::newer_version, what + "written by a newer limen; this one reads version 1"};
  if (claim.keyed && key == nullptr) return {ErrorCode::wrong_key, what + "it is keyed, and no key was given"};
  if (!claim.keyed && key != nullptr) return {ErrorCode::wrong_key, what + "a key was given, and it is not keyed"};
  const auto header = read_header(line, key);
  if (header) return *header;
  if (claim.keyed)
    return {ErrorCode::wrong_key, what + "the first line does not verify: another key made it, or it was changed"};
  return tampered(path, 1, "it was changed");
}

}  // namespace

Result<Chain> walk(const File& file, const std::string& path, const Key* key,
                   const std::optional<AuditReceipt>& expected, const OnRecord& each) {
  Lines lines(file);
  Chain chain;
  auto& summary = chain.summary;
  bool anchored = !expected;
  for (std::uint64_t number = 1;; ++number) {
    const auto next = lines.next();
    if (!next) return next.error();
    if (!*next) break;
    const auto line = **next;
    if (number == 1) {
      const auto header = header_of(path, line, key);
      if (!header) return header.error();
      summary.keyed = header->keyed;
      summary.head = header->hash;
      summary.first = summary.last = header->created;
    } else {
      const auto record = read_record(line, key);
      if (!record) return tampered(path, number, "it was changed");
      if (record->sequence != summary.entries + 1 || record->previous != summary.head)
        return tampered(path, number, "it does not follow on the line before: one was taken out, put in or moved");
      if (summary.entries == 0) summary.first = record->time;
      if (record->time < summary.last) ++summary.backwards;
      summary.last = record->time;
      summary.head = record->hash;
      summary.entries = record->sequence;
      if (each) each(*record);
    }
    if (expected && expected->sequence == summary.entries) {
      anchored = expected->head == summary.head;
      if (!anchored) return tampered(path, number, "it is not the record that the receipt names");
    }
    chain.sound += line.size() + 1;
  }
  if (lines.overlong()) return tampered(path, summary.entries + 2, "it is longer than any record");
  chain.torn = lines.rest().size();
  if (chain.sound == 0 && chain.torn != 0 && !may_be_header(lines.rest()))
    return {ErrorCode::unsupported_format, "audit log " + path + ": the first line is not that of an audit log"};
  chain.torn_digest = digest(std::as_bytes(std::span(lines.rest())));
  if (!anchored)
    return tampered(path, summary.entries + 2,
                    "the log ends before record " + std::to_string(expected->sequence) + ", which a receipt names");
  return chain;
}

Error torn_error(const std::string& path, const Chain& chain) {
  return {ErrorCode::corrupt, "audit log " + path + ": the last line is unfinished (" + std::to_string(chain.torn) +
                                  " bytes at offset " + std::to_string(chain.sound) +
                                  "): a writer died before it was acknowledged; the " +
                                  std::to_string(chain.summary.entries) +
                                  " records before it are sound; its keeper sets it aside with Audit::repair"};
}

}  // namespace limen::privacy
