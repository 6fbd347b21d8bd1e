// The steps of which changes to a gallery are made, each inside State::write().
#include <algorithm>
#include <set>
#include <unordered_set>

#include "gallery/state.hpp"

namespace limen {

Result<void> Gallery::State::require(SubjectId subject) {
  const auto there = store->subject(subject);
  if (!there) return there.error();
  if (!*there) return {ErrorCode::not_found, "gallery: there is no subject " + std::to_string(subject.value)};
  return {};
}

Result<std::uint64_t> Gallery::State::insert(Manifest& next, SubjectId subject, const Fact& fact) {
  const auto number = next.next_fact++;
  const auto stored = vault.seal(number, subject, fact);
  if (auto ok = store->insert(stored); !ok) return ok.error();
  vault.toggle(stored, next.rows);
  return number;
}

Result<void> Gallery::State::alter(Manifest& next, const Altered& altered) {
  for (const auto& [place, record] : altered) {
    auto reference = stored(rows[place]);
    if (!reference) return reference.error();
    vault.toggle(*reference, next.rows);
    if (auto ok = vault.rewrap(*reference, record, vault); !ok) return ok;
    if (auto ok = store->update(*reference); !ok) return ok;
    vault.toggle(*reference, next.rows);
  }
  return {};
}

void Gallery::State::alter_rows(const Altered& altered) {
  for (const auto& [place, record] : altered) rows[place].record = record;
}

Result<Gallery::State::Erased> Gallery::State::erase(Manifest& next, const std::vector<std::size_t>& places, Time at) {
  Erased erased;
  std::set<SubjectId> touched;
  for (const auto place : places) {
    const auto reference = stored(rows[place]);
    if (!reference) return reference.error();
    const auto commitment = vault.commitment(*reference);
    if (!commitment) return commitment.error();
    erased.tombstones.push_back({reference->record.id, at, *commitment});
    touched.insert(reference->record.subject);
    vault.toggle(*reference, next.rows);
    --next.references;
    if (auto ok = store->remove(reference->record.id); !ok) return ok.error();
    if (auto ok = store->insert(erased.tombstones.back()); !ok) return ok.error();
  }
  const std::unordered_set<std::size_t> gone(places.begin(), places.end());
  for (std::size_t place = 0; place < rows.size(); ++place)
    if (!gone.contains(place)) touched.erase(rows[place].record.subject);
  for (const auto subject : touched) {
    if (auto ok = erase(next, subject); !ok) return ok.error();
    erased.subjects.push_back(subject);
  }
  return erased;
}

Result<void> Gallery::State::erase(Manifest& next, SubjectId subject) {
  const auto there = store->subject(subject);
  if (!there) return there.error();
  if (!*there) return {ErrorCode::corrupt, "gallery: a reference without its subject; restore a copy"};
  vault.toggle(**there, next.rows);
  --next.subjects;
  if (facts.contains(subject)) {
    auto ok = store->facts([&](const StoredFact& fact) -> Result<void> {
      if (fact.subject == subject) vault.toggle(fact, next.rows);
      return {};
    });
    if (!ok) return ok;
  }
  return store->remove(subject);
}

void Gallery::State::erase_rows(const std::vector<std::size_t>& places, const std::vector<SubjectId>& subjects) {
  std::vector<ReferenceId> erased;
  for (const auto place : places) erased.push_back(rows[place].record.id);
  last_views.forget();
  fingers.remove(erased);
  std::size_t kept = 0;
  auto gone = places.begin();  // ascending
  for (std::size_t place = 0; place < rows.size(); ++place) {
    if (gone != places.end() && *gone == place) {
      ++gone;
      continue;
    }
    if (kept != place) rows[kept] = std::move(rows[place]);
    ++kept;
  }
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end());
  for (const auto subject : subjects) facts.erase(subject);
  rows_changed();
}

std::vector<std::size_t> Gallery::State::places_of(SubjectId subject) const {
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < rows.size(); ++place)
    if (rows[place].record.subject == subject) places.push_back(place);
  return places;
}

}  // namespace limen
