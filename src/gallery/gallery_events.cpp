// What happens to a subject: events, holds, and the states that they bring about.
#include <algorithm>

#include "gallery/enrolment.hpp"
#include "gallery/state.hpp"

namespace limen {

using privacy::Event;
using privacy::Happened;

privacy::RetentionOutcome Gallery::State::outcome(const ReferenceRecord& record, std::span<const Happened> also) const {
  std::span<const Happened> happened = also;
  std::vector<Happened> both;
  if (const auto known = facts.find(record.subject); known != facts.end()) {
    happened = known->second.events;
    if (!also.empty()) {
      both.assign(happened.begin(), happened.end());
      both.insert(both.end(), also.begin(), also.end());
      happened = both;
    }
  }
  return policy.outcome({.retention_class = record.retention_class,
                         .category = record.category,
                         .legal_basis = record.legal_basis,
                         .purposes = record.purposes,
                         .anchor = record.anchor,
                         .entered = record.enrolled,
                         .events = happened});
}

const privacy::Hold* Gallery::State::held(SubjectId subject, Time at) const {
  const auto known = facts.find(subject);
  if (known == facts.end()) return nullptr;
  const privacy::Hold* longest = nullptr;
  for (const auto& one : known->second.holds)
    if (one.hold.until > at && (longest == nullptr || one.hold.until > longest->until)) longest = &one.hold;
  return longest;
}

Result<void> Gallery::State::happen(SubjectId subject, std::optional<Happened> event,
                                    const std::function<void(ReferenceRecord&)>& edit) {
  Altered altered;
  const auto ok = write([&](Manifest& next) -> Result<void> {
    if (auto there = require(subject); !there) return there;
    if (event)
      if (const auto fact = insert(next, subject, *event); !fact) return fact.error();
    for (const auto place : places_of(subject)) {
      auto record = rows[place].record;
      if (edit) edit(record);
      if (event) record.expires = outcome(record, std::span(&*event, 1)).ends();
      if (record != rows[place].record) altered.emplace_back(place, std::move(record));
    }
    return alter(next, altered);
  });
  if (!ok) return ok;
  if (event) facts[subject].events.push_back(*event);
  alter_rows(altered);
  return {};
}

Result<void> Gallery::record_event(SubjectId subject, Event event, std::optional<Time> at) {
  if (!privacy::known(event) || event == Event::blocked || event == Event::notified)
    return {ErrorCode::invalid_argument,
            "event: " + std::string(to_string(event)) + " is none that happens outside the gallery"};
  const std::lock_guard lock(state_->mutex);
  const Happened happened{event, at.value_or(state_->now())};
  if (!possible(happened.at))
    return {ErrorCode::invalid_argument, "event: its time lies outside the years 1900 to 2999"};
  return state_->happen(subject, happened, {});
}

Result<HoldId> Gallery::hold(SubjectId subject, const privacy::Hold& hold) {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = privacy::check(hold, state_->now()); !ok) return ok.error();
  HoldId id;
  const auto ok = state_->write([&](Manifest& next) -> Result<void> {
    if (auto there = state_->require(subject); !there) return there;
    const auto fact = state_->insert(next, subject, hold);
    if (!fact) return fact.error();
    id = {*fact};
    return {};
  });
  if (!ok) return ok.error();
  state_->facts[subject].holds.push_back({id, hold});
  return id;
}

Result<void> Gallery::release(HoldId hold) {
  const std::lock_guard lock(state_->mutex);
  SubjectId held{};
  const auto ok = state_->write([&](Manifest& next) -> Result<void> {
    for (const auto& [subject, facts] : state_->facts)
      if (std::ranges::find(facts.holds, hold, &SubjectHold::id) != facts.holds.end()) held = subject;
    if (!held) return {ErrorCode::not_found, "gallery: there is no hold " + std::to_string(hold.value)};
    auto walked = state_->store->facts([&](const StoredFact& fact) -> Result<void> {
      if (fact.id == hold.value) state_->vault.toggle(fact, next.rows);
      return {};
    });
    if (!walked) return walked;
    return state_->store->remove_fact(hold.value);
  });
  if (!ok) return ok;
  std::erase_if(state_->facts[held].holds, [&](const SubjectHold& one) { return one.id == hold; });
  return {};
}

Result<void> Gallery::block(SubjectId subject) {
  const std::lock_guard lock(state_->mutex);
  return state_->happen(subject, {}, [](ReferenceRecord& record) { record.blocked = true; });
}

Result<void> Gallery::unblock(SubjectId subject) {
  const std::lock_guard lock(state_->mutex);
  return state_->happen(subject, {}, [](ReferenceRecord& record) { record.blocked = false; });
}

Result<void> Gallery::mark(SubjectId subject) {
  const std::lock_guard lock(state_->mutex);
  return state_->happen(subject, Happened{Event::protection_granted, state_->now()},
                        [](ReferenceRecord& record) { record.marked = true; });
}

Result<void> Gallery::unmark(SubjectId subject) {
  const std::lock_guard lock(state_->mutex);
  return state_->happen(subject, Happened{Event::protection_withdrawn, state_->now()},
                        [](ReferenceRecord& record) { record.marked = false; });
}

}  // namespace limen
