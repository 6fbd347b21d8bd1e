#include "privacy/audit_chain.hpp"

#include <algorithm>
#include <vector>

#include "privacy/line_blocks.hpp"

namespace limen::privacy {

namespace {

constexpr unsigned subtree_height = 7;  // of the Merkle tree, hashed as one piece of work
constexpr std::size_t lines_a_piece = std::size_t{1} << subtree_height;
constexpr std::string_view changed = "it was changed";
constexpr std::string_view misplaced = "it does not follow on the line before: one was taken out, put in or moved";

/// What one line is by itself, and that it follows on the line before.
struct Checked {
  bool right = false;
  Stamp stamp;
  Link link;
  std::string_view body;
};

/// Lines that one worker checks: never more than the leaves of one subtree.
struct Piece {
  std::size_t from = 0, count = 0;
  std::optional<Digest> subtree{};  ///< root over all leaves of a subtree, if they are all here
};

/// The lines of one piece, in order. `before`: the link that the line before them claims.
void check_lines(std::span<const std::string_view> lines, Link before, bool keyed, std::span<Checked> into) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto& line = into[i];
    line = {};
    const auto parts = split(lines[i], keyed);
    if (!parts) return;
    const auto stamp = stamp_of(parts->body);
    line.body = parts->body;
    line.link = parts->link;
    line.right = stamp && chained(before, parts->body) == parts->link.hash;
    if (stamp) line.stamp = *stamp;
    before = parts->link;
  }
}

Result<AuditHeader> header_of(const std::string& path, std::string_view line, const LogKeys* keys) {
  const auto claim = claim_of(line);
  const auto what = "audit log " + path + ": ";
  if (!claim.is_log) return {ErrorCode::unsupported_format, what + "the first line is not that of an audit log"};
  if (claim.newer) return {ErrorCode::newer_version, what + "written by a newer limen; this one reads up to version 2"};
  if (claim.keyed && keys == nullptr) return {ErrorCode::wrong_key, what + "it is keyed, and no key was given"};
  if (!claim.keyed && keys != nullptr) return {ErrorCode::wrong_key, what + "a key was given, and it is not keyed"};
  auto header = read_header(line, keys);
  if (header && header->format == 1) return header.value();
  const auto parts = split(line, claim.keyed);
  const bool whole = header && parts && chained(header->previous, parts->body) == parts->link.hash;
  if (claim.keyed && !(whole && link_of(parts->link.hash, keys) == parts->link))
    return {ErrorCode::wrong_key, what + "the first line does not verify: another key made it, or it was changed"};
  if (!whole) return tampered(path, 1, changed);
  return header.value();
}

/// One walk over one file.
class Walk {
 public:
  Walk(const std::string& path, const Watch& watch, LineBlocks& blocks, Chain& chain)
      : path_(path), watch_(watch), blocks_(blocks), chain_(chain) {}

  Result<void> begin(std::string_view line) {
    const auto header = header_of(path_, line, watch_.keys);
    if (!header) return header.error();
    auto& summary = chain_.summary;
    const bool first = summary.files == 0;
    const auto parts = split(line, header->keyed && header->format == 2);
    if (!first &&
        (header->log != chain_.header.log || header->entries != summary.entries || header->previous != chain_.link ||
         header->segment != chain_.header.segment + 1 || !std::ranges::equal(header->peaks, chain_.tree.peaks())))
      return tampered(path_, 1, "it does not continue the file before");
    if (first) {
      chain_.tree = MerkleTree(header->entries, header->peaks);
      if (chain_.tree.size() != header->entries || (header->segment == 1) != (header->previous == Link{}) ||
          (header->segment == 1 && header->entries != 0))
        return tampered(path_, 1, changed);
      summary.entries = summary.absent = header->entries;
      summary.keyed = header->keyed;
      summary.log = header->log;
      summary.first = summary.last = header->created;
      summary.head = header->segment == 1 ? parts->link.hash : header->previous.hash;
    }
    ++summary.files;
    chain_.header = *header;
    chain_.link = parts->link;
    chain_.sound = line.size() + 1;
    return come_by(1);
  }

  /// Lines after the first; `number` is that of the first of them.
  Result<void> go_on(std::span<const std::string_view> lines, std::uint64_t number) {
    return chain_.header.format == 1 ? go_on_old(lines, number) : go_on_new(lines, number);
  }

 private:
  Result<void> go_on_new(std::span<const std::string_view> lines, std::uint64_t number) {
    checked_.resize(lines.size());
    auto pieces = cut(lines.size());
    // The next block is read meanwhile.
    const auto done = for_each({.executor = watch_.work.executor, .stop = watch_.work.stop}, pieces.size() + 1,
                               [&](std::size_t i, std::size_t) {
                                 if (i == 0) return blocks_.read_ahead();
                                 check(lines, pieces[i - 1]);
                               });
    if (!done) return done;
    for (const auto& piece : pieces) {
      const bool whole = piece.subtree && !headed_inside();
      for (auto i = piece.from; i < piece.from + piece.count; ++i) {
        const auto& line = checked_[i];
        if (!line.right) return tampered(path_, number + i, changed);
        if (!whole)
          chain_.tree.add(line.link.hash);
        else if (i + 1 == piece.from + piece.count)
          chain_.tree.add(*piece.subtree, subtree_height);
        const Seen seen{chain_.header, line.stamp, chain_.link, line.link, line.link.hash, line.body};
        if (auto ok = take(seen, number + i, lines[i].size()); !ok) return ok;
      }
    }
    return {};
  }

  /// The next lines, in pieces that end where subtrees do.
  std::vector<Piece> cut(std::size_t lines) const {
    std::vector<Piece> pieces;
    for (std::size_t from = 0; from < lines; from += pieces.back().count) {
      const auto leaf = chain_.summary.entries + from;
      pieces.push_back({from, std::min<std::size_t>(lines_a_piece - leaf % lines_a_piece, lines - from)});
    }
    return pieces;
  }

  void check(std::span<const std::string_view> lines, Piece& piece) {
    auto before = chain_.link;
    if (piece.from > 0)
      if (const auto parts = split(lines[piece.from - 1], chain_.header.keyed)) before = parts->link;
    const auto into = std::span(checked_).subspan(piece.from, piece.count);
    check_lines(lines.subspan(piece.from, piece.count), before, chain_.header.keyed, into);
    if (piece.count < lines_a_piece) return;
    MerkleTree subtree;
    for (const auto& line : into) subtree.add(line.link.hash);
    piece.subtree = subtree.root();
  }

  /// Does an anchor speak of a tree that ends inside the next subtree?
  bool headed_inside() const {
    return std::ranges::any_of(watch_.heads, [first = chain_.summary.entries](const TreeHead& head) {
      return head.size > first && head.size < first + lines_a_piece;
    });
  }

  Result<void> go_on_old(std::span<const std::string_view> lines, std::uint64_t number) {
    for (std::size_t i = 0; i < lines.size(); ++i, ++number) {
      const auto old = read_old_record(lines[i], watch_.keys);
      if (!old) return tampered(path_, number, changed);
      if (old->record.previous != chain_.link.hash) return tampered(path_, number, misplaced);
      const Seen seen{chain_.header,      {old->record.sequence, old->record.time}, chain_.link,
                      {old->record.hash}, chained(chain_.link, old->body),          old->body,
                      &old->record};
      chain_.tree.add(seen.leaf);
      if (auto ok = take(seen, number, lines[i].size()); !ok) return ok;
    }
    return {};
  }

  Result<void> take(const Seen& seen, std::uint64_t number, std::size_t length) {
    auto& summary = chain_.summary;
    if (seen.stamp.sequence != summary.entries + 1) return tampered(path_, number, misplaced);
    if (summary.entries == summary.absent) summary.first = seen.stamp.time;
    if (seen.stamp.time < summary.last) ++summary.backwards;
    summary.last = seen.stamp.time;
    summary.entries = seen.stamp.sequence;
    if (watch_.each) watch_.each(seen);
    chain_.link = seen.link;
    summary.head = seen.link.hash;
    chain_.sound += length + 1;
    return come_by(number);
  }

  /// Is this where an anchor says something?
  Result<void> come_by(std::uint64_t number) const {
    const auto entries = chain_.summary.entries;
    if (watch_.receipt && watch_.receipt->sequence == entries && watch_.receipt->head != chain_.summary.head)
      return tampered(path_, number, "it is not the record that the receipt names");
    for (const auto& head : watch_.heads) {
      if (head.size != entries) continue;
      const bool same = head.log == chain_.header.log && head.root == chain_.tree.root();
      if (!same) return tampered(path_, number, "the log up to it is not the one of the tree head");
    }
    return {};
  }

  const std::string& path_;
  const Watch& watch_;
  LineBlocks& blocks_;
  Chain& chain_;
  std::vector<Checked> checked_{};
};

}  // namespace

Error tampered(const std::string& path, std::uint64_t line, std::string_view why) {
  return {ErrorCode::tampered, "audit log " + path + ": line " + std::to_string(line) + ": " + std::string(why) +
                                   "; keep the file as it is for the inspector and compare it with its copies"};
}

Result<void> walk(const File& file, const std::string& path, const Watch& watch, Chain& chain) {
  LineBlocks blocks(file, longest_line);
  Walk walk(path, watch, blocks, chain);
  chain.sound = 0;
  std::uint64_t number = 1;
  for (;;) {
    const auto lines = blocks.next();
    if (!lines) return lines.error();
    if (lines->empty()) break;
    auto rest = *lines;
    if (number == 1) {
      if (auto ok = walk.begin(rest.front()); !ok) return ok;
      rest = rest.subspan(1);
      ++number;
    }
    if (auto ok = walk.go_on(rest, number); !ok) return ok;
    number += rest.size();
  }
  if (blocks.overlong()) return tampered(path, number, "it is longer than any record");
  chain.torn = blocks.rest().size();
  if (chain.sound == 0 && chain.torn != 0 && !may_be_header(blocks.rest()))
    return {ErrorCode::unsupported_format, "audit log " + path + ": the first line is not that of an audit log"};
  chain.torn_digest = digest(std::as_bytes(std::span(blocks.rest())));
  chain.summary.root = chain.tree.root();
  // The last MAC vouches for the chain before it, and with it for every hash.
  if (number > 2 && chain.header.keyed && chain.header.format == 2 &&
      link_of(chain.link.hash, watch.keys) != chain.link)
    return tampered(path, number - 1, "its MAC is not of this key");
  return {};
}

Result<Chain> walk_log(const std::filesystem::path& log, const Watch& watch) {
  Chain chain;
  const auto files = files_of(log);
  std::uint64_t last = 0;
  for (const auto& one : files) {
    if (one.number != 0 && last != 0 && one.number != last + 1)
      return tampered(one.path.string(), 1, "the file before it is missing");
    last = one.number;
    const auto file = File::open(one.path, File::Mode::read);
    if (!file) return file.error();
    const auto path = one.path.string();
    if (auto ok = walk(*file, path, watch, chain); !ok) return ok.error();
    if (one.number != 0 && (chain.torn != 0 || chain.header.segment != one.number))
      return tampered(path, 1, "it is not the closed file that its name says");
    if (chain.sound == 0 && chain.torn == 0)
      return {ErrorCode::tampered, "audit log " + path + ": it is empty; a log has at least its first line"};
  }
  const auto absent = [&](std::uint64_t size) {
    return Error{ErrorCode::not_found, "audit log " + log.string() + ": record " + std::to_string(size) +
                                           ", which an anchor names, is in a file that is not here; put it back"};
  };
  const auto missing = [&](std::uint64_t size) {
    return tampered(log.string(), chain.summary.entries + 2,
                    "the log ends before record " + std::to_string(size) + ", which an anchor names");
  };
  if (watch.receipt && watch.receipt->sequence > chain.summary.entries) return missing(watch.receipt->sequence);
  if (watch.receipt && watch.receipt->sequence < chain.summary.absent) return absent(watch.receipt->sequence);
  for (const auto& head : watch.heads)
    if (head.size > chain.summary.entries) return missing(head.size);
  for (const auto& head : watch.heads)
    if (head.size < chain.summary.absent) return absent(head.size);
  for (const auto& head : watch.heads)
    if (head.log != chain.summary.log) return tampered(log.string(), 1, "a tree head is of another log");
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
