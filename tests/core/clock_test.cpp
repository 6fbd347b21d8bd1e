#include "limen/core/clock.hpp"

#include <doctest/doctest.h>

using namespace std::chrono;

TEST_CASE("a time is printed as ISO 8601 UTC") {
  CHECK(limen::to_string(sys_days{year{2019} / June / 17} + hours{8} + minutes{30}) == "2019-06-17T08:30:00Z");
  CHECK(limen::to_string(sys_days{year{2024} / February / 29} + seconds{86399}) == "2024-02-29T23:59:59Z");
  CHECK(limen::to_string(limen::Time{}) == "1970-01-01T00:00:00Z");
  CHECK(limen::to_string(limen::Time{seconds{-1}}) == "1969-12-31T23:59:59Z");
}

TEST_CASE("a fixed clock stands still until it is set") {
  limen::FixedClock clock(limen::Time{seconds{5}});
  CHECK(clock.now() == limen::Time{seconds{5}});
  clock.set(limen::Time{seconds{3}});
  CHECK(clock.now() == limen::Time{seconds{3}});
}

TEST_CASE("the system clock is later than this test was written") {
  CHECK(limen::SystemClock{}.now() > sys_days{year{2024} / January / 1});
}
