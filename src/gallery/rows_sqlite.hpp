// Rows of a gallery file as what they stand for.
#pragma once

#include "limen/gallery/store.hpp"

#include "gallery/schema_sqlite.hpp"
#include "gallery/statement_sqlite.hpp"

namespace limen {

inline std::int64_t count_of(Time time) { return time.time_since_epoch().count(); }

/// The columns id, label_tag, enrolled, label.
StoredSubject subject_of(Statement& row);
/// schema::columns, or schema::columns_1. Values that no gallery writes come out as such values that no seal opens
/// with.
StoredReference reference_of(Statement& row, int version = schema::version);
/// All columns of a reference but the id and the key, in the order of the table.
Statement& bind(Statement& statement, const ReferenceRecord& record);

}  // namespace limen
