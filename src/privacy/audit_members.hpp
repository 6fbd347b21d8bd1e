// What an audit entry says, as members of a JSON object; what is empty or 0 is left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/privacy/audit_entry.hpp"

namespace limen::privacy {

class Scanner;

inline constexpr std::size_t longest_text = 4096;    ///< bytes of one text of an entry
inline constexpr std::size_t longest_subject = 119;  ///< bytes of a subject's name
inline constexpr std::size_t most_subjects = 4096;   ///< of an entry

/// UTF-8, not too long; a known operation and purpose. Error: invalid_argument.
Result<void> check_entry(const AuditEntry& entry);

/// The entry as it stands in a record: subjects are slots of the key book, details are sealed.
struct StoredEntry {
  AuditEntry entry;  ///< without subjects and details
  std::vector<std::uint64_t> subjects;
  std::string details;
};
std::string write_entry(const StoredEntry& stored);
std::optional<StoredEntry> read_entry(std::string_view json);
/// Of an object that has other members, too; those of the entry come next.
std::optional<StoredEntry> read_members(Scanner& scan);

}  // namespace limen::privacy
