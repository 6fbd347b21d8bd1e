// What a sweep would do: each reference against the rules of now.
#include <algorithm>

#include "limen/core/writer.hpp"

#include "gallery/state.hpp"

namespace limen {

namespace {

void write_item(Writer& writer, const SweepItem& item) {
  const auto text = [&](std::string_view value) {
    writer.u32(static_cast<std::uint32_t>(value.size()));
    writer.bytes(std::as_bytes(std::span(value)));
  };
  writer.u64(item.reference.value);
  writer.u64(item.subject.value);
  writer.u8(static_cast<std::uint8_t>(item.action));
  text(item.rule);
  text(item.held_by);
  writer.u8(static_cast<std::uint8_t>(item.state_before));
  writer.u8(static_cast<std::uint8_t>(item.state_after));
  for (const auto time : {item.due, item.expires_before, item.expires_after})
    writer.write(std::int64_t{time.time_since_epoch().count()});
}

}  // namespace

std::string_view to_string(SweepAction action) noexcept {
  switch (action) {
    case SweepAction::erase: return "erase";
    case SweepAction::block: return "block";
    case SweepAction::review: return "review";
    case SweepAction::notify: return "notify";
    case SweepAction::reschedule: return "reschedule";
  }
  return "none";
}

std::size_t SweepPlan::count(SweepAction action) const noexcept {
  return static_cast<std::size_t>(std::ranges::count(items, action, &SweepItem::action));
}

privacy::Digest digest_of(const std::vector<Tombstone>& tombstones) {
  privacy::Hasher hasher;
  hasher.add("limen tombstones 1").add(std::uint64_t{tombstones.size()});
  for (const auto& one : tombstones)
    hasher.add(one.reference.value)
        .add(static_cast<std::uint64_t>(one.at.time_since_epoch().count()))
        .add(one.commitment.bytes);
  return hasher.finish();
}

void Gallery::State::plan(const ReferenceRecord& record, Time at, std::vector<SweepItem>& items) const {
  const auto outcome = this->outcome(record);
  const bool erasure = outcome.erasure.at <= at;
  const auto* hold = erasure ? held(record.subject, at) : nullptr;
  const bool erased = erasure && hold == nullptr;
  const bool blocks = (erasure || outcome.blocking.at <= at) && !erased && !record.blocked;
  const auto before = record.state();
  const auto after = erased ? ReferenceState::erased : blocks ? ReferenceState::blocked : before;
  const auto ends = erased ? record.expires : outcome.ends();
  const auto size = items.size();
  const auto item = [&](SweepAction action, const privacy::Deadline& deadline, const privacy::Hold* by = nullptr) {
    const auto known = deadline.at != privacy::never;
    items.push_back({record.id, record.subject, action, known ? policy.rules()[deadline.rule].name : std::string(),
                     known ? deadline.at : Time{}, by != nullptr ? by->owner : std::string(), before, after,
                     record.expires, ends});
  };
  if (erased) return item(SweepAction::erase, outcome.erasure);
  if (blocks) item(SweepAction::block, erasure ? outcome.erasure : outcome.blocking, hold);
  if (outcome.notice.at <= at) item(SweepAction::notify, outcome.notice);
  if (outcome.review.at <= at) item(SweepAction::review, outcome.review);  // a hold does not suspend it
  if (items.size() != size || ends == record.expires) return;
  const auto of_kind = {outcome.erasure, outcome.review, outcome.blocking};
  item(SweepAction::reschedule, *std::ranges::min_element(of_kind, {}, &privacy::Deadline::at));
}

SweepPlan Gallery::State::plan(Time at) const {
  SweepPlan plan;
  plan.at = at;
  for (const auto& row : rows) this->plan(row.record, at, plan.items);
  privacy::Hasher hasher(vault.sweep_key());
  hasher.add("limen sweep 1").add(std::uint64_t{plan.items.size()});
  for (const auto& one : plan.items) {
    Writer writer;
    write_item(writer, one);
    hasher.add(writer.span());
  }
  plan.token = hasher.finish();
  return plan;
}

Result<std::vector<RetentionStatus>> Gallery::retention() {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  const auto now = std::max(state_->now(), state_->manifest.trusted);
  const auto rules = state_->policy.rules();
  std::vector<RetentionStatus> all;
  all.reserve(state_->rows.size());
  for (const auto& row : state_->rows) {
    const auto& record = row.record;
    const auto outcome = state_->outcome(record);
    RetentionStatus status{record.id, record.subject, record.retention_class, record.state(), record.anchor, {}, {}};
    const auto say = [&](privacy::Due due, const privacy::Deadline& deadline) {
      if (deadline.at != privacy::never) status.entries.push_back({due, deadline.at, rules[deadline.rule].name});
    };
    say(privacy::Due::notice, outcome.notice);
    say(privacy::Due::review, outcome.review);
    say(privacy::Due::blocking, outcome.blocking);
    say(privacy::Due::erasure, outcome.erasure);
    std::ranges::stable_sort(status.entries, {}, &RetentionStatus::Entry::at);
    if (const auto* hold = state_->held(record.subject, now)) status.held_until = hold->until;
    all.push_back(std::move(status));
  }
  return all;
}

}  // namespace limen
