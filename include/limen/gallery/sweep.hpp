// Sweeping a gallery: what is due, what would be done about it, and what was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/clock.hpp"
#include "limen/core/id.hpp"
#include "limen/gallery/enrolment.hpp"
#include "limen/gallery/store.hpp"
#include "limen/privacy/audit_entry.hpp"
#include "limen/privacy/digest.hpp"
#include "limen/privacy/retention.hpp"

namespace limen {

enum class SweepAction : std::uint8_t {
  erase = 1,
  block = 2,       ///< a rule blocks it, or would erase it but for a hold
  review = 3,      ///< somebody has to examine it: until then it is in no view; the sweep changes nothing
  notify = 4,      ///< somebody has to be told; the sweep notes that notice was given
  reschedule = 5,  ///< by the rules of now, its time ends at another moment than the one it was given
};
std::string_view to_string(SweepAction action) noexcept;

/// What a sweep does to one reference: the difference between before and after.
struct SweepItem {
  ReferenceId reference{};
  SubjectId subject{};
  SweepAction action{};
  std::string rule;       ///< the retention rule that asks for it
  Time due{};             ///< since when
  std::string held_by{};  ///< the owner of the hold that turns erasure into a block
  ReferenceState state_before{};
  ReferenceState state_after{};
  Time expires_before{};
  Time expires_after{};
  friend bool operator==(const SweepItem&, const SweepItem&) = default;
};

/// Nothing has been done yet.
struct SweepPlan {
  Time at{};
  /// Commits to the items and to the gallery: a sweep does what this stands for or nothing.
  privacy::Digest token;
  std::vector<SweepItem> items;  ///< in the order of the references' ids

  std::size_t count(SweepAction action) const noexcept;
};

/// Who sweeps, filled by name.
struct SweepTerms {
  std::string officer{};  ///< required
  std::string on_behalf_of{};
  std::string justification{};
  std::string case_reference{};
  std::size_t self_test = 16;  ///< of so many erased references the template is searched for afterwards
};

/// What has been done.
struct SweepReceipt {
  std::vector<SweepItem> items;
  std::size_t subjects = 0;           ///< that have no reference any more and were erased with their labels
  std::vector<Tombstone> tombstones;  ///< of the erased references, in the order of their ids
  privacy::Digest tombstones_digest;  ///< of all of them: stands in the audit entry
  std::size_t searched_for = 0;       ///< erased references whose own template was searched for: none was found
  std::vector<ReferenceId> twins;     ///< other references that answer to an erased template: the same print again
  bool purged = false;                ///< false: another process reads, and sealed bytes stay until purge()
  privacy::AuditReceipt receipt;
};

/// What is to come for one reference.
struct RetentionStatus {
  struct Entry {
    privacy::Due due{};
    Time at{};
    std::string rule;
  };
  ReferenceId reference{};
  SubjectId subject{};
  std::string retention_class;
  ReferenceState state{};
  Time anchor{};
  std::vector<Entry> entries;      ///< in the order of time
  std::optional<Time> held_until;  ///< by the hold that lasts longest
};

/// BLAKE2b-256 of reference ids, times and commitments, in order.
privacy::Digest digest_of(const std::vector<Tombstone>& tombstones);

}  // namespace limen
