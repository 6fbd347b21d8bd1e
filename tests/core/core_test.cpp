#include <doctest/doctest.h>

#include "limen/core/clock.hpp"

TEST_CASE("a time is printed as ISO 8601 UTC") {
  using namespace std::chrono;
  CHECK(limen::to_string(sys_days{year{2019} / June / 17} + hours{8} + minutes{30}) == "2019-06-17T08:30:00Z");
}
