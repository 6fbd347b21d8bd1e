#include "limen/privacy/retention.hpp"

#include <set>
#include <string>

#include <doctest/doctest.h>

using namespace limen;
using namespace std::chrono;

namespace {

Time at(int y, unsigned m, unsigned d, int hour = 0, int minute = 0) {
  return Time{sys_days{year{y} / month{m} / day{d}}} + hours{hour} + minutes{minute};
}

Time end_of(std::string_view name, Time anchor) {
  return privacy::expires_at(privacy::retention_class(name).value(), anchor);
}

}  // namespace

TEST_CASE("a month without that day ends on its last day") {
  using privacy::add;
  CHECK(add(at(2024, 2, 29, 10), {.years = 5}) == at(2029, 2, 28, 10));
  CHECK(add(at(2024, 2, 29), {.years = 4}) == at(2028, 2, 29));
  CHECK(add(at(2023, 1, 31), {.months = 1}) == at(2023, 2, 28));
  CHECK(add(at(2024, 1, 31), {.months = 1}) == at(2024, 2, 29));
  CHECK(add(at(2023, 8, 31), {.months = 6}) == at(2024, 2, 29));
  CHECK(add(at(2023, 12, 31), {.months = 2, .days = 1}) == at(2024, 3, 1));
  CHECK(add(at(2100, 2, 28), {.days = 1}) == at(2100, 3, 1));  // 2100 is no leap year
  CHECK(add(at(1969, 12, 31, 23, 59), {.months = 2}) == at(1970, 2, 28, 23, 59));
}

TEST_CASE("a period ends with the end of its last day") {
  CHECK(end_of("interpol_notice", at(2019, 6, 17, 8, 30)) == at(2024, 6, 18));
  CHECK(end_of("interpol_notice", at(2024, 2, 29, 10)) == at(2029, 3, 1));
  CHECK(end_of("interpol_notice", at(2019, 6, 17)) == at(2024, 6, 18));
  CHECK(end_of("interpol_notice", at(2019, 6, 17, 23, 59)) == at(2024, 6, 18));
}

TEST_CASE("every class has the period of its source") {
  const auto anchor = at(2020, 2, 29, 12);
  CHECK(end_of("border_check_no_hit", anchor) == anchor);  // nothing is kept
  CHECK(end_of("eurodac_applicant", anchor) == at(2030, 3, 1));
  CHECK(end_of("eurodac_admitted", anchor) == at(2025, 3, 1));
  CHECK(end_of("eurodac_not_admitted", anchor) == at(2023, 3, 1));
  CHECK(end_of("ees_exit_recorded", anchor) == at(2023, 3, 2));
  CHECK(end_of("ees_overstay", anchor) == at(2025, 3, 1));
  CHECK(end_of("sis_missing_person", anchor) == at(2025, 3, 1));
  CHECK(end_of("interpol_notice", anchor) == at(2025, 3, 1));
  CHECK(end_of("interpol_unknown_person", anchor) == at(2035, 3, 1));
  CHECK(end_of("evaluation_data", anchor) == at(2021, 3, 1));
}

TEST_CASE("names are unique, and each row names its anchor and its source") {
  std::set<std::string_view> names;
  for (const auto& row : privacy::retention_classes()) {
    CHECK(names.insert(row.name).second);
    CHECK_FALSE(row.anchor.empty());
    CHECK_FALSE(row.source.empty());
  }
  CHECK(names.size() == 10);
}

TEST_CASE("an unknown class is refused, and the message lists those that are known") {
  for (const auto* name : {"", "forever", "Interpol_notice"}) {
    const auto found = privacy::retention_class(name);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == ErrorCode::retention_required);
    CHECK(found.error().message.find("eurodac_applicant") != std::string::npos);
  }
}
