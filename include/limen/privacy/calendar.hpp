// Calendar arithmetic: periods of years, months and days, counted in the time zone of who keeps the data.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

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

/// "5 years 6 months"; "0 days" if it is zero.
std::string to_string(Period period);

/// The same day of the later month, or that month's last day where it has no such day (Regulation 1182/71, art.
/// 3(2)(c)), then the days.
std::chrono::local_days add(std::chrono::local_days day, Period period) noexcept;
/// The same backwards: years and months first, then days.
std::chrono::local_days subtract(std::chrono::local_days day, Period period) noexcept;

/// Where a day begins and ends: the offsets of one time zone from 1900 to 2200, whatever TZ the process has. Leap
/// seconds are ignored. A value; `const` use is safe from several threads.
class TimeZone {
 public:
  TimeZone() = default;  ///< UTC
  /// By its IANA name ("Europe/Berlin"). Error: invalid_argument.
  static Result<TimeZone> named(std::string_view name);

  const std::string& name() const noexcept { return name_; }
  std::chrono::local_days day_of(Time time) const noexcept;
  /// The first moment of the day, also where clocks skip midnight or show it twice.
  Time start_of(std::chrono::local_days day) const noexcept;

 private:
  struct Change {
    Time from;
    std::chrono::seconds offset;  ///< of local time from UTC, from then on
  };
  std::size_t at(Time time) const noexcept;

  std::string name_ = "UTC";
  std::vector<Change> changes_;  ///< ascending; none: UTC
};

}  // namespace limen::privacy
