#include "privacy/retention_check.hpp"

#include <algorithm>
#include <string>
#include <tuple>

namespace limen::privacy {

namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_text = 256;
constexpr int longest_period = 200;  // years

Error wrong(const RetentionRule& rule, const std::string& why) {
  return {ErrorCode::invalid_argument, "retention rule '" + rule.name.substr(0, longest_name) + "': " + why};
}

int days_of(Period period) noexcept { return period.years * 366 + period.months * 31 + period.days; }  // at most

bool possible(Period period) noexcept {
  const auto within = [](int count, int most) { return count >= 0 && count <= most; };
  return within(period.years, longest_period) && within(period.months, 12 * longest_period) &&
         within(period.days, 366 * longest_period);
}

Result<void> check(const RetentionRule& rule) {
  if (rule.name.empty() || rule.name.size() > longest_name) return wrong(rule, "its name has 1 to 64 bytes");
  if (rule.retention_class.size() > longest_name || rule.legal_basis.size() > longest_text)
    return wrong(rule, "a class has at most 64 bytes, a legal basis at most 256");
  if (rule.anchors.empty()) return wrong(rule, "no event starts its clock; name at least one anchor");
  if (!possible(rule.period) || !possible(rule.lead))
    return wrong(rule, "a period or lead is negative or longer than 200 years");
  if (rule.period.zero() && rule.anchors != EventSet(Event::searched))
    return wrong(rule,
                 "its period is 0, so nothing could be kept under it; only data of a search that ended "
                 "(anchor: searched) are kept no time at all");
  if (!rule.lead.zero() && days_of(rule.lead) >= days_of(rule.period))
    return wrong(rule, "notice would be given " + to_string(rule.lead) + " before the end of " +
                           to_string(rule.period) + ", before its clock starts");
  if (rule.anchors.intersects(rule.ended_by)) return wrong(rule, "an event starts its clock and ends it too");
  if (rule.void_by.intersects(rule.ended_by) || rule.void_by.intersects(rule.anchors))
    return wrong(rule, "an event voids it that starts or ends its clock too");
  if (rule.overriding && rule.due != Due::erasure)
    return wrong(rule, "only erasure can be overriding: it says that data are kept longer than another rule erases");
  if (to_string(rule.due) == "none") return wrong(rule, "what falls due is none of erasure, review, blocking, notice");
  return {};
}

/// The same case, asked the same question.
bool same_case(const RetentionRule& a, const RetentionRule& b) {
  const auto what = [](const RetentionRule& r) {
    return std::tuple(r.retention_class, r.categories.bits(), r.legal_basis, r.purposes.bits(), r.anchors.bits(),
                      r.void_by.bits(), r.due, r.overriding);
  };
  return what(a) == what(b);
}

Result<void> check_pairs(std::span<const RetentionRule> rules) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto& rule = rules[i];
    if (!rule.retention_class.empty() &&
        std::ranges::find(rules, rule.retention_class, &RetentionRule::name) == rules.end())
      return wrong(rule, "no rule makes the class '" + rule.retention_class + "' it is for");
    for (const auto& before : rules.first(i)) {
      if (before.name == rule.name) return wrong(rule, "two rules have this name");
      if (same_case(before, rule) && before.due != Due::notice)
        return wrong(rule, "it contradicts '" + before.name + "': the same case, " + to_string(before.period) +
                               " there and " + to_string(rule.period) + " here; take one out");
    }
  }
  return {};
}

/// Follows from rule to rule what the engine's own events start; back at the first means for ever.
Result<void> check_cycles(std::span<const RetentionRule> rules) {
  std::vector<std::size_t> path;
  const auto walk = [&](const auto& self, std::size_t from) -> Result<void> {
    if (const auto again = std::ranges::find(path, from); again != path.end()) {
      std::string names;
      for (auto one = again; one != path.end(); ++one) names += "'" + rules[*one].name + "' → ";
      return wrong(rules[from],
                   "rules start one another for ever: " + names + "'" + rules[from].name + "'; let one of them erase");
    }
    path.push_back(from);
    for (std::size_t to = 0; to < rules.size(); ++to)
      if (made_by(rules[from].due).intersects(rules[to].anchors))
        if (auto ok = self(self, to); !ok) return ok;
    path.pop_back();
    return {};
  };
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (auto ok = walk(walk, i); !ok) return ok;
  return {};
}

}  // namespace

EventSet made_by(Due due) noexcept {
  switch (due) {
    case Due::blocking: return Event::blocked;
    case Due::notice: return Event::notified;
    default: return {};
  }
}

Result<void> check(std::span<const RetentionRule> rules) {
  if (rules.empty()) return {ErrorCode::invalid_argument, "retention policy: it has no rule"};
  for (const auto& rule : rules)
    if (auto ok = check(rule); !ok) return ok;
  if (auto ok = check_pairs(rules); !ok) return ok;
  return check_cycles(rules);
}

}  // namespace limen::privacy
