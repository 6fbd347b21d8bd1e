#include "limen/fingerprint/calibration.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace limen;
using namespace limen::fingerprint;

TEST_CASE("between knots a calibration is linear, beyond them it says that it is extrapolated") {
  constexpr std::array<Calibration::Knot, 3> knots{{{-5, 0}, {0, 1}, {2, 3}}};
  const Calibration c(knots, 0.25);
  CHECK(c.minus_log10_fmr(Score::lowest()) == 0);
  CHECK(c.minus_log10_fmr(Score::from(-6)) == 0);
  CHECK(c.minus_log10_fmr(Score::from(-2.5)) == doctest::Approx(0.5));
  CHECK(c.minus_log10_fmr(Score::from(1)) == doctest::Approx(2));
  CHECK(c.minus_log10_fmr(Score::from(6)) == doctest::Approx(4));
  CHECK(!c.extrapolated(Score::from(2)));
  CHECK(c.extrapolated(Score::from(2.001)));
}

TEST_CASE("a threshold is the lowest score that keeps the rate") {
  for (const Method method : {Method::ridge_map, Method::minutiae_only}) {
    const Calibration& c = calibration(method);
    double before = -1e9;
    for (const double fmr : {0.3, 1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-12}) {
      const Score threshold = c.threshold(fmr);
      CHECK(c.minus_log10_fmr(threshold) >= -std::log10(fmr));
      CHECK(c.minus_log10_fmr({threshold.milli - 1}) < -std::log10(fmr));
      CHECK(threshold.natural() > before);
      before = threshold.natural();
    }
  }
}

TEST_CASE("a rate that is none lets nothing pass") {
  const Calibration& c = calibration();
  for (const double fmr :
       {0.0, -1.0, 1.0, 2.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
    CHECK(c.threshold(fmr) == Score{INT32_MAX});
}

TEST_CASE("the shipped tables grow") {
  for (const Method method : {Method::ridge_map, Method::minutiae_only}) {
    double before = -1;
    for (int milli = -30000; milli < 40000; milli += 50) {
      const double value = calibration(method).minus_log10_fmr({milli});
      CHECK(value >= before);
      before = value;
    }
  }
}
