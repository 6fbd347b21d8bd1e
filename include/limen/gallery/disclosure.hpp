// What is kept of a person, for that person: the right of access (Regulation (EU) 2016/679, art. 15; Directive (EU)
// 2016/680, art. 14), without what concerns others.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "limen/core/clock.hpp"
#include "limen/core/result.hpp"
#include "limen/gallery/gallery.hpp"
#include "limen/privacy/audit.hpp"

namespace limen {

/// Filled by name.
struct DisclosureRequest {
  SubjectId subject{};      ///< required
  std::string officer{};    ///< required: who answers
  std::string recipient{};  ///< required: to whom, e.g. "the data subject, identified by passport"
  std::string justification{};
  std::string legal_basis{};
  std::string case_reference{};
  bool templates = false;  ///< with the stored templates
  /// With the free texts of the log's entries. They may concern others or an inquiry: a person has read them before.
  bool free_texts = false;
};

/// One operation on the person, as the log has it. Who did it is a number, the same for the same officer; other persons
/// of the entry are only counted.
struct DisclosedOperation {
  Time time{};
  privacy::Operation operation{};
  Purpose purpose{};
  std::string on_behalf_of{};
  std::string recipient{};
  std::string legal_basis{};
  std::size_t officer = 0;                                   ///< 1, 2, 3 …
  std::size_t others = 0;                                    ///< further persons of the entry
  std::string justification{}, case_reference{}, details{};  ///< empty unless asked for

  friend bool operator==(const DisclosedOperation&, const DisclosedOperation&) = default;
};

/// A value. What it holds identifies a person: it is the caller's to protect.
struct Disclosure {
  std::string gallery;
  Time made{};
  SubjectRecord subject;
  std::vector<SecureVector<std::byte>> templates{};  ///< in the order of the references, if asked for
  std::vector<DisclosedOperation> operations{};
  privacy::AuditReceipt receipt;  ///< of the entry that says this was disclosed
};

/// `log`: the entries of the log that concern the gallery (Audit::entries); others are passed over. An audit entry
/// (`access`) is written before anything is returned. Errors: invalid_argument (a word missing), not_found,
/// audit_failed, and as Gallery::subject.
Result<Disclosure> disclose(Gallery& gallery, const DisclosureRequest& request,
                            std::span<const privacy::AuditRecord> log, Audit& audit, const Clock* clock = nullptr);

/// One JSON object; templates in base64, times in UTC.
std::string to_json(const Disclosure& disclosure);

}  // namespace limen
