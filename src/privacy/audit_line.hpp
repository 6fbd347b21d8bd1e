// The canonical lines of an audit log. A record has exactly one spelling: what is parsed is written again and compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "limen/core/result.hpp"
#include "limen/privacy/audit_entry.hpp"
#include "limen/privacy/key.hpp"

namespace limen::privacy {

/// The first line: {"limen_audit":1,"keyed":false,"created":"…","log":"<32 hex>","hash":"…"}
struct AuditHeader {
  bool keyed = false;
  Time created{};
  std::string log;  ///< random: no two logs have the same chain
  Digest hash;
};

inline constexpr std::size_t longest_text = 4096;        ///< bytes of one text of an entry
inline constexpr std::size_t longest_line = 256 * 1024;  ///< more than eight escaped texts

/// UTF-8, not too long. Error: invalid_argument.
Result<void> check_texts(const AuditEntry& entry);

/// The line with its '\n'; fills in the hash.
std::string write_line(AuditHeader& header, const Key* key);
std::string write_line(AuditRecord& record, const Key* key);

/// The inverse, without '\n'; nothing unless the line is canonical and its hash is right.
std::optional<AuditHeader> read_header(std::string_view line, const Key* key);
std::optional<AuditRecord> read_record(std::string_view line, const Key* key);

/// What the first line says of itself, before it is believed.
struct HeaderClaim {
  bool is_log = false;
  bool newer = false;
  bool keyed = false;
};
HeaderClaim claim_of(std::string_view line) noexcept;
/// True for the beginning of a first line, however short.
bool may_be_header(std::string_view start) noexcept;

}  // namespace limen::privacy
