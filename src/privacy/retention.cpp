#include "limen/privacy/retention.hpp"

#include <array>
#include <string>

namespace limen::privacy {

namespace {

constexpr std::array<RetentionClass, 10> table{{
    {"border_check_no_hit",
     {},
     Due::erasure,
     "end of the search",
     "Directive (EU) 2016/680, art. 4(1)(e): not needed any more, not kept"},
    {"eurodac_applicant",
     {.years = 10},
     Due::erasure,
     "biometric data transmitted",
     "Regulation (EU) 2024/1358, art. 29(1)"},
    {"eurodac_admitted",
     {.years = 5},
     Due::erasure,
     "biometric data transmitted",
     "Regulation (EU) 2024/1358, art. 29(3), persons of art. 18(2)(a)"},
    {"eurodac_not_admitted",
     {.years = 3},
     Due::erasure,
     "biometric data transmitted",
     "Regulation (EU) 2024/1358, art. 29(4), persons of art. 18(2)(b) and (c)"},
    {"ees_exit_recorded",
     {.years = 3, .days = 1},
     Due::erasure,
     "last exit or refusal of entry",
     "Regulation (EU) 2017/2226, art. 34(2)"},
    {"ees_overstay",
     {.years = 5},
     Due::erasure,
     "expiry of the authorised stay",
     "Regulation (EU) 2017/2226, art. 34(3)"},
    {"sis_missing_person", {.years = 5}, Due::review, "alert entered", "Regulation (EU) 2018/1862, art. 53"},
    {"interpol_notice",
     {.years = 5},
     Due::review,
     "data recorded",
     "INTERPOL Rules on the Processing of Data, art. 49 to 51"},
    {"interpol_unknown_person",
     {.years = 15},
     Due::review,
     "data recorded",
     "INTERPOL retention terms for scene marks and unidentified bodies"},
    {"evaluation_data",
     {.years = 1},
     Due::review,
     "data collected",
     "Regulation (EU) 2016/679, art. 5(1)(e): the period that the consent or the study's protocol names, at most this"},
}};

}  // namespace

std::string_view to_string(Due due) noexcept { return due == Due::review ? "review" : "erasure"; }

std::span<const RetentionClass> retention_classes() noexcept { return table; }

Result<RetentionClass> retention_class(std::string_view name) {
  std::string known;
  for (const auto& row : table) {
    if (row.name == name) return row;
    if (!known.empty()) known += ", ";
    known += row.name;
  }
  std::string found = "none was given";
  if (!name.empty()) found.assign("'").append(name.substr(0, 64)).append("' is none");
  return {ErrorCode::retention_required, "retention class: " + found + "; one of " + known};
}

Time add(Time time, Period period) noexcept {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  auto date = year_month_day{day} + years{period.years} + months{period.months};
  if (!date.ok()) date = date.year() / date.month() / last;
  return Time{sys_days{date} + days{period.days}} + (time - day);
}

Time expires_at(const RetentionClass& retention, Time anchor) noexcept {
  using namespace std::chrono;
  if (retention.period.zero()) return anchor;
  return Time{floor<days>(add(anchor, retention.period)) + days{1}};
}

}  // namespace limen::privacy
