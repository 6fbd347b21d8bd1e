// The audit log: append-only, hash-chained, fails closed.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/privacy/audit_entry.hpp"
#include "limen/privacy/key.hpp"

namespace limen::privacy {

struct AuditOptions {
  const Clock* clock = nullptr;  ///< none: the system's clock. Must outlive the log.
  /// With a key the chain is a MAC: who can write the file but has no key cannot compute a new chain. A log is keyed
  /// from its first line or never. `Gallery::audit_key()` gives one.
  const Key* key = nullptr;
};

struct AuditSummary {
  std::uint64_t entries = 0;
  Digest head;  ///< hash of the last record (of the first line, if there is none)
  Time first{};
  Time last{};
  std::uint64_t backwards = 0;  ///< records whose time lies before that of the record before them
  bool keyed = false;
};

/// One file of one line (JSON, canonical) for each record; each line holds the hash of the line before and its own.
/// One process at a time may hold it. Movable; append() may be called from several threads.
class Audit {
 public:
  /// Opens a log after verifying it whole, or makes a new one (mode 0600). Errors: busy (somebody holds it), tampered,
  /// wrong_key (keyed by another key, or by none), newer_version, corrupt (an unfinished last line: see repair()),
  /// io_error.
  static Result<Audit> open(const std::filesystem::path& file, const AuditOptions& options = {});

  Audit(Audit&&) noexcept;
  Audit& operator=(Audit&&) noexcept;
  ~Audit();

  /// Writes one record and syncs it to the device before it returns. Errors: audit_failed, with nothing written; after
  /// a failed sync, or when the file was changed from outside, every later append fails too.
  Result<AuditReceipt> append(const AuditEntry& entry);

  /// Number and hash of the last record: the anchor to keep elsewhere.
  AuditReceipt head() const;

  /// Reads and verifies the whole chain. With `expected`, the record of that number must be there with that hash, so
  /// that also a truncation is found. Errors: not_found, tampered (edit, deletion, insertion, reordering, truncation;
  /// the message says the line), wrong_key, newer_version, corrupt (an unfinished last line), io_error.
  static Result<AuditSummary> verify(const std::filesystem::path& file, const Key* key = nullptr,
                                     const std::optional<AuditReceipt>& expected = std::nullopt);
  /// All records, verified as by verify().
  static Result<std::vector<AuditRecord>> entries(const std::filesystem::path& file, const Key* key = nullptr);

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
