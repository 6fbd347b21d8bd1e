// A gallery file of version 1 becomes one of version 2: more columns, a template bound to its record's key alone.
#include <unordered_map>

#include "gallery/state.hpp"

namespace limen {

namespace {

Category category_of(const privacy::RetentionPolicy& policy, const std::string& retention_class) {
  const auto rule = policy.retention_class(retention_class);
  if (!rule) return Category::other_person;
  for (const auto one : privacy::categories)
    if (rule->categories == CategorySet(one)) return one;
  return Category::other_person;
}

}  // namespace

Result<void> Gallery::State::upgrade() {
  const auto before = store->version();
  if (!before) return before.error();
  if (*before != 1) return {};
  Transaction transaction(*store);
  if (auto ok = transaction.begin(Store::Access::write); !ok) return ok;
  if (const auto version = store->version(); !version || *version != 1)  // somebody else was faster
    return version ? Result<void>{} : Result<void>(version.error());

  const auto sealed = required(*store, "manifest");
  if (!sealed) return sealed.error();
  auto last = vault.open_manifest_1(*sealed);
  if (!last) return last.error();
  Manifest found, next = *last;
  next.rows = {};
  std::unordered_map<SubjectId, Time> enrolled;
  auto ok = store->subjects([&](const StoredSubject& subject) -> Result<void> {
    ++found.subjects;
    enrolled[subject.id] = subject.enrolled;
    vault.toggle(subject, found.rows);
    vault.toggle(subject, next.rows);
    return {};
  });
  if (!ok) return ok;
  ok = store->upgrade([&](StoredReference& reference) -> Result<void> {
    ++found.references;
    vault.toggle_1(reference, found.rows);
    auto record = reference.record;
    record.enrolled = enrolled[record.subject];
    record.category = category_of(policy, record.retention_class);
    if (auto sealed_anew = vault.upgrade(reference, record); !sealed_anew) return sealed_anew;
    vault.toggle(reference, next.rows);
    return {};
  });
  if (!ok) return ok;
  if (found.subjects != last->subjects || found.references != last->references || found.rows != last->rows)
    return {ErrorCode::tampered, "gallery: rows were added or taken out from outside; restore a copy"};
  ++next.generation;
  next.trusted = now();
  ok = store->put("audit_key", vault.seal_audit_key(vault.new_audit_key()));
  if (!ok) return ok;
  ok = store->put("manifest", vault.seal(next));
  if (!ok) return ok;
  return transaction.commit();
}

}  // namespace limen
