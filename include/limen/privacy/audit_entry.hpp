// What one audit entry says (Directive (EU) 2016/680, art. 25: who, when, why, what, with which result).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "limen/core/clock.hpp"
#include "limen/privacy/digest.hpp"
#include "limen/privacy/purpose.hpp"

namespace limen::privacy {

/// Spellings are stored in files: never rename.
enum class Operation : std::uint8_t {
  search_started = 1,    ///< a search began; what came of it is said by a later entry
  search = 2,            ///< a search ended, and its result was handed out after this entry
  search_cancelled = 3,  ///< a search was stopped; nothing was handed out
  search_failed = 4,     ///< a search ended with an error; nothing was handed out
  decision = 5,          ///< a human decided on a candidate
  enrolment = 6,
  removal = 7,
  disclosure = 8,  ///< a record was shown or sent
  repair = 9,      ///< an unfinished last line of this log was set aside
};
std::string_view to_string(Operation operation) noexcept;
std::optional<Operation> operation_from(std::string_view name) noexcept;

/// Filled by name. Texts are UTF-8, at most 4096 bytes each, and should hold references, not personal data: a log entry
/// cannot be erased.
struct AuditEntry {
  Operation operation = Operation::search;
  std::string officer;       ///< who did it
  std::string on_behalf_of;  ///< the authority or the person for whom
  Purpose purpose{};         ///< 0: not bound to a purpose
  std::string legal_basis;
  std::string justification;
  std::string case_reference;
  std::string gallery;  ///< the gallery's id
  std::optional<Digest> view_hash;
  std::uint64_t view_size = 0;   ///< references in the view
  std::uint64_t candidates = 0;  ///< candidates handed out
  std::string result;            ///< "candidates", "no_candidate", "cancelled", …

  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

/// An entry as it stands in the chain.
struct AuditRecord {
  std::uint64_t sequence = 0;  ///< 1, 2, 3, … without a gap
  Time time{};
  AuditEntry entry;
  Digest previous;  ///< hash of the record before
  Digest hash;      ///< of this record, previous included

  friend bool operator==(const AuditRecord&, const AuditRecord&) = default;
};

/// Proof of an append, and the anchor that shows a later truncation: keep it away from the log.
struct AuditReceipt {
  std::uint64_t sequence = 0;
  Digest head;
  friend bool operator==(const AuditReceipt&, const AuditReceipt&) = default;
};

}  // namespace limen::privacy
