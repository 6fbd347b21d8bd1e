#include "limen/privacy/calendar.hpp"

#include <cstdlib>

#include <doctest/doctest.h>

using namespace limen;
using namespace std::chrono;
using privacy::TimeZone;

namespace {

constexpr local_days date(int y, unsigned m, unsigned d) {
  return local_days{year{y} / month{m} / std::chrono::day{d}};
}
constexpr Time utc(int y, unsigned m, unsigned d, int hour = 0, int minute = 0) {
  return Time{sys_days{year{y} / month{m} / std::chrono::day{d}}} + hours{hour} + minutes{minute};
}

}  // namespace

TEST_CASE("a month without that day ends on its last day") {
  using privacy::add;
  CHECK(add(date(2024, 2, 29), {.years = 5}) == date(2029, 2, 28));
  CHECK(add(date(2024, 2, 29), {.years = 4}) == date(2028, 2, 29));
  CHECK(add(date(2023, 1, 31), {.months = 1}) == date(2023, 2, 28));
  CHECK(add(date(2024, 1, 31), {.months = 1}) == date(2024, 2, 29));
  CHECK(add(date(2023, 8, 31), {.months = 6}) == date(2024, 2, 29));
  CHECK(add(date(2023, 12, 31), {.months = 2, .days = 1}) == date(2024, 3, 1));
  CHECK(add(date(2100, 2, 28), {.days = 1}) == date(2100, 3, 1));  // 2100 is no leap year
  CHECK(add(date(1969, 12, 31), {.months = 2}) == date(1970, 2, 28));
  CHECK(privacy::subtract(date(2024, 8, 31), {.months = 6}) == date(2024, 2, 29));
  CHECK(privacy::subtract(date(2024, 3, 1), {.days = 1}) == date(2024, 2, 29));
}

TEST_CASE("periods are said in words") {
  CHECK(to_string(privacy::Period{.years = 5}) == "5 years");
  CHECK(to_string(privacy::Period{.years = 1, .months = 6, .days = 1}) == "1 year 6 months 1 day");
  CHECK(to_string(privacy::Period{}) == "0 days");
}

TEST_CASE("a day begins where the controller is") {
  const auto berlin = TimeZone::named("Europe/Berlin").value();
  CHECK(berlin.name() == "Europe/Berlin");
  CHECK(berlin.day_of(utc(2024, 6, 17, 21, 59)) == date(2024, 6, 17));
  CHECK(berlin.day_of(utc(2024, 6, 17, 22, 0)) == date(2024, 6, 18));  // summer time: UTC + 2
  CHECK(berlin.day_of(utc(2024, 12, 17, 22, 59)) == date(2024, 12, 17));
  CHECK(berlin.day_of(utc(2024, 12, 17, 23, 0)) == date(2024, 12, 18));  // UTC + 1
  CHECK(berlin.start_of(date(2024, 6, 18)) == utc(2024, 6, 17, 22));
  CHECK(berlin.start_of(date(2024, 12, 18)) == utc(2024, 12, 17, 23));
  CHECK(berlin.start_of(date(2024, 3, 31)) == utc(2024, 3, 30, 23));  // clocks change on this day, after it began
  CHECK(berlin.start_of(date(2024, 4, 1)) == utc(2024, 3, 31, 22));
  const auto kolkata = TimeZone::named("Asia/Kolkata").value();  // UTC + 5:30
  CHECK(kolkata.start_of(date(2024, 2, 29)) == utc(2024, 2, 28, 18, 30));
  const TimeZone plain;
  CHECK(plain.name() == "UTC");
  CHECK(plain.start_of(date(2024, 2, 29)) == utc(2024, 2, 29));
}

TEST_CASE("a midnight that is skipped, or comes twice, and a day that never was") {
  const auto beirut = TimeZone::named("Asia/Beirut").value();  // 00:00 becomes 01:00 in spring
  CHECK(beirut.start_of(date(2022, 3, 27)) == utc(2022, 3, 26, 22));
  CHECK(beirut.day_of(utc(2022, 3, 26, 22)) == date(2022, 3, 27));
  CHECK(beirut.day_of(utc(2022, 3, 26, 21, 59)) == date(2022, 3, 26));
  const auto havana = TimeZone::named("America/Havana").value();  // 01:00 becomes 00:00 in autumn
  CHECK(havana.start_of(date(2023, 11, 5)) == utc(2023, 11, 5, 4));
  CHECK(havana.day_of(utc(2023, 11, 5, 5)) == date(2023, 11, 5));  // the second midnight
  const auto apia = TimeZone::named("Pacific/Apia").value();       // went without 30 December 2011
  CHECK(apia.start_of(date(2011, 12, 30)) == apia.start_of(date(2011, 12, 31)));
}

TEST_CASE("every day of a century begins once, and the moment before it belongs to the day before") {
  for (const auto* name :
       {"Europe/Berlin", "America/Sao_Paulo", "Asia/Tehran", "Australia/Lord_Howe", "Pacific/Apia"}) {
    const auto zone = TimeZone::named(name).value();
    auto before = zone.start_of(date(1950, 1, 1));
    for (auto d = date(1950, 1, 2); d < date(2050, 1, 1); d += days{1}) {
      const auto start = zone.start_of(d);
      if (start == before && d == date(2011, 12, 31)) continue;  // Samoa
      INFO(std::string(name) << " " << limen::to_string(start));
      REQUIRE(start > before);
      REQUIRE(start - before <= hours{49});
      if (d != date(2011, 12, 30)) REQUIRE(zone.day_of(start) == d);
      REQUIRE(zone.day_of(start - seconds{1}) < d);
      before = start;
    }
  }
}

TEST_CASE("the time zone of the process changes nothing") {
  const auto* was = std::getenv("TZ");
  const std::string kept = was != nullptr ? was : "";
  for (const auto* tz : {"Pacific/Kiritimati", "America/Anchorage", "UTC"}) {
    setenv("TZ", tz, 1);
    tzset();
    CHECK(TimeZone::named("Europe/Berlin").value().start_of(date(2024, 6, 18)) == utc(2024, 6, 17, 22));
    CHECK(TimeZone().day_of(utc(2024, 6, 17, 23, 59)) == date(2024, 6, 17));
  }
  was != nullptr ? setenv("TZ", kept.c_str(), 1) : unsetenv("TZ");
  tzset();
}

TEST_CASE("an unknown time zone is refused") {
  for (const auto* name : {"", "Europe/Atlantis", "berlin", "Etc/Unknown"}) {
    const auto zone = TimeZone::named(name);
    INFO(std::string(name));
    REQUIRE_FALSE(zone);
    CHECK(zone.error().code == ErrorCode::invalid_argument);
    CHECK(zone.error().message.find("IANA") != std::string::npos);
  }
}
