// The audit log: append-only, a hash chain and a Merkle tree, sealed by key, fails closed.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"
#include "limen/privacy/audit_entry.hpp"
#include "limen/privacy/audit_proof.hpp"
#include "limen/privacy/key.hpp"

namespace limen::privacy {

struct AuditOptions {
  const Clock* clock = nullptr;  ///< none: the system's clock. Must outlive the log.
  /// With a key what the entries say is sealed, and the head is under a MAC: who can write the file but has no key can
  /// neither read it nor compute a new chain. A log is keyed from its first line or never. `Gallery::audit_key()` gives
  /// one.
  const Key* key = nullptr;
  /// An append returns after the entry is on the device. Without: after the operating system has it; it survives the
  /// death of the process, not of the machine.
  bool sync = true;
  std::uint64_t rotate_at = 0;  ///< bytes of a file from which the log goes on in a new one; 0: never
};

struct AuditSummary {
  std::uint64_t entries = 0;
  Digest head;  ///< hash of the last record (of the first line, if there is none)
  Digest root;  ///< of the Merkle tree over all entries
  std::string log{};
  Time first{};
  Time last{};
  std::uint64_t backwards = 0;  ///< records whose time lies before that of the record before them
  std::uint64_t absent = 0;     ///< entries in older files that are not here, as the oldest file that is here says
  std::size_t files = 0;
  bool keyed = false;
};

/// One line (JSON) for each record; each is chained to the line before by its hash. A log may have several files: the
/// current one, `<file>`, and closed ones, `<file>.000001` and so on. Beside it, `<file>.keys` holds a key for each
/// person touched, so that a person can be forgotten without a change to the chain. One process at a time may hold a
/// log. Movable; may be called from several threads.
class Audit {
 public:
  /// Opens a log after verifying its current file, or makes a new one (mode 0600). A log of format 1 is closed, and
  /// goes on in a new file. Errors: busy (somebody holds it), tampered, wrong_key (keyed by another key, or by none),
  /// newer_version, corrupt (an unfinished last line: see repair()), io_error.
  static Result<Audit> open(const std::filesystem::path& file, const AuditOptions& options = {});

  Audit(Audit&&) noexcept;
  Audit& operator=(Audit&&) noexcept;
  ~Audit();

  /// Writes one record and syncs it to the device before it returns. Errors: audit_failed, with nothing written; after
  /// a failed sync, or when the file was changed from outside, every later append fails too.
  Result<AuditReceipt> append(const AuditEntry& entry);

  /// Makes what the log says of these persons unreadable for good: an `erasure` entry with a commitment to their keys,
  /// then the keys are overwritten. The chain stays as it was. Persons whom the log does not name, or no more,
  /// are passed over. Errors: not_found (it names none of them), audit_failed, io_error (the keys may still be there:
  /// call it again).
  Result<AuditReceipt> forget(std::span<const std::string> subjects, const AuditEntry& who);

  /// The log goes on in a new file; the one so far is `<file>.<number>` from now on, and may be archived elsewhere.
  /// Error: io_error.
  Result<void> rotate();

  /// Number and hash of the last record: the anchor to keep elsewhere.
  AuditReceipt head() const;
  /// The same with the root of the tree; to be signed.
  TreeHead tree_head() const;

  /// Reads and verifies the whole chain, all files that are here. With `expected`, the record of that number must be
  /// there with that hash, so that also a truncation is found; the same for each tree head. Errors: not_found, tampered
  /// (edit, deletion, insertion, reordering, truncation; the message says the line), wrong_key, newer_version, corrupt
  /// (an unfinished last line), cancelled, io_error.
  static Result<AuditSummary> verify(const std::filesystem::path& file, const Key* key = nullptr,
                                     const std::optional<AuditReceipt>& expected = std::nullopt,
                                     std::span<const TreeHead> heads = {}, const Work& work = {});
  /// All records, verified as by verify(), and opened. Further error: tampered, if a person's key was destroyed and the
  /// log does not say so.
  static Result<std::vector<AuditRecord>> entries(const std::filesystem::path& file, const Key* key = nullptr);

  /// For who has a tree head of `size` entries (0: of all) and is to be shown one entry; `disclose` lets him read it.
  /// Errors: as verify(); invalid_argument (no such entry or size), not_found (in a file that is not here).
  static Result<EntryProof> prove(const std::filesystem::path& file, const Key* key, std::uint64_t sequence,
                                  std::uint64_t size = 0, bool disclose = false);
  /// For who has a tree head of `first` entries, and one of `second` (0: of all). Errors: as prove().
  static Result<ContinuationProof> prove_continuation(const std::filesystem::path& file, const Key* key,
                                                      std::uint64_t first, std::uint64_t second = 0);

  /// A crash or a full disk in the middle of an append leaves a last line without its end. It was never acknowledged,
  /// so nothing was handed out on it; still, nobody but the log's keeper may set it aside: this moves it to
  /// `<file>.torn-<sequence>` and appends a record that says so. Errors: not_found (nothing to repair), and as open().
  static Result<AuditReceipt> repair(const std::filesystem::path& file, const AuditEntry& who,
                                     const AuditOptions& options = {});

 private:
  struct State;
  explicit Audit(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace limen::privacy

namespace limen {
using privacy::Audit;
}  // namespace limen
