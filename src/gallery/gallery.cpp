#include "limen/gallery/gallery.hpp"

#include <algorithm>
#include <map>

#include "limen/detail/core/try_each.hpp"

#include "gallery/state.hpp"

namespace limen {

namespace {

Error no_reference(ReferenceId id) {
  return {ErrorCode::not_found, "gallery: there is no reference " + std::to_string(id.value)};
}

}  // namespace

Gallery::Gallery(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Gallery::Gallery(Gallery&&) noexcept = default;
Gallery& Gallery::operator=(Gallery&&) noexcept = default;
Gallery::~Gallery() = default;

Result<std::vector<SubjectRecord>> Gallery::list() {
  const std::lock_guard lock(state_->mutex);
  Transaction transaction(*state_->store);
  if (auto ok = transaction.begin(Store::Access::read); !ok) return ok.error();
  if (auto ok = state_->refresh(); !ok) return ok.error();
  std::vector<SubjectRecord> records;
  std::map<SubjectId, std::size_t> places;
  auto ok = state_->store->subjects([&](const StoredSubject& subject) -> Result<void> {
    auto label = state_->vault.open_label(subject);
    if (!label) return label.error();
    places[subject.id] = records.size();
    records.push_back({subject.id, std::move(*label), subject.enrolled, {}, {}, {}});
    return {};
  });
  if (!ok) return ok.error();
  for (const auto& row : state_->rows)
    if (const auto place = places.find(row.record.subject); place != places.end())
      records[place->second].references.push_back(row.record);
  for (const auto& [subject, facts] : state_->facts)
    if (const auto place = places.find(subject); place != places.end()) {
      records[place->second].events = facts.events;
      records[place->second].holds = facts.holds;
    }
  return records;
}

Result<SubjectRecord> Gallery::subject(SubjectId id) {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  const auto found = state_->store->subject(id);
  if (!found) return found.error();
  if (!*found) return {ErrorCode::not_found, "gallery: there is no subject " + std::to_string(id.value)};
  return state_->record_of(**found);
}

Result<SubjectRecord> Gallery::subject(std::string_view label) {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  const auto found = state_->store->subject(state_->vault.label_tag(label));
  if (!found) return found.error();
  if (!*found) return {ErrorCode::not_found, "gallery: there is no subject of that label"};
  return state_->record_of(**found);
}

Result<GalleryStats> Gallery::stats() {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  const auto bytes = state_->store->bytes();
  if (!bytes) return bytes.error();
  GalleryStats stats;
  stats.subjects = state_->manifest.subjects;
  stats.references = state_->rows.size();
  stats.bytes = *bytes;
  const auto now = state_->now();
  for (const auto& row : state_->rows) {
    ++(row.record.modality == Modality::fingerprint ? stats.fingers : stats.faces);
    if (row.record.expires <= now) ++stats.expired;
    if (row.record.blocked) ++stats.blocked;
    if (row.record.marked) ++stats.marked;
  }
  return stats;
}

Result<void> Gallery::check(const Work& work) {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->store->check(); !ok) return ok;
  Transaction transaction(*state_->store);
  if (auto ok = transaction.begin(Store::Access::read); !ok) return ok;
  if (auto ok = state_->refresh(true); !ok) return ok;
  auto ok = state_->store->subjects([&](const StoredSubject& subject) -> Result<void> {
    if (auto label = state_->vault.open_label(subject); !label) return label.error();
    return {};
  });
  if (!ok) return ok;
  std::vector<Row*> all;  // also what is prepared already
  for (auto& row : state_->rows) all.push_back(&row);
  return state_->unseal(all, work, [](auto some, const auto& templates, const Work& quiet) -> Result<void> {
    return try_each(quiet, some.size(), [&](std::size_t i) -> Result<void> {
      if (some[i]->record.modality == Modality::face) {
        const auto face = face::parse(templates[i]);
        return face ? Result<void>{} : face.error();
      }
      const auto finger = fingerprint::parse(templates[i]);
      return finger ? Result<void>{} : finger.error();
    });
  });
}

Result<void> Gallery::purge() {
  const std::lock_guard lock(state_->mutex);
  return state_->store->purge();
}

const std::string& Gallery::id() const noexcept { return state_->id; }

privacy::Key Gallery::audit_key() const {
  const std::lock_guard lock(state_->mutex);
  return privacy::Key::from_bytes(state_->audit_key.reveal()).value();
}

Result<ReferenceState> Gallery::state(ReferenceId id) {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  if (const auto* row = state_->find(id)) return row->record.state();
  if (id && id.value < state_->manifest.next_reference) return ReferenceState::erased;
  return no_reference(id);
}

Result<std::optional<Tombstone>> Gallery::tombstone(ReferenceId id) {
  const std::lock_guard lock(state_->mutex);
  return state_->store->tombstone(id);
}

Result<SecureVector<std::byte>> Gallery::stored_template(ReferenceId id, Blocked blocked) {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  const auto* row = state_->find(id);
  if (row == nullptr) return no_reference(id);
  if (row->record.blocked && blocked == Blocked::refuse)
    return {ErrorCode::access_denied, "gallery: reference " + std::to_string(id.value) +
                                          " is blocked; who may read it "
                                          "all the same says so"};
  const auto reference = state_->stored(*row);
  if (!reference) return reference.error();
  return state_->vault.open_template(*reference);
}

}  // namespace limen
