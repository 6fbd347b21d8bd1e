// What changes a gallery: enrol, add, remove.
#include <algorithm>

#include "limen/detail/core/try_each.hpp"

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
};

Result<void> seal(Pending& pending, const Enrolment& enrolment, const std::vector<ReferenceRecord>& records,
                  const Vault& vault) {
  for (std::size_t n = 0; n < records.size(); ++n) {
    const auto bytes = serialised(enrolment, n);
    if (!bytes) return bytes.error();
    pending.references.push_back(vault.seal(records[n], *bytes));
  }
  return {};
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
  std::vector<ReferenceRecord> common;
  for (const auto& enrolment : enrolments) {
    auto one = limen::check(enrolment, LabelRule::required, state_->policy, now);
    if (!one) return at(common.size(), enrolments.size(), one.error());
    const auto expires = expiry(state_->outcome(*one), now);
    if (!expires) return at(common.size(), enrolments.size(), expires.error());
    one->expires = *expires;
    common.push_back(std::move(*one));
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
        records.push_back(records_of(part[i], common[from + i], ids.back(), next.next_reference));
        next.next_reference += records.back().size();
      }
      const auto sealed = try_each(quiet, part.size(), [&](std::size_t i) -> Result<void> {
        pending[i].subject = state_->vault.seal(ids[from + i], part[i].label, now);
        if (auto done = seal(pending[i], part[i], records[i], state_->vault); !done)
          return at(from + i, enrolments.size(), done.error());
        return {};
      });
      if (!sealed) return sealed;
      for (std::size_t i = 0; i < part.size(); ++i)
        if (auto stored = insert(*state_->store, state_->vault, pending[i], next, rows); !stored)
          return at(from + i, enrolments.size(), stored.error());
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
  const auto now = state_->now();
  auto common = limen::check(enrolment, LabelRule::forbidden, state_->policy, now);
  if (!common) return common.error();
  common->subject = subject;
  std::vector<Row> rows;
  const auto ok = state_->write([&](Manifest& next) -> Result<void> {
    if (auto there = state_->require(subject); !there) return there;
    const auto expires = expiry(state_->outcome(*common), now);
    if (!expires) return expires.error();
    common->expires = *expires;
    const auto records = records_of(enrolment, *common, subject, next.next_reference);
    next.next_reference += records.size();
    Pending pending;
    if (auto sealed = seal(pending, enrolment, records, state_->vault); !sealed) return sealed;
    return insert(*state_->store, state_->vault, pending, next, rows);
  });
  if (!ok) return ok;
  state_->rows.insert(state_->rows.end(), rows.begin(), rows.end());
  return {};
}

Result<std::size_t> Gallery::remove(SubjectId subject) {
  const std::lock_guard lock(state_->mutex);
  std::vector<std::size_t> places;
  const auto ok = state_->write([&](Manifest& next) -> Result<void> {
    if (auto there = state_->require(subject); !there) return there;
    if (const auto* hold = state_->held(subject, state_->now()))
      return {ErrorCode::access_denied, "gallery: subject " + std::to_string(subject.value) + " is held by " +
                                            hold->owner + " until " + limen::to_string(hold->until) +
                                            "; it is blocked at most until the hold is released"};
    places = state_->places_of(subject);
    const auto erased = state_->erase(next, places, state_->now());
    if (!erased) return erased.error();
    return places.empty() ? state_->erase(next, subject) : Result<void>{};
  });
  if (!ok) return ok.error();
  state_->erase_rows(places, {subject});
  if (const auto purged = state_->store->purge(); !purged) {
    auto error = purged.error();
    error.message += "; the subject was removed: call purge() later";
    return error;
  }
  return places.size();
}

}  // namespace limen
