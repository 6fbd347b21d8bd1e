// What one audit entry says (Directive (EU) 2016/680, art. 25: who, when, why, what, with which result).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/clock.hpp"
#include "limen/core/id.hpp"
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
  disclosure = 8,         ///< a record was shown or sent
  repair = 9,             ///< an unfinished last line of this log was set aside
  reidentification = 10,  ///< a pseudonym is about to be opened
  erasure = 11,           ///< what this log said of a person was made unreadable
  sweep = 12,             ///< references whose time had come were erased
  restriction = 13,       ///< held, blocked, marked, or no longer so
  key_rotation = 14,
  access = 15,        ///< a data subject was given what is kept of him
  transparency = 16,  ///< a count was published
};
std::string_view to_string(Operation operation) noexcept;
std::optional<Operation> operation_from(std::string_view name) noexcept;

/// Filled by name. Texts are UTF-8, at most 4096 bytes each; subjects are at most 4096, of 119 bytes. All but
/// `subjects` and `details` stay readable as long as the log (with its key) does: write references in them, not
/// personal data.
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
  std::string recipient{};       ///< to whom it was disclosed
  /// Pseudonyms of the persons touched, e.g. person_of(). Each is readable until that person is forgotten
  /// (Audit::forget); who else is named stays so.
  std::vector<std::string> subjects{};
  std::string details{};              ///< about these persons: readable until one of them is forgotten
  std::optional<Digest> tombstone{};  ///< commitment to what was destroyed

  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

/// "<gallery>/<subject>": how a subject of a gallery is named in an entry.
std::string person_of(std::string_view gallery, SubjectId subject);

/// An entry as it stands in the chain.
struct AuditRecord {
  std::uint64_t sequence = 0;  ///< 1, 2, 3, … without a gap
  Time time{};
  AuditEntry entry;        ///< a subject that cannot be read is "-"; details that cannot be read are empty
  std::size_t hidden = 0;  ///< how many of its subjects cannot be read: forgotten, or not disclosed
  Digest previous;         ///< hash of the record before
  Digest hash;             ///< of this record, previous included

  friend bool operator==(const AuditRecord&, const AuditRecord&) = default;
};

/// Proof of an append, and the anchor that shows a later truncation: keep it away from the log.
struct AuditReceipt {
  std::uint64_t sequence = 0;
  Digest head;
  friend bool operator==(const AuditReceipt&, const AuditReceipt&) = default;
};

}  // namespace limen::privacy
