// What changes a gallery: enrol, add, remove.
#include <algorithm>

#include "gallery/enrolment.hpp"
#include "gallery/state.hpp"

namespace limen {

namespace {

constexpr std::size_t batch = 128;  // subjects sealed at a time: bounds the memory, not the transaction

Error at(std::size_t number, std::size_t count, Error error) {
  if (count > 1) error.message.insert(0, "number " + std::to_string(number + 1) + ": ");
  return error;
}

/// One subject on its way into the store.
struct Pending {
  std::optional<StoredSubject> subject;  // none: it is there already
  std::vector<StoredReference> references;
  std::optional<Error> error;
};

void seal(Pending& pending, const Enrolment& enrolment, const std::vector<ReferenceRecord>& records,
          const Vault& vault) {
  for (std::size_t n = 0; n < records.size(); ++n) {
    const auto bytes = serialised(enrolment, n);
    if (!bytes) {
      pending.error = bytes.error();
      return;
    }
    pending.references.push_back(vault.seal(records[n], *bytes));
  }
}

Result<void> insert(Store& store, const Vault& vault, const Pending& pending, Manifest& next, std::vector<Row>& rows) {
  if (pending.subject) {
    auto ok = store.insert(*pending.subject);
    if (!ok && ok.error().code == ErrorCode::already_exists)
      return {ErrorCode::already_exists,
              "enrolment: a subject of this label is enrolled; add references to it by its id, or remove it first"};
    if (!ok) return ok;
    ++next.subjects;
    vault.toggle(*pending.subject, next.rows);
  }
  for (const auto& reference : pending.references) {
    if (auto ok = store.insert(reference); !ok) return ok;
    ++next.references;
    vault.toggle(reference, next.rows);
    rows.push_back({reference.record});
  }
  return {};
}

}  // namespace

Result<SubjectId> Gallery::enrol(const Enrolment& enrolment) {
  auto ids = enrol_many(std::span(&enrolment, 1));
  if (!ids) return ids.error();
  return ids->front();
}

Result<std::vector<SubjectId>> Gallery::enrol_many(std::span<const Enrolment> enrolments, const Work& work) {
  const std::lock_guard lock(state_->mutex);
  const auto now = state_->now();
  std::vector<Terms> terms;
  for (const auto& enrolment : enrolments) {
    const auto one = limen::check(enrolment, LabelRule::required, now);
    if (!one) return at(terms.size(), enrolments.size(), one.error());
    terms.push_back(*one);
  }
  std::vector<SubjectId> ids;
  std::vector<Row> rows;
  const Work quiet{work.executor, work.stop, {}};
  const auto ok = state_->write([&](Manifest& next) -> Result<void> {
    for (std::size_t from = 0; from < enrolments.size(); from += batch) {
      const auto part = enrolments.subspan(from, std::min(batch, enrolments.size() - from));
      std::vector<Pending> pending(part.size());
      std::vector<std::vector<ReferenceRecord>> records;
      for (std::size_t i = 0; i < part.size(); ++i) {
        ids.push_back({next.next_subject++});
        records.push_back(records_of(part[i], terms[from + i], ids.back(), next.next_reference));
        next.next_reference += records.back().size();
      }
      const auto sealed = for_each(quiet, part.size(), [&](std::size_t i, std::size_t) {
        pending[i].subject = state_->vault.seal(ids[from + i], part[i].label, now);
        seal(pending[i], part[i], records[i], state_->vault);
      });
      if (!sealed) return sealed;
      for (std::size_t i = 0; i < part.size(); ++i) {
        if (pending[i].error) return at(from + i, enrolments.size(), *pending[i].error);
        if (auto stored = insert(*state_->store, state_->vault, pending[i], next, rows); !stored)
          return at(from + i, enrolments.size(), stored.error());
      }
      if (work.progress) work.progress(from + part.size(), enrolments.size());
    }
    return {};
  });
  if (!ok) return ok.error();
  state_->rows.insert(state_->rows.end(), rows.begin(), rows.end());
  return ids;
}

Result<void> Gallery::add(SubjectId subject, const Enrolment& enrolment) {
  const std::lock_guard lock(state_->mutex);
  const auto terms = limen::check(enrolment, LabelRule::forbidden, state_->now());
  if (!terms) return terms.error();
  std::vector<Row> rows;
  const auto ok = state_->write([&](Manifest& next) -> Result<void> {
    const auto there = state_->store->subject(subject);
    if (!there) return there.error();
    if (!*there) return {ErrorCode::not_found, "gallery: there is no subject " + std::to_string(subject.value)};
    const auto records = records_of(enrolment, *terms, subject, next.next_reference);
    next.next_reference += records.size();
    Pending pending;
    seal(pending, enrolment, records, state_->vault);
    if (pending.error) return *pending.error;
    return insert(*state_->store, state_->vault, pending, next, rows);
  });
  if (!ok) return ok;
  state_->rows.insert(state_->rows.end(), rows.begin(), rows.end());
  return {};
}

Result<std::size_t> Gallery::remove(SubjectId subject) {
  const std::lock_guard lock(state_->mutex);
  const auto of_subject = [&](const Row& row) { return row.record.subject == subject; };
  std::size_t removed = 0;
  const auto ok = state_->write([&](Manifest& next) -> Result<void> {
    const auto there = state_->store->subject(subject);
    if (!there) return there.error();
    if (!*there) return {ErrorCode::not_found, "gallery: there is no subject " + std::to_string(subject.value)};
    --next.subjects;
    state_->vault.toggle(**there, next.rows);
    for (const auto& row : state_->rows) {
      if (!of_subject(row)) continue;
      const auto reference = state_->store->reference(row.record.id);
      if (!reference) return reference.error();
      ++removed;
      --next.references;
      state_->vault.toggle(*reference, next.rows);
    }
    return state_->store->remove(subject);
  });
  if (!ok) return ok.error();
  std::erase_if(state_->rows, of_subject);
  state_->fingers.clear();  // the layouts of the last view may hold it
  state_->faces.clear();
  if (const auto purged = state_->store->purge(); !purged) {
    auto error = purged.error();
    error.message += "; the subject was removed: call purge() later";
    return error;
  }
  return removed;
}

}  // namespace limen
