// The one list of shipped rules. Sources were read as far as docs/privacy.md says; verify with counsel.
#include <array>

#include "limen/privacy/retention.hpp"

namespace limen::privacy {

namespace {

/// A rule of the table, without what all have in common.
struct Row {
  std::string_view name;
  std::string_view retention_class;  // empty: the rule applies whatever the class
  CategorySet categories;
  EventSet anchors;
  Period period;
  Due due;
  std::string_view source;
  Period lead{};
  EventSet ended_by{};
  EventSet void_by{};
};

using C = Category;
using E = Event;

constexpr EventSet no_longer_foreign{E::naturalised};
constexpr EventSet served{E::surrendered, E::solved};
constexpr EventSet extended{E::entered, E::reviewed};
constexpr Period half_a_year{.months = 6};


constexpr std::array table = std::to_array<Row>({
    {"border_check_no_hit", "border_check_no_hit", C::traveller, E::searched, {}, Due::erasure,
     "Directive (EU) 2016/680, art. 4(1)(e): not needed any more, not kept"},

    {"eurodac_applicant", "eurodac_applicant", C::asylum_applicant, E::transmitted, {.years = 10}, Due::erasure,
     "Regulation (EU) 2024/1358, art. 29(1)", {}, no_longer_foreign},
    {"eurodac_admitted", "eurodac_admitted", C::admitted_person, E::transmitted, {.years = 5}, Due::erasure,
     "Regulation (EU) 2024/1358, art. 29(3), persons of art. 18(2)(a)", {}, no_longer_foreign},
    {"eurodac_not_admitted", "eurodac_not_admitted", C::admitted_person, E::transmitted, {.years = 3}, Due::erasure,
     "Regulation (EU) 2024/1358, art. 29(4), persons of art. 18(2)(b) and (c)", {}, no_longer_foreign},
    {"eurodac_mark", "", {C::asylum_applicant, C::admitted_person, C::irregular_entrant, C::irregular_resident},
     {E::protection_granted, E::protection_withdrawn}, {.days = 2}, Due::notice,
     "Regulation (EU) 2024/1358, art. 31: the other states are told within 72 hours"},

    {"ees_exit_recorded", "ees_exit_recorded", C::traveller, {E::exit, E::refusal}, {.years = 3, .days = 1},
     Due::erasure, "Regulation (EU) 2017/2226, art. 34(1) and (2)", {}, no_longer_foreign},
    {"ees_overstay", "ees_overstay", C::traveller, E::stay_ended, {.years = 5}, Due::erasure,
     "Regulation (EU) 2017/2226, art. 34(3)", {}, no_longer_foreign, E::exit},
    {"ees_overstay_exit", "ees_overstay", C::traveller, E::exit, {.years = 3, .days = 1}, Due::erasure,
     "Regulation (EU) 2017/2226, art. 34(1): the exit was recorded after all", {}, no_longer_foreign},

    {"sis_arrest", "sis_arrest", C::wanted_person, extended, {.years = 5}, Due::review,
     "Regulation (EU) 2018/1862, art. 53", {.months = 4}},
    {"sis_arrest_not_extended", "sis_arrest", {}, extended, {.years = 5}, Due::erasure,
     "Regulation (EU) 2018/1862, art. 53 and 55", {}, served},
    {"sis_missing_person", "sis_missing_person", C::missing_person, extended, {.years = 5}, Due::review,
     "Regulation (EU) 2018/1862, art. 53", {.months = 4}},
    {"sis_missing_person_not_extended", "sis_missing_person", {}, extended, {.years = 5}, Due::erasure,
     "Regulation (EU) 2018/1862, art. 53 and 55", {}, served},
    {"sis_judicial_procedure", "sis_judicial_procedure", C::other_person, extended, {.years = 3}, Due::review,
     "Regulation (EU) 2018/1862, art. 53", {.months = 4}},
    {"sis_judicial_procedure_not_extended", "sis_judicial_procedure", {}, extended, {.years = 3}, Due::erasure,
     "Regulation (EU) 2018/1862, art. 53 and 55", {}, served},
    {"sis_discreet_check", "sis_discreet_check", C::suspect, extended, {.years = 1}, Due::review,
     "Regulation (EU) 2018/1862, art. 53", {.months = 4}},
    {"sis_discreet_check_not_extended", "sis_discreet_check", {}, extended, {.years = 1}, Due::erasure,
     "Regulation (EU) 2018/1862, art. 53 and 55", {}, served},

    {"interpol_notice", "interpol_notice", C::wanted_person, extended, {.years = 5}, Due::review,
     "INTERPOL Rules on the Processing of Data, art. 49 to 51", half_a_year},
    {"interpol_notice_not_extended", "interpol_notice", {}, extended, {.years = 5}, Due::erasure,
     "INTERPOL Rules on the Processing of Data, art. 51", {}, served},
    {"interpol_known_person", "interpol_known_person", C::convicted, extended, {.years = 5}, Due::review,
     "INTERPOL retention terms for fingerprints of known persons", half_a_year},
    {"interpol_known_person_not_extended", "interpol_known_person", {}, extended, {.years = 5}, Due::erasure,
     "INTERPOL Rules on the Processing of Data, art. 51", {}, served},
    {"interpol_unknown_person", "interpol_unknown_person", C::unidentified_person, extended, {.years = 15}, Due::review,
     "INTERPOL retention terms for scene marks and unidentified bodies", half_a_year},
    {"interpol_unknown_person_not_extended", "interpol_unknown_person", {}, extended, {.years = 15}, Due::erasure,
     "INTERPOL Rules on the Processing of Data, art. 51", {}, served},

    {"evaluation_data", "evaluation_data", C::volunteer, {E::captured, E::reviewed}, {.years = 1}, Due::review,
     "Regulation (EU) 2016/679, art. 5(1)(e): the period that the consent or the study's protocol names, at most this"},
});

}  // namespace

std::vector<RetentionRule> retention_presets(std::string_view time_zone) {
  std::vector<RetentionRule> rules;
  for (const auto& row : table)
    rules.push_back({.name = std::string(row.name),
                     .retention_class = std::string(row.retention_class),
                     .categories = row.categories,
                     .anchors = row.anchors,
                     .period = row.period,
                     .ended_by = row.ended_by,
                     .void_by = row.void_by,
                     .time_zone = std::string(time_zone),
                     .due = row.due,
                     .lead = row.lead,
                     .source = std::string(row.source)});
  return rules;
}

}  // namespace limen::privacy
