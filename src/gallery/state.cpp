#include "gallery/state.hpp"

#include <algorithm>

#include "limen/detail/core/try_each.hpp"
#include "limen/privacy/trusted_time.hpp"

namespace limen {

namespace {

constexpr std::size_t batch = 256;  // sealed templates held at a time

Error tampered(std::string_view why) {
  return {ErrorCode::tampered, std::string("gallery: ").append(why).append("; restore a copy")};
}

}  // namespace

Result<Bytes> required(Store& store, std::string_view name) {
  auto value = store.get(name);
  if (!value) return value.error();
  if (*value) return std::move(**value);
  return {ErrorCode::corrupt, std::string("gallery: it has no ").append(name) +
                                  "; it was not made to its end, or was damaged: restore a copy, or make it anew"};
}

Result<Manifest> Gallery::State::read_manifest() {
  const auto sealed = store->get("manifest");
  if (!sealed) return sealed.error();
  if (!*sealed) return tampered("its manifest is missing");
  auto found = vault.open_manifest(**sealed);
  if (found) return found;
  const auto key_check = required(*store, "key_check");
  if (key_check && !vault.opens(*key_check))
    return {ErrorCode::wrong_key, "gallery: its key was changed; open it with the new one"};
  return found.error();
}

Result<void> Gallery::State::refresh(bool always) {
  const auto current = read_manifest();
  if (!current) return current.error();
  if (current->generation < manifest.generation) return tampered("an older state was put back while it was open");
  if (*current == manifest && !always) return {};

  auto found = *current;
  found.subjects = found.references = 0;
  found.rows = {};
  auto ok = store->subjects([&](const StoredSubject& subject) -> Result<void> {
    ++found.subjects;
    vault.toggle(subject, found.rows);
    return {};
  });
  if (!ok) return ok;
  std::vector<Row> fresh;
  std::vector<ReferenceId> gone;  // or other than they were
  auto known = rows.begin();
  ok = store->references([&](const StoredReference& reference) -> Result<void> {
    if (auto sealed = vault.check(reference); !sealed) return sealed;
    ++found.references;
    vault.toggle(reference, found.rows);
    while (known != rows.end() && known->record.id < reference.record.id) gone.push_back((known++)->record.id);
    const bool same = known != rows.end() && known->record == reference.record;
    fresh.push_back(same ? *known : Row{reference.record, {}});
    if (same) ++known;
    return {};
  });
  if (!ok) return ok;
  while (known != rows.end()) gone.push_back((known++)->record.id);
  std::unordered_map<SubjectId, SubjectFacts> known_facts;
  ok = store->facts([&](const StoredFact& stored) -> Result<void> {
    const auto fact = vault.open_fact(stored);
    if (!fact) return fact.error();
    vault.toggle(stored, found.rows);
    auto& of_subject = known_facts[stored.subject];
    if (const auto* happened = std::get_if<privacy::Happened>(&*fact))
      of_subject.events.push_back(*happened);
    else
      of_subject.holds.push_back({{stored.id}, std::get<privacy::Hold>(*fact)});
    return {};
  });
  if (!ok) return ok;
  if (found != *current) return tampered("rows were added or taken out from outside");
  rows = std::move(fresh);
  facts = std::move(known_facts);
  manifest = *current;
  last_views.forget();  // somebody else may have erased
  fingers.remove(gone);
  rows_changed();
  return {};
}

Result<void> Gallery::State::read_anew(bool always) {
  Transaction transaction(*store);
  if (auto ok = transaction.begin(Store::Access::read); !ok) return ok;
  if (auto ok = refresh(always); !ok) return ok;
  return transaction.commit();
}

Result<void> Gallery::State::write(const Change& change, const Vault& by) {
  Transaction transaction(*store);
  if (auto ok = transaction.begin(Store::Access::write); !ok) return ok;
  if (auto ok = refresh(); !ok) return ok;
  auto next = manifest;
  ++next.generation;
  if (const auto time = privacy::trusted(now(), next.trusted, max_skew)) next.trusted = *time;
  if (auto ok = change(next); !ok) return ok;
  if (auto ok = store->put("manifest", by.seal(next)); !ok) return ok;
  if (auto ok = transaction.commit(); !ok) return ok;
  manifest = next;
  last_views.clear();
  rows_changed();
  return {};
}

void Gallery::State::rows_changed() {
  visibility.reset();
  fingers.rows_changed();
}

const Row* Gallery::State::find(ReferenceId of) const noexcept {
  const auto row = std::ranges::lower_bound(rows, of, {}, [](const Row& one) { return one.record.id; });
  return row != rows.end() && row->record.id == of ? &*row : nullptr;
}

Result<StoredReference> Gallery::State::stored(const Row& row) {
  auto reference = store->reference(row.record.id);
  if (reference && reference->record != row.record) return tampered("a reference was changed from outside");
  return reference;
}

Result<void> Gallery::State::unseal(const std::vector<Row*>& wanted, const Work& work, const Take& take) {
  const Work quiet{work.executor, work.stop, {}};
  for (std::size_t from = 0; from < wanted.size(); from += batch) {
    const auto part = std::span(wanted).subspan(from, std::min(batch, wanted.size() - from));
    std::vector<StoredReference> sealed;
    for (const auto* row : part) {
      auto reference = stored(*row);
      if (!reference) return reference.error();
      sealed.push_back(std::move(*reference));
    }
    Templates templates(part.size());
    auto done = try_each(quiet, part.size(), [&](std::size_t i) -> Result<void> {
      auto bytes = vault.open_template(sealed[i]);
      if (!bytes) return bytes.error();
      templates[i] = std::move(*bytes);
      return {};
    });
    if (!done) return done;
    if (done = take(part, templates, quiet); !done) return done;
    if (work.progress) work.progress(from + part.size(), wanted.size());
  }
  return {};
}

Result<void> Gallery::State::prepare(const search::Filter& seen, const Work& work) {
  const auto& places = fingers.places_of(rows);
  std::vector<Row*> wanted;
  seen.for_each([&](std::size_t row) {
    if (places[row] == PreparedFingers::none && rows[row].face == nullptr) wanted.push_back(&rows[row]);
  });
  return unseal(wanted, work, [this](auto some, const auto& templates, const Work& quiet) {
    return prepare(some, templates, quiet);
  });
}

Result<void> Gallery::State::prepare(std::span<Row* const> some, const Templates& templates, const Work& work) {
  std::vector<ReferenceId> ids;
  std::vector<SubjectId> subjects;
  std::vector<std::span<const std::byte>> prints;
  std::vector<std::size_t> faces;
  for (std::size_t i = 0; i < some.size(); ++i) {
    const auto& record = some[i]->record;
    if (record.modality == Modality::face) {
      faces.push_back(i);
    } else {
      ids.push_back(record.id);
      subjects.push_back(record.subject);
      prints.push_back(templates[i]);
    }
  }
  if (auto ok = fingers.add(ids, prints, subjects, work); !ok) return ok;
  return try_each(work, faces.size(), [&](std::size_t i) -> Result<void> {
    auto face = face::parse(templates[faces[i]]);
    if (!face) return face.error();
    some[faces[i]]->face = std::make_shared<const face::Template>(std::move(*face));
    return {};
  });
}

Result<SubjectRecord> Gallery::State::record_of(const StoredSubject& subject) const {
  auto label = vault.open_label(subject);
  if (!label) return label.error();
  SubjectRecord record{subject.id, std::move(*label), subject.enrolled, {}, {}, {}};
  for (const auto& row : rows)
    if (row.record.subject == subject.id) record.references.push_back(row.record);
  if (const auto known = facts.find(subject.id); known != facts.end()) {
    record.events = known->second.events;
    record.holds = known->second.holds;
  }
  return record;
}

}  // namespace limen
