// How long a reference may be kept: one table of classes, each with its legal source, and calendar arithmetic.
#pragma once

#include <span>
#include <string_view>

#include "limen/core/clock.hpp"
#include "limen/core/result.hpp"

namespace limen::privacy {

/// A calendar period: years and months first, then days.
struct Period {
  int years = 0;
  int months = 0;
  int days = 0;
  constexpr bool zero() const noexcept { return years == 0 && months == 0 && days == 0; }
  friend constexpr bool operator==(const Period&, const Period&) = default;
};

/// What falls due when the period ends. In both cases the reference is outside every view from that moment on.
enum class Due {
  erasure,  ///< it has to be erased
  review,   ///< it has to be erased unless somebody has examined it and extended it before
};
std::string_view to_string(Due due) noexcept;

/// One row of the table. All views point to constants.
struct RetentionClass {
  std::string_view name;  ///< stored with each reference: never rename
  Period period;          ///< zero: may not be kept at all
  Due due = Due::erasure;
  std::string_view anchor;  ///< the event from which the period runs
  std::string_view source;  ///< the legal source; whoever relies on it verifies it with counsel
};

/// The one list of classes.
std::span<const RetentionClass> retention_classes() noexcept;
/// The row of that name. Error: retention_required (empty or unknown name; the message lists the known ones).
Result<RetentionClass> retention_class(std::string_view name);

/// The same day of the later month, or that month's last day where it has no such day (Regulation 1182/71, art.
/// 3(2)(c)), then the days; the time of day is kept. UTC.
Time add(Time time, Period period) noexcept;
/// The first moment at which the reference is no longer there to be searched: the end (UTC) of the period's last day;
/// the anchor itself for a zero period. A reference is alive while `at < expires_at`.
Time expires_at(const RetentionClass& retention, Time anchor) noexcept;

}  // namespace limen::privacy
