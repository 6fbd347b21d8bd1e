// What an audit log says: verified, read and proved from its first line to its last, without writing.
#include <algorithm>

#include "limen/privacy/audit.hpp"

#include "privacy/audit_book.hpp"
#include "privacy/audit_chain.hpp"
#include "privacy/audit_files.hpp"
#include "privacy/audit_line.hpp"

namespace limen::privacy {

namespace {

Result<Chain> read_whole(const std::filesystem::path& path, const Watch& watch) {
  auto chain = walk_log(path, watch);
  if (chain && chain->torn != 0) return torn_error(path.string(), *chain);
  return chain;
}

/// What the log says of its persons, beside what the key book says.
class Reading {
 public:
  Reading(const std::filesystem::path& path, const LogKeys* keys) : path_(path), keys_(keys) {}

  void take(const Seen& seen) {
    if (error_) return;
    if (seen.old != nullptr) return records_.push_back(*seen.old);
    if (!book_) {
      auto book = KeyBook::open(book_name(path_), seen.header.log, keys_, KeyBook::Use::read);
      if (!book) return fail(book.error());
      book_ = std::move(*book);
      log_ = seen.header.log;
    }
    const auto key = keys_ != nullptr ? std::optional(keys_->entry(seen.stamp.sequence)) : std::nullopt;
    const auto contents = contents_of(seen.body, seen.header.log, seen.stamp.sequence, key ? &*key : nullptr);
    if (!contents || !contents->stored)
      return fail({ErrorCode::tampered, "audit log " + path_.string() + ": record " +
                                            std::to_string(seen.stamp.sequence) + " is none of this limen"});
    const auto& stored = *contents->stored;
    AuditRecord record{seen.stamp.sequence, seen.stamp.time, stored.entry, 0, seen.before.hash, seen.link.hash};
    if (stored.entry.operation == Operation::erasure)
      erased_.insert(erased_.end(), stored.subjects.begin(), stored.subjects.end());
    slots_.push_back(stored.subjects);
    details_.push_back(stored.details);
    records_.push_back(std::move(record));
    first_new_ = records_.size() - slots_.size();
  }

  /// Names and details, after the last record: who was forgotten later is forgotten in all.
  Result<std::vector<AuditRecord>> finish() {
    std::ranges::sort(erased_);
    const auto gone = [&](std::uint64_t slot) { return std::ranges::binary_search(erased_, slot); };
    for (std::size_t i = 0; !error_ && i < slots_.size(); ++i) {
      auto& record = records_[first_new_ + i];
      for (const auto slot : slots_[i]) {
        if (slot == 0 || slot > book_->size()) {
          fail({ErrorCode::tampered, "key book of " + path_.string() + ": record " + std::to_string(record.sequence) +
                                         " names slot " + std::to_string(slot) + ", which is not there"});
          break;
        }
        const auto& name = book_->name(slot);
        if (!name && !gone(slot))
          fail({ErrorCode::tampered, "key book of " + path_.string() + ": slot " + std::to_string(slot) +
                                         " was destroyed, and the log does not say by whom"});
        const bool hidden = !name || gone(slot);
        record.hidden += hidden ? 1 : 0;
        record.entry.subjects.push_back(hidden ? "-" : *name);
      }
      if (details_[i].empty() || record.hidden != 0 || error_) continue;
      const auto key = book_->key_of(slots_[i]);
      const auto text = key ? unseal_entry(*key, log_, record.sequence, details_[i]) : std::nullopt;
      if (!text)
        fail({ErrorCode::tampered, "audit log " + path_.string() + ": the details of record " +
                                       std::to_string(record.sequence) + " do not open"});
      else
        record.entry.details = *text;
    }
    if (error_) return *error_;
    return std::move(records_);
  }

 private:
  void fail(Error error) {
    if (!error_) error_ = std::move(error);
  }
  const std::filesystem::path& path_;
  const LogKeys* keys_;
  std::vector<AuditRecord> records_{};
  std::optional<KeyBook> book_{};
  std::vector<std::vector<std::uint64_t>> slots_{};
  std::vector<std::string> details_{};
  std::vector<std::uint64_t> erased_{};
  std::size_t first_new_ = 0;
  std::optional<Error> error_{};
  std::string log_{};
};

/// The leaves of the tree up to a size, and one record.
struct Leaves {
  Chain chain;
  std::vector<Digest> leaves;
  std::optional<EntryProof> wanted;
};

Result<Leaves> leaves_of(const std::filesystem::path& path, const LogKeys* keys, std::uint64_t sequence) {
  Leaves found;
  auto chain = read_whole(path, {.keys = keys, .each = [&](const Seen& seen) {
                                   found.leaves.push_back(seen.leaf);
                                   if (seen.stamp.sequence != sequence) return;
                                   found.wanted.emplace();
                                   found.wanted->previous = to_string(seen.before);
                                   found.wanted->body = seen.body;
                                 }});
  if (!chain) return chain.error();
  if (chain->summary.absent != 0)
    return {ErrorCode::not_found, "audit log " + path.string() + ": its first " +
                                      std::to_string(chain->summary.absent) +
                                      " records are in files that are not here; a proof needs them"};
  found.chain = std::move(*chain);
  return found;
}

}  // namespace

Result<AuditSummary> Audit::verify(const std::filesystem::path& path, const Key* key,
                                   const std::optional<AuditReceipt>& expected, std::span<const TreeHead> heads,
                                   const Work& work) {
  const auto keys = keys_of(key);
  const auto chain = read_whole(path, {pointer(keys), expected, heads, {}, work});
  if (!chain) return chain.error();
  return chain->summary;
}

Result<std::vector<AuditRecord>> Audit::entries(const std::filesystem::path& path, const Key* key) {
  const auto keys = keys_of(key);
  Reading reading(path, pointer(keys));
  const auto chain = read_whole(path, {.keys = pointer(keys), .each = [&](const Seen& seen) { reading.take(seen); }});
  if (!chain) return chain.error();
  return reading.finish();
}

Result<EntryProof> Audit::prove(const std::filesystem::path& path, const Key* key, std::uint64_t sequence,
                                std::uint64_t size, bool disclose) {
  const auto keys = keys_of(key);
  auto found = leaves_of(path, pointer(keys), sequence);
  if (!found) return found.error();
  const auto entries = found->leaves.size();
  if (size == 0) size = entries;
  if (size > entries || sequence == 0 || sequence > size)
    return {ErrorCode::invalid_argument, "audit proof: record " + std::to_string(sequence) + " of " +
                                             std::to_string(size) + " is wanted, the log has " +
                                             std::to_string(entries)};
  auto proof = std::move(*found->wanted);
  proof.log = found->chain.header.log;
  proof.sequence = sequence;
  proof.size = size;
  proof.path = inclusion_path(std::span(found->leaves).first(size), sequence - 1);
  if (disclose && keys) proof.key = keys->entry(sequence);
  return proof;
}

Result<ContinuationProof> Audit::prove_continuation(const std::filesystem::path& path, const Key* key,
                                                    std::uint64_t first, std::uint64_t second) {
  const auto keys = keys_of(key);
  const auto found = leaves_of(path, pointer(keys), 0);
  if (!found) return found.error();
  const auto entries = found->leaves.size();
  if (second == 0) second = entries;
  if (second > entries || first > second)
    return {ErrorCode::invalid_argument, "audit proof: from " + std::to_string(first) + " to " +
                                             std::to_string(second) + " is wanted, the log has " +
                                             std::to_string(entries)};
  return ContinuationProof{found->chain.header.log, first, second,
                           consistency_path(std::span(found->leaves).first(second), first)};
}

}  // namespace limen::privacy
