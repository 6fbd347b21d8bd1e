#include "gallery/state.hpp"

#include <algorithm>

namespace limen {

namespace {

constexpr std::size_t batch = 256;  // sealed templates held at a time

Error tampered(std::string_view why) {
  return {ErrorCode::tampered, std::string("gallery: ").append(why).append("; restore a copy")};
}

}  // namespace

Result<Manifest> Gallery::State::read_manifest() {
  const auto sealed = store->get("manifest");
  if (!sealed) return sealed.error();
  if (!*sealed) return tampered("its manifest is missing");
  return vault.open_manifest(**sealed);
}

Result<void> Gallery::State::refresh(bool always) {
  const auto current = read_manifest();
  if (!current) return current.error();
  if (current->generation < manifest.generation) return tampered("an older state was put back while it was open");
  if (*current == manifest && !always) return {};

  Manifest found{current->generation, current->next_subject, current->next_reference, 0, 0, {}};
  auto ok = store->subjects([&](const StoredSubject& subject) -> Result<void> {
    ++found.subjects;
    vault.toggle(subject, found.rows);
    return {};
  });
  if (!ok) return ok;
  std::vector<Row> fresh;
  auto known = rows.begin();
  ok = store->references([&](const StoredReference& reference) -> Result<void> {
    if (auto sealed = vault.check(reference); !sealed) return sealed;
    ++found.references;
    vault.toggle(reference, found.rows);
    while (known != rows.end() && known->record.id < reference.record.id) ++known;
    fresh.push_back(known != rows.end() && known->record == reference.record ? *known : Row{reference.record});
    return {};
  });
  if (!ok) return ok;
  if (found != *current) return tampered("rows were added or taken out from outside");
  rows = std::move(fresh);
  manifest = *current;
  fingers.clear();
  faces.clear();
  return {};
}

Result<void> Gallery::State::read_anew(bool always) {
  Transaction transaction(*store);
  if (auto ok = transaction.begin(Store::Access::read); !ok) return ok;
  if (auto ok = refresh(always); !ok) return ok;
  return transaction.commit();
}

Result<void> Gallery::State::write(const Change& change) {
  Transaction transaction(*store);
  if (auto ok = transaction.begin(Store::Access::write); !ok) return ok;
  if (auto ok = refresh(); !ok) return ok;
  auto next = manifest;
  ++next.generation;
  if (auto ok = change(next); !ok) return ok;
  if (auto ok = store->put("manifest", vault.seal(next)); !ok) return ok;
  if (auto ok = transaction.commit(); !ok) return ok;
  manifest = next;
  return {};
}

Result<Row> Gallery::State::opened(const StoredReference& reference) const {
  const auto bytes = vault.open_template(reference);
  if (!bytes) return bytes.error();
  Row row{reference.record};
  if (row.record.modality == Modality::fingerprint) {
    const auto finger = fingerprint::parse(*bytes);
    if (!finger) return finger.error();
    row.finger.emplace(*finger);
  } else {
    auto face = face::parse(*bytes);
    if (!face) return face.error();
    row.face = std::make_shared<const face::Template>(std::move(*face));
  }
  return row;
}

Result<void> Gallery::State::prepare(const std::vector<Row*>& wanted, const Work& work) {
  for (std::size_t from = 0; from < wanted.size(); from += batch) {
    const auto part = std::span(wanted).subspan(from, std::min(batch, wanted.size() - from));
    std::vector<StoredReference> sealed;
    for (const auto* row : part) {
      auto reference = store->reference(row->record.id);
      if (!reference) return reference.error();
      if (reference->record != row->record) return tampered("a reference was changed from outside");
      sealed.push_back(std::move(*reference));
    }
    std::vector<std::optional<Error>> errors(part.size());
    const Work quiet{work.executor, work.stop, {}};
    const auto done = for_each(quiet, part.size(), [&](std::size_t i, std::size_t) {
      auto row = opened(sealed[i]);
      if (row)
        *part[i] = std::move(*row);
      else
        errors[i] = row.error();
    });
    if (!done) return done;
    for (const auto& error : errors)
      if (error) return *error;
    if (work.progress) work.progress(from + part.size(), wanted.size());
  }
  return {};
}

Result<SubjectRecord> Gallery::State::record_of(const StoredSubject& subject) const {
  auto label = vault.open_label(subject);
  if (!label) return label.error();
  SubjectRecord record{subject.id, std::move(*label), subject.enrolled, {}};
  for (const auto& row : rows)
    if (row.record.subject == subject.id) record.references.push_back(row.record);
  return record;
}

}  // namespace limen
