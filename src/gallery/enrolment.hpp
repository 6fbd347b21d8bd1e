// What makes an enrolment acceptable, and its references as they will be stored.
#pragma once

#include <cstdint>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/gallery/enrolment.hpp"

namespace limen {

enum class LabelRule { required, forbidden };

/// What all references of one enrolment have in common.
struct Terms {
  Time anchor{};
  Time expires{};
};

/// Errors: purpose_required, retention_required, invalid_argument.
Result<Terms> check(const Enrolment& enrolment, LabelRule rule, Time now);

/// The records in order, fingers first, with ids from `first` on; `subject` is theirs.
std::vector<ReferenceRecord> records_of(const Enrolment& enrolment, const Terms& terms, SubjectId subject,
                                        std::uint64_t first);

/// The bytes of the n-th record of records_of. Error: invalid_argument for a template that would not read back.
Result<SecureVector<std::byte>> serialised(const Enrolment& enrolment, std::size_t n);

}  // namespace limen
