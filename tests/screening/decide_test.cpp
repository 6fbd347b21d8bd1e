#include "limen/screening/decide.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "tests/code_of.hpp"
#include "tests/support.hpp"

using namespace limen;
using limen::test::code_of;

namespace {

ScreenResult three_candidates() {
  ScreenResult found;
  found.purpose = Purpose::border_check;
  found.gallery = "a gallery";
  found.view_size = 4000;
  found.view_subjects = 2000;
  for (const int milli : {9000, 6301, 6300}) {
    SubjectCandidate candidate;
    candidate.subject = {static_cast<std::uint64_t>(milli)};
    candidate.score = {milli};
    candidate.evidence.resize(1);
    candidate.evidence[0].extrapolated = milli > 8000;
    found.candidates.push_back(candidate);
  }
  return found;
}

}  // namespace

TEST_CASE("the FPIR of a search becomes the FMR of a comparison by the number of subjects in the view") {
  const auto decision = decide(three_candidates(), {.fpir = 1e-3}).value();
  CHECK(decision.fmr == doctest::Approx(5e-7));
  CHECK(decision.threshold == Score{6302});  // −log10 5e-7 = 6.30103, rounded up
  CHECK(decision.expected_false_candidates == doctest::Approx(1e-3));
  REQUIRE(decision.candidates.size() == 1);
  CHECK(decision.candidates[0].score == Score{9000});
  CHECK(decision.hit);
  CHECK(decision.requires_human_confirmation);
  CHECK(decision.extrapolated);
}

TEST_CASE("an FPIR may be meant for more subjects than the view has, not for fewer") {
  const auto decision = decide(three_candidates(), {.fpir = 1e-3, .n = 20000}).value();
  CHECK(decision.fmr == doctest::Approx(5e-8));
  CHECK(decision.expected_false_candidates == doctest::Approx(1e-4));
  CHECK(code_of(decide(three_candidates(), {.fpir = 1e-3, .n = 1999})) == ErrorCode::invalid_argument);
  CHECK(three_candidates().expected_false_candidates(Score{6000}) == doctest::Approx(2e-3));
  CHECK(three_candidates().expected_false_candidates(Score::lowest()) == 2000);
}

TEST_CASE("an FMR is taken as it is; the threshold itself passes") {
  const auto decision = decide(three_candidates(), {.fmr = 1e-6}).value();
  CHECK(decision.threshold == Score{6000});
  CHECK(decision.candidates.size() == 3);
  CHECK(decision.expected_false_candidates == doctest::Approx(2e-3));
  CHECK(decide(three_candidates(), {.fmr = 1e-9}).value().candidates.size() == 1);
  const auto none = decide(three_candidates(), {.fmr = 1e-10}).value();
  CHECK_FALSE(none.hit);
  CHECK_FALSE(none.requires_human_confirmation);
  CHECK_FALSE(none.extrapolated);
  CHECK(decide(three_candidates(), {.fmr = 1}).value().candidates.size() == 3);
  CHECK_FALSE(decide(three_candidates(), {.fmr = std::numeric_limits<double>::denorm_min()}).value().hit);
}

TEST_CASE("a policy that says nothing, twice, or no rate is refused") {
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  const auto found = three_candidates();
  CHECK(code_of(decide(found, {})) == ErrorCode::invalid_argument);
  CHECK(code_of(decide(found, {.fmr = 1e-6, .fpir = 1e-3})) == ErrorCode::invalid_argument);
  for (const double bad : {nan, infinity, -infinity, -1e-3, 1.001}) {
    CHECK(code_of(decide(found, {.fmr = bad})) == ErrorCode::invalid_argument);
    CHECK(code_of(decide(found, {.fpir = bad})) == ErrorCode::invalid_argument);
    CHECK(code_of(decide(found, {.fmr = 1e-3, .fpir = bad})) == ErrorCode::invalid_argument);
  }
}

TEST_CASE("a human decision is recorded, and can only be about a candidate") {
  const test::TemporaryDirectory folder;
  auto audit = Audit::open(folder / "audit.log").value();
  const auto decision = decide(three_candidates(), {.fpir = 1e-3}).value();
  CHECK(code_of(record(audit, decision, {})) == ErrorCode::invalid_argument);
  CHECK(code_of(record(audit, decision, {.officer = "x", .confirmed = SubjectId{6301}})) ==
        ErrorCode::invalid_argument);
  CHECK(record(audit, decision, {.officer = "x", .confirmed = SubjectId{9000}}));
  CHECK(record(audit, decision, {.officer = "x"}));
  const auto none = decide(three_candidates(), {.fmr = 1e-20}).value();
  CHECK(record(audit, none, {.officer = "x"}));
  { const auto closed = std::move(audit); }
  const auto records = Audit::entries(folder / "audit.log").value();
  REQUIRE(records.size() == 3);
  CHECK(records[0].entry.operation == privacy::Operation::decision);
  CHECK(records[0].entry.result == "confirmed");
  CHECK(records[0].entry.subjects == std::vector{privacy::person_of(decision.gallery, {9000})});
  CHECK(records[0].entry.gallery == "a gallery");
  CHECK(records[1].entry.result == "hit not confirmed");
  CHECK(records[2].entry.result == "no_hit");
}
