#include "limen/privacy/retention.hpp"

#include <set>
#include <string>

#include <doctest/doctest.h>

using namespace limen;
using namespace std::chrono;
using privacy::Due;
using privacy::Event;

namespace {

Time at(int y, unsigned m, unsigned d, int hour = 0, int minute = 0) {
  return Time{sys_days{year{y} / month{m} / day{d}}} + hours{hour} + minutes{minute};
}

Time end_of(std::string_view name, Time anchor) {
  return privacy::expires_at(privacy::retention_class(name).value(), anchor).value();
}

}  // namespace

TEST_CASE("a period ends with the end of its last day") {
  CHECK(end_of("interpol_notice", at(2019, 6, 17, 8, 30)) == at(2024, 6, 18));
  CHECK(end_of("interpol_notice", at(2024, 2, 29, 10)) == at(2029, 3, 1));
  CHECK(end_of("interpol_notice", at(2019, 6, 17)) == at(2024, 6, 18));
  CHECK(end_of("interpol_notice", at(2019, 6, 17, 23, 59)) == at(2024, 6, 18));
}

TEST_CASE("every class has the period, the anchor and the consequence of its source") {
  const auto anchor = at(2020, 2, 29, 12);
  struct Row {
    const char* name;
    Time end;
    privacy::EventSet anchors;
    Due due;
    Category category;
    const char* source;  // in it
  };
  const privacy::EventSet extended{Event::entered, Event::reviewed};
  const Row rows[] = {
      {"border_check_no_hit", anchor, Event::searched, Due::erasure, Category::traveller, "2016/680"},
      {"eurodac_applicant", at(2030, 3, 1), Event::transmitted, Due::erasure, Category::asylum_applicant, "29(1)"},
      {"eurodac_admitted", at(2025, 3, 1), Event::transmitted, Due::erasure, Category::admitted_person, "18(2)(a)"},
      {"eurodac_not_admitted", at(2023, 3, 1), Event::transmitted, Due::erasure, Category::admitted_person, "18(2)(b)"},
      {"ees_exit_recorded", at(2023, 3, 2), {Event::exit, Event::refusal}, Due::erasure, Category::traveller, "34(1)"},
      {"ees_overstay", at(2025, 3, 1), Event::stay_ended, Due::erasure, Category::traveller, "34(3)"},
      {"sis_arrest", at(2025, 3, 1), extended, Due::review, Category::wanted_person, "2018/1862, art. 53"},
      {"sis_missing_person", at(2025, 3, 1), extended, Due::review, Category::missing_person, "2018/1862, art. 53"},
      {"sis_judicial_procedure", at(2023, 3, 1), extended, Due::review, Category::other_person, "2018/1862, art. 53"},
      {"sis_discreet_check", at(2021, 3, 1), extended, Due::review, Category::suspect, "2018/1862, art. 53"},
      {"interpol_notice", at(2025, 3, 1), extended, Due::review, Category::wanted_person, "art. 49"},
      {"interpol_known_person", at(2025, 3, 1), extended, Due::review, Category::convicted, "INTERPOL"},
      {"interpol_unknown_person", at(2035, 3, 1), extended, Due::review, Category::unidentified_person, "INTERPOL"},
      {"evaluation_data",
       at(2021, 3, 1),
       {Event::captured, Event::reviewed},
       Due::review,
       Category::volunteer,
       "5(1)(e)"},
  };
  CHECK(std::size(rows) == privacy::retention_classes().size());
  for (const auto& row : rows) {
    INFO(row.name);
    const auto rule = privacy::retention_class(row.name).value();
    CHECK(privacy::expires_at(rule, anchor).value() == row.end);
    CHECK(rule.anchors == row.anchors);
    CHECK(rule.due == row.due);
    CHECK(rule.categories == CategorySet(row.category));
    CHECK(rule.source.find(row.source) != std::string::npos);
  }
}

TEST_CASE("names are unique, and each rule names its anchor and its source") {
  std::set<std::string> names;
  for (const auto& rule : privacy::retention_presets()) {
    CHECK(names.insert(rule.name).second);
    CHECK_FALSE(rule.anchors.empty());
    CHECK_FALSE(rule.source.empty());
    CHECK(rule.time_zone == "UTC");
  }
  CHECK(privacy::retention_presets("Europe/Warsaw").front().time_zone == "Europe/Warsaw");
}

TEST_CASE("the day ends where the controller is") {
  for (auto rule : privacy::retention_presets("Europe/Berlin")) {
    if (rule.name != "interpol_notice") continue;
    CHECK(privacy::expires_at(rule, at(2019, 6, 17, 21)).value() == at(2024, 6, 17, 22));
    CHECK(privacy::expires_at(rule, at(2019, 6, 17, 22)).value() == at(2024, 6, 18, 22));  // the 18th in Berlin
    rule.time_zone = "Nowhere/At_all";
    CHECK(privacy::expires_at(rule, at(2019, 6, 17)).error().code == ErrorCode::invalid_argument);
  }
}

TEST_CASE("an unknown class is refused, and the message lists those that are known") {
  for (const auto* name : {"", "forever", "Interpol_notice", "interpol_notice_not_extended"}) {
    const auto found = privacy::retention_class(name);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == ErrorCode::retention_required);
    CHECK(found.error().message.find("eurodac_applicant") != std::string::npos);
  }
}

TEST_CASE("what falls due, categories and events have one spelling each") {
  CHECK(privacy::to_string(Due::blocking) == "blocking");
  for (const auto category : privacy::categories) CHECK(privacy::category_from(to_string(category)) == category);
  for (const auto event : privacy::events) CHECK(privacy::event_from(to_string(event)) == event);
  CHECK_FALSE(privacy::category_from("somebody"));
  CHECK_FALSE(privacy::event_from("none"));
  CHECK_FALSE(CategorySet::from_bits(1));
  CHECK(CategorySet::from_bits(2) == CategorySet(Category::suspect));
  CHECK(to_string(privacy::EventSet{Event::solved, Event::captured}) == "captured,solved");
}
