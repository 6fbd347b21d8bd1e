// Reading an audit log from its first line to its last, believing nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "limen/core/result.hpp"
#include "limen/privacy/audit.hpp"

#include "privacy/file.hpp"

namespace limen::privacy {

struct Chain {
  AuditSummary summary;
  std::uint64_t sound = 0;  ///< bytes up to the end of the last whole line
  std::uint64_t torn = 0;   ///< bytes after it
  Digest torn_digest;       ///< of those
};

using OnRecord = std::function<void(const AuditRecord&)>;

/// Verifies every whole line and hands each record out. What follows the last '\n' is counted, not judged.
/// `expected` as in Audit::verify. Errors: unsupported_format, newer_version, wrong_key, tampered, io_error.
Result<Chain> walk(const File& file, const std::string& path, const Key* key,
                   const std::optional<AuditReceipt>& expected, const OnRecord& each = {});

/// The error for an unfinished last line.
Error torn_error(const std::string& path, const Chain& chain);

}  // namespace limen::privacy
