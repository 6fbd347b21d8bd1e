#include "limen/core/calibration.hpp"

#include <array>
#include <cmath>
#include <cstdint>

#include <doctest/doctest.h>

using namespace limen;

namespace {

constexpr std::array<Calibration::Knot, 3> knots{{{-0.5, 0, 0, 0}, {0, 1, 0.5, 1.25}, {0.5, 3, 2, 5}}};
constexpr Calibration plain(knots, 4, {-1, 10, -2, 3});

}  // namespace

TEST_CASE("bounds lie between those of the knots, and end with the trial's support") {
  CHECK(plain.bounds({-600})->high == 0);
  CHECK(plain.bounds({0})->low == doctest::Approx(0.5));
  CHECK(plain.bounds({0})->high == doctest::Approx(1.25));
  CHECK(plain.bounds({250})->low == doctest::Approx(1.25));
  CHECK(plain.bounds({500})->high == doctest::Approx(5));
  CHECK_FALSE(plain.bounds({501}));
  CHECK(plain.extrapolated({501}));
  for (int milli = -700; milli <= 500; milli += 7) {
    const auto range = plain.bounds({milli}).value();
    CHECK(range.low <= plain.minus_log10_fmr({milli}) + 1e-12);
    CHECK(range.high >= plain.minus_log10_fmr({milli}) - 1e-12);
  }
  constexpr std::array<Calibration::Knot, 2> bare{{{-0.5, 0}, {0, 1}}};
  CHECK_FALSE(Calibration(bare, 4).bounds({-100}));
  CHECK_FALSE(Calibration(bare, 4).log10_likelihood_ratio({-100}));
}

TEST_CASE("a likelihood ratio grows with the score, to what the trial can show") {
  CHECK(plain.log10_likelihood_ratio({100}).value() == doctest::Approx(0));
  CHECK(plain.log10_likelihood_ratio({300}).value() == doctest::Approx(2));
  CHECK(plain.log10_likelihood_ratio({900}).value() == 3);
  CHECK(plain.log10_likelihood_ratio({-900}).value() == -2);
  CHECK(plain.log10_likelihood_ratio(Score::lowest()).value() == 0);
}

TEST_CASE("a threshold is asked for as a rate of comparisons or of searches") {
  CHECK(plain.threshold({.fmr = 1e-3}).value() == plain.threshold(1e-3));
  CHECK(plain.threshold({.fpir = 1e-1, .n = 100}).value() == plain.threshold(1e-3));
  CHECK(plain.threshold({.fmr = 1}).value() == Score::lowest());
  CHECK(plain.expected_false_candidates(plain.threshold(1e-3), 100) == doctest::Approx(0.1));
  CHECK(plain.expected_false_candidates(Score::lowest(), 100) == 100);
  for (const ErrorRate& bad :
       {ErrorRate{}, ErrorRate{.fmr = 0.1, .fpir = 0.1, .n = 3}, ErrorRate{.fpir = 0.1}, ErrorRate{.fmr = -1},
        ErrorRate{.fmr = 2}, ErrorRate{.fpir = std::nan(""), .n = 2}, ErrorRate{.fmr = 0.1, .fpir = std::nan("")}})
    CHECK(plain.threshold(bad).error().code == ErrorCode::invalid_argument);
}

TEST_CASE("a table that cannot be a calibration says why") {
  CalibrationTable table{{knots.begin(), knots.end()}, 4, {-1, 10, -2, 3}};
  CHECK(check(table).has_value());
  CHECK(table.view().threshold(1e-2) == plain.threshold(1e-2));
  const auto refused = [&](auto change) {
    auto bad = table;
    change(bad);
    const auto result = check(bad);
    return !result && result.error().code == ErrorCode::corrupt;
  };
  CHECK(refused([](auto& t) { t.knots.resize(1); }));
  CHECK(refused([](auto& t) { t.knots[1].score = -0.5; }));
  CHECK(refused([](auto& t) { t.knots[1].score = INFINITY; }));
  CHECK(refused([](auto& t) { t.knots[2].minus_log10_fmr = 1; }));
  CHECK(refused([](auto& t) { t.knots[0].minus_log10_fmr = 0.1; }));
  CHECK(refused([](auto& t) { t.knots[1].low = 1.1; }));
  CHECK(refused([](auto& t) { t.tail_slope = 0; }));
  CHECK(refused([](auto& t) { t.tail_slope = std::nan(""); }));
  CHECK(refused([](auto& t) { t.evidence.slope = -1; }));
  CHECK(refused([](auto& t) { t.evidence.least = 9; }));
}
