#include "limen/privacy/calendar.hpp"

namespace limen::privacy {

using namespace std::chrono;

std::string to_string(Period period) {
  std::string text;
  const auto say = [&](int count, const char* unit) {
    if (count == 0) return;
    text.append(text.empty() ? "" : " ").append(std::to_string(count)).append(" ").append(unit);
    if (count != 1) text += 's';
  };
  say(period.years, "year");
  say(period.months, "month");
  say(period.days, "day");
  return text.empty() ? "0 days" : text;
}

local_days add(local_days day, Period period) noexcept {
  auto date = year_month_day{day} + years{period.years} + months{period.months};
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return local_days{date} + days{period.days};
}

local_days subtract(local_days day, Period period) noexcept {
  return add(day, {-period.years, -period.months, -period.days});
}

}  // namespace limen::privacy
