#include "limen/privacy/retention_policy.hpp"

#include <algorithm>
#include <string>

#include "privacy/retention_check.hpp"

namespace limen::privacy {

namespace {

bool contains(EventSet set, Event event) noexcept { return set.contains(event); }

/// The latest of these events from `since` on; never, if there is none.
Time latest(EventSet of, std::span<const Happened> events, Time since = Time::min()) noexcept {
  auto found = never;
  for (const auto& one : events)
    if (one.at >= since && contains(of, one.event) && (found == never || one.at > found)) found = one.at;
  return found;
}

void keep_earlier(Deadline& kept, Time at, std::size_t rule) noexcept {
  if (at < kept.at) kept = {at, rule};
}

}  // namespace

RetentionPolicy::RetentionPolicy() : RetentionPolicy(make(retention_presets()).value()) {}

Result<RetentionPolicy> RetentionPolicy::make(std::vector<RetentionRule> rules) {
  if (auto ok = check(rules); !ok) return ok.error();
  RetentionPolicy policy{Empty{}};
  for (const auto& rule : rules) {
    auto zone = std::ranges::find(policy.zones_, rule.time_zone, &TimeZone::name);
    if (zone == policy.zones_.end()) {
      auto named = TimeZone::named(rule.time_zone);
      if (!named) return {named.error().code, "retention rule '" + rule.name + "': " + named.error().message};
      zone = policy.zones_.insert(zone, std::move(*named));
    }
    policy.zone_of_.push_back(static_cast<std::size_t>(zone - policy.zones_.begin()));
  }
  policy.rules_ = std::move(rules);
  return policy;
}

Result<RetentionRule> RetentionPolicy::retention_class(std::string_view name) const {
  std::string known;
  for (const auto& rule : rules_) {
    if (rule.name != rule.retention_class) continue;
    if (rule.name == name) return rule;
    known += (known.empty() ? "" : ", ") + rule.name;
  }
  std::string found = "none was given";
  if (!name.empty()) found.assign("'").append(name.substr(0, 64)).append("' is none");
  return {ErrorCode::retention_required, "retention class: " + found + "; one of " + known};
}

bool RetentionPolicy::applies(std::size_t number, const RetentionFacts& facts) const noexcept {
  const auto& rule = rules_[number];
  return (rule.retention_class.empty() || rule.retention_class == facts.retention_class) &&
         (rule.categories.empty() || rule.categories.contains(facts.category)) &&
         (rule.legal_basis.empty() || rule.legal_basis == facts.legal_basis) &&
         (rule.purposes.empty() || rule.purposes.intersects(facts.purposes));
}

Time RetentionPolicy::started(const RetentionRule& rule, const RetentionFacts& facts, EventSet own) const noexcept {
  auto start = latest(rule.anchors, facts.events);
  const auto also = [&](Time at) { start = start == never ? at : std::max(start, at); };
  if (rule.anchors.intersects(own)) also(facts.anchor);
  if (rule.anchors.contains(Event::entered) && !own.contains(Event::entered) && facts.entered != never)
    also(facts.entered);
  return start;
}

RetentionOutcome RetentionPolicy::outcome(const RetentionFacts& of) const noexcept {
  auto facts = of;
  EventSet own;
  for (const auto& rule : rules_) {
    if (rule.name != facts.retention_class || rule.name != rule.retention_class) continue;
    own = rule.anchors;
    if (facts.legal_basis.empty()) facts.legal_basis = rule.legal_basis;
  }
  RetentionOutcome outcome;
  Deadline kept_longer;  // the longest overriding erasure
  const auto notified = latest(Event::notified, facts.events);
  const auto notice = [&](Time at, std::size_t rule) {
    if (notified == never || notified < at) keep_earlier(outcome.notice, at, rule);
  };
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (!applies(i, facts)) continue;
    const auto& rule = rules_[i];
    const auto start = started(rule, facts, own);
    if (start == never || latest(rule.void_by, facts.events, start) != never) continue;
    const auto& zone = zones_[zone_of_[i]];
    const auto last_day = add(zone.day_of(start), rule.period);
    auto at = rule.period.zero() ? start : zone.start_of(last_day + std::chrono::days{1});
    if (const auto end = latest(rule.ended_by, facts.events, start); end != never) at = std::min(at, end);
    switch (rule.due) {
      case Due::erasure:
        keep_earlier(outcome.erasure, at, i);
        if (rule.overriding && (kept_longer.at == never || at > kept_longer.at)) kept_longer = {at, i};
        break;
      case Due::review: keep_earlier(outcome.review, at, i); break;
      case Due::blocking: keep_earlier(outcome.blocking, at, i); break;
      case Due::notice: notice(at, i); break;
    }
    if (!rule.lead.zero()) notice(zone.start_of(subtract(last_day, rule.lead)), i);
  }
  if (kept_longer.at != never && kept_longer.at > outcome.erasure.at) outcome.erasure = kept_longer;
  return outcome;
}

}  // namespace limen::privacy
