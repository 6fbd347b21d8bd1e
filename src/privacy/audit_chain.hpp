// Reading an audit log from its first line to its last, believing nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"
#include "limen/privacy/audit.hpp"
#include "limen/privacy/merkle.hpp"

#include "privacy/audit_files.hpp"
#include "privacy/audit_line.hpp"
#include "privacy/file.hpp"

namespace limen::privacy {

/// How far a log has been read, and what is true of it up to there.
struct Chain {
  AuditSummary summary;
  AuditHeader header;       ///< of the file read last
  Link link;                ///< of the line read last
  MerkleTree tree;          ///< over the records
  std::uint64_t sound = 0;  ///< bytes up to the end of the last whole line of the file read last
  std::uint64_t torn = 0;   ///< bytes after it
  Digest torn_digest;       ///< of those
};

/// A record whose line is right and stands where it should.
struct Seen {
  const AuditHeader& header;
  Stamp stamp;
  Link before;
  Link link;
  Digest leaf;
  std::string_view body;             ///< of the line
  const AuditRecord* old = nullptr;  ///< a record of format 1
};

struct Watch {
  const LogKeys* keys = nullptr;
  std::optional<AuditReceipt> receipt{};  ///< must come by
  std::span<const TreeHead> heads{};      ///< must come by
  std::function<void(const Seen&)> each{};
  Work work{};
};

/// Verifies every whole line of a file that continues `chain` (or begins it). What follows the last '\n' is counted,
/// not judged. Errors: unsupported_format, newer_version, wrong_key, tampered, cancelled, io_error.
Result<void> walk(const File& file, const std::string& path, const Watch& watch, Chain& chain);

/// All files of a log; only the current one may have an unfinished line. Errors: as walk(); not_found; tampered (also:
/// what was to come by did not).
Result<Chain> walk_log(const std::filesystem::path& log, const Watch& watch);

Error tampered(const std::string& path, std::uint64_t line, std::string_view why);
/// The error for an unfinished last line.
Error torn_error(const std::string& path, const Chain& chain);

}  // namespace limen::privacy
