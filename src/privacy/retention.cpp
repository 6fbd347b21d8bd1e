#include "limen/privacy/retention.hpp"

#include "limen/privacy/retention_policy.hpp"

namespace limen::privacy {

std::string_view to_string(Due due) noexcept {
  switch (due) {
    case Due::erasure: return "erasure";
    case Due::review: return "review";
    case Due::blocking: return "blocking";
    case Due::notice: return "notice";
  }
  return "none";
}

std::vector<RetentionRule> retention_classes() {
  auto rules = retention_presets();
  std::erase_if(rules, [](const RetentionRule& rule) { return rule.name != rule.retention_class; });
  return rules;
}

Result<RetentionRule> retention_class(std::string_view name) { return RetentionPolicy().retention_class(name); }

Result<Time> expires_at(const RetentionRule& rule, Time anchor) {
  if (rule.period.zero()) return anchor;
  const auto zone = TimeZone::named(rule.time_zone);
  if (!zone) return zone.error();
  return zone->start_of(add(zone->day_of(anchor), rule.period) + std::chrono::days{1});
}

}  // namespace limen::privacy
