// A sweep: what is due is done, and it is shown that it was.
#include <algorithm>
#include <set>

#include "limen/privacy/trusted_time.hpp"

#include "gallery/erasure_test.hpp"
#include "gallery/state.hpp"

namespace limen {

namespace {

using privacy::Event;

/// A template that is to be erased, to be searched for afterwards.
struct Tested {
  ReferenceRecord record;
  AnyTemplate erased;
};

Result<Tested> keep_for_test(const ReferenceRecord& record, std::span<const std::byte> bytes) {
  if (record.modality == Modality::fingerprint) {
    auto finger = fingerprint::parse(bytes);
    if (!finger) return finger.error();
    return Tested{record, std::move(*finger)};
  }
  auto face = face::parse(bytes);
  if (!face) return face.error();
  return Tested{record, std::move(*face)};
}

std::string summary(const SweepPlan& plan, const SweepReceipt& receipt) {
  const auto count = [&](SweepAction action) { return std::to_string(plan.count(action)); };
  return "sweep: " + count(SweepAction::erase) + " erased (" + std::to_string(receipt.subjects) +
         " subjects with them), " + count(SweepAction::block) + " blocked, " + count(SweepAction::review) +
         " to review, " + count(SweepAction::notify) + " notices, " + count(SweepAction::reschedule) +
         " rescheduled; plan " + to_string(plan.token);
}

/// Whom the sweep touched, as far as one entry can name them.
std::vector<std::string> touched(const SweepPlan& plan, const std::string& gallery) {
  constexpr std::size_t most = 4096;
  std::set<SubjectId> subjects;
  for (const auto& item : plan.items) subjects.insert(item.subject);
  std::vector<std::string> names;
  for (const auto subject : subjects)
    if (names.size() < most) names.push_back(privacy::person_of(gallery, subject));
  return names;
}

privacy::AuditEntry entry_of(const SweepTerms& terms, const std::string& gallery) {
  privacy::AuditEntry entry;
  entry.operation = privacy::Operation::sweep;
  entry.officer = terms.officer;
  entry.on_behalf_of = terms.on_behalf_of;
  entry.justification = terms.justification;
  entry.case_reference = terms.case_reference;
  entry.gallery = gallery;
  return entry;
}

/// Who has no reference any more is forgotten by the log, too.
Result<void> forget(Audit& audit, const std::string& gallery, const std::vector<SubjectId>& subjects,
                    privacy::AuditEntry entry) {
  std::vector<std::string> persons;
  for (const auto subject : subjects) persons.push_back(privacy::person_of(gallery, subject));
  entry.subjects.clear();
  entry.result = "forgotten after a sweep";
  const auto done = audit.forget(persons, entry);
  if (!done && done.error().code != ErrorCode::not_found) return done.error();
  return {};
}

}  // namespace

Result<Time> Gallery::State::trusted_now() const { return privacy::trusted(now(), manifest.trusted, max_skew); }

Result<SweepPlan> Gallery::plan_sweep() {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  const auto now = state_->trusted_now();
  if (!now) return now.error();
  return state_->plan(*now);
}

Result<void> Gallery::trust_clock() {
  const std::lock_guard lock(state_->mutex);
  return state_->write([&](Manifest& next) -> Result<void> {
    next.trusted = state_->now();
    return {};
  });
}

Result<SweepReceipt> Gallery::sweep(const privacy::Digest& token, const SweepTerms& terms, Audit& audit,
                                    const Work& work) {
  if (terms.officer.empty())
    return {ErrorCode::invalid_argument, "sweep: no officer is named; a sweep is made by somebody"};
  const std::lock_guard lock(state_->mutex);
  auto& state = *state_;
  SweepReceipt receipt;
  SweepPlan plan;
  std::vector<std::size_t> erased;  // places in rows
  std::vector<SubjectId> subjects;  // of whom nothing is left
  State::Altered altered;
  std::vector<std::pair<SubjectId, privacy::Happened>> made;  // events
  std::vector<Tested> tested;
  auto entry = entry_of(terms, state.id);
  bool said = false;
  const auto done = state.write([&](Manifest& next) -> Result<void> {
    const auto now = state.trusted_now();
    if (!now) return now.error();
    plan = state.plan(*now);
    if (plan.token != token)
      return {ErrorCode::invalid_argument,
              "sweep: what is due is not what this token stands for any more; plan again, and look at the difference"};
    std::size_t place = 0;  // items and rows go by the same order
    for (const auto& item : plan.items) {
      while (state.rows[place].record.id < item.reference) ++place;
      auto record = state.rows[place].record;
      if (item.action == SweepAction::erase) {
        erased.push_back(place);
        if (tested.size() >= terms.self_test) continue;
        const auto reference = state.stored(state.rows[place]);
        if (!reference) return reference.error();
        const auto bytes = state.vault.open_template(*reference);
        if (!bytes) return bytes.error();
        auto kept = keep_for_test(record, *bytes);
        if (!kept) return kept.error();
        tested.push_back(std::move(*kept));
        continue;
      }
      record.blocked = item.state_after == ReferenceState::blocked;
      record.expires = item.expires_after;
      if (record != state.rows[place].record && (altered.empty() || altered.back().first != place))
        altered.emplace_back(place, record);
      const auto event = item.action == SweepAction::notify                          ? Event::notified
                         : item.action == SweepAction::block && item.held_by.empty() ? Event::blocked
                                                                                     : Event{};
      const auto same = [&](const auto& one) { return one.first == item.subject && one.second.event == event; };
      if (event != Event{} && std::ranges::none_of(made, same)) made.push_back({item.subject, {event, *now}});
    }
    if (auto ok = state.alter(next, altered); !ok) return ok;
    for (const auto& [subject, happened] : made)
      if (const auto id = state.insert(next, subject, happened); !id) return id.error();
    auto gone = state.erase(next, erased, *now);
    if (!gone) return gone.error();
    receipt.tombstones = std::move(gone->tombstones);
    receipt.tombstones_digest = digest_of(receipt.tombstones);
    subjects = std::move(gone->subjects);
    receipt.subjects = subjects.size();
    entry.result = summary(plan, receipt);
    entry.subjects = touched(plan, state.id);
    entry.tombstone = receipt.tombstones_digest;
    const auto written = audit.append(entry);
    if (!written) return written.error();
    said = true;
    receipt.receipt = *written;
    return {};
  });
  if (!done) {
    if (said) {
      entry.result = "sweep failed, nothing was done: " + done.error().message.substr(0, 1024);
      (void)audit.append(entry);
    }
    return done.error();
  }
  state.alter_rows(altered);
  for (const auto& [subject, happened] : made) state.facts[subject].events.push_back(happened);
  state.erase_rows(erased, subjects);
  receipt.items = std::move(plan.items);
  receipt.purged = state.store->purge().has_value();
  if (auto ok = forget(audit, state.id, subjects, entry); !ok) return ok.error();

  for (const auto& one : tested) {
    for (const auto purpose : privacy::purposes) {
      if (!one.record.purposes.contains(purpose)) continue;
      const auto view = state.look({.purpose = purpose}, work);
      if (!view) return view.error();
      const auto twin = find_twin(*view, one.erased, work);
      if (!twin) return twin.error();
      if (*twin == one.record.id)
        return {ErrorCode::corrupt, "sweep: reference " + std::to_string(twin->value) +
                                        " was erased and is found all the same; do not use this gallery"};
      if (*twin && std::ranges::find(receipt.twins, *twin) == receipt.twins.end()) receipt.twins.push_back(*twin);
    }
    ++receipt.searched_for;
  }
  return receipt;
}

}  // namespace limen
