// What makes an enrolment acceptable, and its references as they will be stored.
#pragma once

#include <cstdint>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/gallery/enrolment.hpp"
#include "limen/privacy/retention_policy.hpp"

namespace limen {

enum class LabelRule { required, forbidden };

/// What all references of one enrolment have in common: a record without id, subject, modality and position, and with
/// the time of an eternal one. Errors: purpose_required, retention_required, invalid_argument.
Result<ReferenceRecord> check(const Enrolment& enrolment, LabelRule rule, const privacy::RetentionPolicy& policy,
                              Time now);

/// May it be kept under the rules, and until when? Error: retention_required.
Result<Time> expiry(const privacy::RetentionOutcome& outcome, Time now);

/// The records in order, fingers first, with ids from `first` on; `subject` is theirs.
std::vector<ReferenceRecord> records_of(const Enrolment& enrolment, const ReferenceRecord& common, SubjectId subject,
                                        std::uint64_t first);

bool possible(Time time);  ///< within the years 1900 to 2999

/// The bytes of the n-th record of records_of. Error: invalid_argument for a template that would not read back.
Result<SecureVector<std::byte>> serialised(const Enrolment& enrolment, std::size_t n);

}  // namespace limen
