#include "limen/privacy/retention_policy.hpp"

#include <string>

#include <doctest/doctest.h>

#include "limen/privacy/hold.hpp"
#include "limen/privacy/trusted_time.hpp"
#include "limen/privacy/visibility.hpp"

using namespace limen;
using namespace std::chrono;
using privacy::Due;
using privacy::Event;
using privacy::Happened;
using privacy::never;
using privacy::ReferenceState;
using privacy::RetentionFacts;
using privacy::RetentionPolicy;
using privacy::RetentionRule;

namespace {

Time at(int y, unsigned m, unsigned d, int hour = 0) {
  return Time{sys_days{year{y} / month{m} / day{d}}} + hours{hour};
}

/// A class "kept" of five years from the recording, and what the test adds.
std::vector<RetentionRule> with(std::vector<RetentionRule> more) {
  std::vector<RetentionRule> rules{
      {.name = "kept", .retention_class = "kept", .anchors = Event::entered, .period = {.years = 5}}};
  rules.insert(rules.end(), more.begin(), more.end());
  return rules;
}

RetentionPolicy policy(std::vector<RetentionRule> more = {}) {
  return RetentionPolicy::make(with(std::move(more))).value();
}

const RetentionFacts facts{.retention_class = "kept",
                           .category = Category::suspect,
                           .legal_basis = "act 7",
                           .purposes = Purpose::law_enforcement,
                           .anchor = at(2020, 6, 17, 9)};

RetentionFacts after(std::span<const Happened> events, RetentionFacts of = facts) {
  of.events = events;
  return of;
}

std::string refusal(std::vector<RetentionRule> more) {
  const auto made = RetentionPolicy::make(with(std::move(more)));
  if (made) return "";
  CHECK(made.error().code == ErrorCode::invalid_argument);
  return made.error().message;
}

bool says(const std::string& message, std::string_view part) { return message.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a rule applies by category, legal basis, purpose and class; what is empty leaves none out") {
  const RetentionRule shorter{.name = "shorter", .anchors = Event::entered, .period = {.years = 1}};
  const auto ends = [&](auto&& change, RetentionFacts of = facts) {
    auto rule = shorter;
    change(rule);
    return policy({rule}).outcome(of).ends();
  };
  const auto five = at(2025, 6, 18), one = at(2021, 6, 18);
  CHECK(ends([](auto&) {}) == one);
  CHECK(ends([](auto& r) { r.categories = {Category::suspect, Category::victim}; }) == one);
  CHECK(ends([](auto& r) { r.categories = Category::victim; }) == five);
  CHECK(ends([](auto& r) { r.legal_basis = "act 7"; }) == one);
  CHECK(ends([](auto& r) { r.legal_basis = "act 8"; }) == five);
  CHECK(ends([](auto& r) { r.purposes = {Purpose::law_enforcement, Purpose::border_check}; }) == one);
  CHECK(ends([](auto& r) { r.purposes = Purpose::border_check; }) == five);
  const auto of_class = [](auto& r) {
    r.retention_class = "kept";
    r.purposes = Purpose::law_enforcement;
  };
  CHECK(ends(of_class) == one);
  auto other = facts;
  other.retention_class = "unknown here";
  CHECK(ends(of_class, other) == never);
}

TEST_CASE("the legal basis of a reference that names none is that of its class") {
  auto rules = with({{.name = "shorter", .legal_basis = "act 9", .anchors = Event::entered, .period = {.years = 1}}});
  rules[0].legal_basis = "act 9";
  auto of = facts;
  of.legal_basis = "";
  CHECK(RetentionPolicy::make(rules).value().outcome(of).ends() == at(2021, 6, 18));
  of.legal_basis = "act 7";
  CHECK(RetentionPolicy::make(rules).value().outcome(of).ends() == never);
}

TEST_CASE("of several erasures the shortest counts, unless a longer one is overriding") {
  const RetentionRule one{.name = "one", .anchors = Event::entered, .period = {.years = 1}};
  RetentionRule eight{.name = "eight", .legal_basis = "act 7", .anchors = Event::entered, .period = {.years = 8}};
  CHECK(policy({one, eight}).outcome(facts).erasure.at == at(2021, 6, 18));
  eight.overriding = true;
  const auto both = policy({one, eight});
  CHECK(both.outcome(facts).erasure.at == at(2028, 6, 18));
  CHECK(both.rules()[both.outcome(facts).erasure.rule].name == "eight");
  eight.period = {.months = 6};  // a shorter one overrides nothing: it is the shortest
  CHECK(policy({one, eight}).outcome(facts).erasure.at == at(2020, 12, 18));
}

TEST_CASE("an overriding erasure suspends neither review nor blocking") {
  const auto some = policy({{.name = "long", .anchors = Event::entered, .period = {.years = 9}, .overriding = true},
                            {.name = "look", .anchors = Event::entered, .period = {.years = 2}, .due = Due::review},
                            {.name = "shut", .anchors = Event::entered, .period = {.years = 3}, .due = Due::blocking}});
  const auto outcome = some.outcome(facts);
  CHECK(outcome.erasure.at == at(2029, 6, 18));
  CHECK(outcome.review.at == at(2022, 6, 18));
  CHECK(outcome.blocking.at == at(2023, 6, 18));
  CHECK(outcome.ends() == at(2022, 6, 18));
  CHECK(outcome.notice.at == never);
}

TEST_CASE("each anchor event starts the clock anew; the latest counts, in whatever order they are told") {
  const auto exits = RetentionPolicy::make({{.name = "ees",
                                             .retention_class = "ees",
                                             .anchors = {Event::exit, Event::refusal},
                                             .period = {.years = 3, .days = 1}}})
                         .value();
  auto of = facts;
  of.retention_class = "ees";
  const Happened events[] = {
      {Event::exit, at(2022, 1, 1)}, {Event::refusal, at(2023, 5, 5)}, {Event::exit, at(2021, 1, 1)}};
  CHECK(exits.outcome(of).ends() == at(2023, 6, 19));  // the anchor of the enrolment
  CHECK(exits.outcome(after(events, of)).ends() == at(2026, 5, 7));
  const Happened other[] = {{Event::decision, at(2024, 1, 1)}};
  CHECK(exits.outcome(after(other, of)).ends() == at(2023, 6, 19));
}

TEST_CASE("a clock that no event has started does not run") {
  const auto some = policy({{.name = "after a decision", .anchors = Event::decision, .period = {.months = 1}}});
  CHECK(some.outcome(facts).ends() == at(2025, 6, 18));
  const Happened decided[] = {{Event::decision, at(2021, 1, 31)}};
  CHECK(some.outcome(after(decided)).ends() == at(2021, 3, 1));
}

TEST_CASE("a rule that runs from enrolment, where the class runs from something else") {
  const auto some =
      RetentionPolicy::make(
          {{.name = "sent", .retention_class = "sent", .anchors = Event::transmitted, .period = {.years = 10}},
           {.name = "here", .anchors = Event::entered, .period = {.years = 1}}})
          .value();
  auto of = facts;
  of.retention_class = "sent";
  CHECK(some.outcome(of).ends() == at(2030, 6, 18));
  of.entered = at(2021, 1, 1);
  CHECK(some.outcome(of).ends() == at(2022, 1, 2));
  CHECK(policy().outcome(facts).ends() == at(2025, 6, 18));  // the anchor says when it was entered
}

TEST_CASE("an event ends the clock: due at once; another voids the rule") {
  const auto some = RetentionPolicy::make({{.name = "kept",
                                            .retention_class = "kept",
                                            .anchors = Event::stay_ended,
                                            .period = {.years = 5},
                                            .ended_by = Event::naturalised,
                                            .void_by = Event::exit}})
                        .value();
  const Happened citizen[] = {{Event::naturalised, at(2022, 2, 2, 10)}};
  CHECK(some.outcome(after(citizen)).ends() == at(2022, 2, 2, 10));
  const Happened left[] = {{Event::exit, at(2022, 2, 2)}};
  CHECK(some.outcome(after(left)).ends() == never);
  const Happened again[] = {{Event::exit, at(2022, 2, 2)}, {Event::stay_ended, at(2023, 1, 1)}};
  CHECK(some.outcome(after(again)).ends() == at(2028, 1, 2));  // came back and overstayed again
  const Happened before[] = {{Event::naturalised, at(2019, 1, 1)}};
  CHECK(some.outcome(after(before)).ends() == at(2025, 6, 18));
  const Happened late[] = {{Event::naturalised, at(2030, 1, 1)}};  // the period had ended before
  CHECK(some.outcome(after(late)).ends() == at(2025, 6, 18));
}

TEST_CASE("notice is due its lead before the end, until it was given or the clock started anew") {
  const RetentionPolicy shipped;
  auto of = facts;
  of.retention_class = "interpol_notice";
  of.category = Category::wanted_person;
  CHECK(shipped.outcome(of).notice.at == at(2024, 12, 17));
  CHECK(shipped.outcome(of).ends() == at(2025, 6, 18));
  const Happened given[] = {{Event::notified, at(2024, 12, 20)}};
  CHECK(shipped.outcome(after(given, of)).notice.at == never);
  const Happened extended[] = {{Event::notified, at(2024, 12, 20)}, {Event::reviewed, at(2025, 1, 10)}};
  CHECK(shipped.outcome(after(extended, of)).ends() == at(2030, 1, 11));
  CHECK(shipped.outcome(after(extended, of)).notice.at == at(2029, 7, 10));
  CHECK(shipped.outcome(after(extended, of)).review.at == at(2030, 1, 11));
}

TEST_CASE("protection granted: the other states are told within 72 hours, and told again if it is withdrawn") {
  const RetentionPolicy shipped;
  auto of = facts;
  of.retention_class = "eurodac_applicant";
  of.category = Category::asylum_applicant;
  CHECK(shipped.outcome(of).notice.at == never);
  const auto granted = at(2021, 3, 3, 17);
  const Happened marked[] = {{Event::protection_granted, granted}};
  const auto due = shipped.outcome(after(marked, of)).notice.at;
  CHECK(due == at(2021, 3, 6));
  CHECK(due - granted <= hours{72});
  const Happened unmarked[] = {{Event::protection_granted, granted},
                               {Event::notified, at(2021, 3, 6)},
                               {Event::protection_withdrawn, at(2021, 9, 1)}};
  CHECK(shipped.outcome(after(unmarked, of)).notice.at == at(2021, 9, 4));
  CHECK(shipped.outcome(after(unmarked, of)).ends() == at(2030, 6, 18));  // its time is what it was
}

TEST_CASE("SIS: surrendered or solved is the end of the alert; EES: citizenship, and an exit after all") {
  const RetentionPolicy shipped;
  auto of = facts;
  of.retention_class = "sis_arrest";
  const Happened over[] = {{Event::surrendered, at(2021, 4, 1, 12)}};
  CHECK(shipped.outcome(after(over, of)).erasure.at == at(2021, 4, 1, 12));
  of.retention_class = "ees_overstay";
  of.category = Category::traveller;
  const Happened left[] = {{Event::exit, at(2024, 6, 1)}};
  CHECK(shipped.outcome(of).ends() == at(2025, 6, 18));
  CHECK(shipped.outcome(after(left, of)).ends() == at(2027, 6, 3));
}

TEST_CASE("what the engine does itself may start another rule: blocked, and erased two years later") {
  const auto some = policy({{.name = "shut", .anchors = Event::entered, .period = {.years = 1}, .due = Due::blocking},
                            {.name = "then erase", .anchors = Event::blocked, .period = {.years = 2}}});
  CHECK(some.outcome(facts).ends() == at(2021, 6, 18));
  CHECK(some.outcome(facts).erasure.at == at(2025, 6, 18));
  const Happened blocked[] = {{Event::blocked, at(2021, 6, 20)}};
  CHECK(some.outcome(after(blocked)).erasure.at == at(2023, 6, 21));
}

TEST_CASE("days are counted in each rule's own time zone") {
  const auto some =
      policy({{.name = "there", .anchors = Event::entered, .period = {.days = 10}, .time_zone = "Pacific/Auckland"}});
  auto of = facts;
  of.anchor = at(2020, 6, 17, 13);  // the 18th in Auckland, UTC + 12
  CHECK(some.outcome(of).ends() == at(2020, 6, 28, 12));
}

TEST_CASE("rules that cannot be kept are refused, and the message says which and why") {
  using R = RetentionRule;
  CHECK(refusal({}) == "");
  CHECK(says(refusal({R{.name = "", .anchors = Event::entered, .period = {.days = 1}}}), "1 to 64 bytes"));
  CHECK(says(refusal({R{.name = "x", .period = {.days = 1}}}), "no event starts its clock"));
  CHECK(says(refusal({R{.name = "x", .anchors = Event::entered}}), "its period is 0"));
  CHECK(says(refusal({R{.name = "x", .anchors = {Event::searched, Event::entered}}}), "its period is 0"));
  CHECK(says(refusal({R{.name = "x", .anchors = Event::entered, .period = {.years = 1, .days = -1}}}), "negative"));
  CHECK(says(refusal({R{.name = "x", .anchors = Event::entered, .period = {.years = 201}}}), "200 years"));
  CHECK(says(refusal({R{.name = "x", .anchors = Event::entered, .period = {.months = 6}, .lead = {.months = 6}}}),
             "before its clock starts"));
  CHECK(says(refusal({R{.name = "x", .retention_class = "y", .anchors = Event::entered, .period = {.days = 1}}}),
             "no rule makes the class 'y'"));
  CHECK(says(refusal({R{.name = "x", .anchors = Event::entered, .period = {.days = 1}, .time_zone = "Mars/Base"}}),
             "Mars/Base"));
  CHECK(says(refusal({R{.name = "x", .anchors = Event::exit, .period = {.days = 1}, .ended_by = Event::exit}}),
             "starts its clock and ends it"));
  CHECK(says(refusal({R{.name = "x",
                        .anchors = Event::entered,
                        .period = {.days = 1},
                        .ended_by = Event::exit,
                        .void_by = Event::exit}}),
             "voids"));
  CHECK(says(
      refusal(
          {R{.name = "x", .anchors = Event::entered, .period = {.days = 1}, .due = Due::review, .overriding = true}}),
      "only erasure can be overriding"));
  CHECK(says(refusal({R{.name = "x", .anchors = Event::entered, .period = {.days = 1}, .due = static_cast<Due>(9)}}),
             "none of erasure"));
  CHECK(says(refusal({R{.name = "kept", .anchors = Event::exit, .period = {.days = 1}}}), "two rules have this name"));
  CHECK(says(RetentionPolicy::make({}).error().message, "no rule"));
}

TEST_CASE("contradictory rules: the same case, another period") {
  const RetentionRule one{
      .name = "one", .categories = Category::victim, .anchors = Event::entered, .period = {.years = 1}};
  auto two = one;
  two.name = "two";
  two.period = {.years = 2};
  const auto message = refusal({one, two});
  CHECK(says(message, "'two'"));
  CHECK(says(message, "contradicts 'one'"));
  CHECK(says(message, "1 year there and 2 years here"));
  two.categories = Category::suspect;  // another case
  CHECK(refusal({one, two}) == "");
}

TEST_CASE("rules that start one another for ever are refused") {
  const RetentionRule shut{.name = "shut", .anchors = Event::notified, .period = {.years = 1}, .due = Due::blocking};
  const RetentionRule tell{.name = "tell", .anchors = Event::blocked, .period = {.years = 1}, .due = Due::notice};
  CHECK(refusal({shut}) == "");
  CHECK(refusal({tell}) == "");
  CHECK(says(refusal({shut, tell}), "'shut' → 'tell' → 'shut'"));
  const RetentionRule alone{.name = "alone", .anchors = Event::blocked, .period = {.years = 1}, .due = Due::blocking};
  CHECK(says(refusal({alone}), "'alone' → 'alone'"));
}

TEST_CASE("a hold has an owner, a reason and an end") {
  const auto now = at(2024, 1, 1);
  const privacy::Hold good{.owner = "court", .reason = "case 12", .until = at(2025, 1, 1)};
  CHECK(privacy::check(good, now));
  const auto refused = [&](auto&& change) {
    auto hold = good;
    change(hold);
    const auto ok = privacy::check(hold, now);
    REQUIRE_FALSE(ok);
    CHECK(ok.error().code == ErrorCode::invalid_argument);
    return ok.error().message;
  };
  CHECK(says(refused([](auto& h) { h.owner = ""; }), "no owner"));
  CHECK(says(refused([](auto& h) { h.owner = std::string(257, 'x'); }), "no owner"));
  CHECK(says(refused([](auto& h) { h.reason = ""; }), "no reason"));
  CHECK(says(refused([&](auto& h) { h.until = now; }), "is over"));
  CHECK(says(refused([](auto& h) { h.until = Time{}; }), "is over"));
  CHECK(says(refused([](auto& h) { h.until = at(2035, 1, 1); }), "at most ten years"));
}

TEST_CASE("a clock is believed as far as it runs on") {
  const auto known = at(2024, 1, 1), later = at(2024, 1, 8);
  CHECK(privacy::trusted(known, known, days{7}).value() == known);
  CHECK(privacy::trusted(later, known, days{7}).value() == later);
  const auto back = privacy::trusted(known - seconds{1}, known, days{7});
  CHECK(back.error().code == ErrorCode::clock_suspect);
  CHECK(says(back.error().message, "went back"));
  const auto jump = privacy::trusted(later + seconds{1}, known, days{7});
  CHECK(jump.error().code == ErrorCode::clock_suspect);
  CHECK(says(jump.error().message, "jumped forward"));
}

TEST_CASE("for which purposes a state is seen") {
  CHECK(privacy::seen_for(ReferenceState::active).contains(Purpose::border_check));
  CHECK(privacy::seen_for(ReferenceState::active).contains(Purpose::evaluation));
  CHECK(privacy::seen_for(ReferenceState::marked) == PurposeSet(Purpose::law_enforcement));
  CHECK(privacy::seen_for(ReferenceState::blocked).empty());
  CHECK(privacy::seen_for(ReferenceState::erased).empty());
  CHECK(to_string(ReferenceState::marked) == "marked");
}
