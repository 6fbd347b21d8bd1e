#include "gallery/rows_sqlite.hpp"

#include <algorithm>

namespace limen {
namespace {

// Of the column `state`.
constexpr std::int64_t blocked_bit = 1;
constexpr std::int64_t marked_bit = 2;

}  // namespace

StoredSubject subject_of(Statement& row) {
  StoredSubject subject;
  subject.id = {static_cast<std::uint64_t>(row.number())};
  const auto tag = row.bytes();
  if (tag.size() == subject.label_tag.bytes.size()) std::copy(tag.begin(), tag.end(), subject.label_tag.bytes.begin());
  subject.enrolled = Time{std::chrono::seconds{row.number()}};
  subject.sealed_label = row.bytes();
  return subject;
}

StoredReference reference_of(Statement& row, int version) {
  StoredReference reference;
  auto& record = reference.record;
  record.id = {static_cast<std::uint64_t>(row.number())};
  record.subject = {static_cast<std::uint64_t>(row.number())};
  const auto narrow = [](std::int64_t value) {
    return static_cast<std::uint8_t>(value < 0 || value > 255 ? 255 : value);
  };
  record.modality = static_cast<Modality>(narrow(row.number()));
  record.position = static_cast<FingerPosition>(narrow(row.number()));
  const auto bits = row.number();
  if (bits >= 0 && bits <= UINT32_MAX)
    record.purposes = PurposeSet::from_bits(static_cast<std::uint32_t>(bits)).value_or(PurposeSet{});
  record.retention_class = row.text();
  record.anchor = Time{std::chrono::seconds{row.number()}};
  record.expires = Time{std::chrono::seconds{row.number()}};
  reference.wrapped_key = row.bytes();
  if (version == 1) return reference;
  record.enrolled = Time{std::chrono::seconds{row.number()}};
  record.category = static_cast<Category>(narrow(row.number()));
  record.legal_basis = row.text();
  record.agency = row.text();
  const auto state = row.number();
  if (state < 0 || state > (blocked_bit | marked_bit)) record.category = {};
  record.blocked = (state & blocked_bit) != 0;
  record.marked = (state & marked_bit) != 0;
  return reference;
}

Statement& bind(Statement& statement, const ReferenceRecord& record) {
  statement.bind(record.subject.value);
  statement.bind(static_cast<std::uint64_t>(record.modality)).bind(static_cast<std::uint64_t>(record.position));
  statement.bind(std::uint64_t{record.purposes.bits()}).bind(std::string_view(record.retention_class));
  statement.bind(count_of(record.anchor)).bind(count_of(record.expires)).bind(count_of(record.enrolled));
  statement.bind(static_cast<std::uint64_t>(record.category)).bind(std::string_view(record.legal_basis));
  return statement.bind(std::string_view(record.agency))
      .bind((record.blocked ? blocked_bit : 0) | (record.marked ? marked_bit : 0));
}

}  // namespace limen
