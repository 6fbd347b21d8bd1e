#include "limen/evaluation/calibrate.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <doctest/doctest.h>

using namespace limen;
using namespace limen::evaluation;

namespace {

struct Experiment {
  std::vector<Trial> trials;
  std::vector<std::uint32_t> subject;
};

/// Everybody with everybody; scores are normal: non-mated N(0, 0.1), mated N(0.4, 0.1), each subject with an offset of
/// its own of that spread.
Experiment normal(std::uint32_t subjects, double spread, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> gauss;
  Experiment made;
  std::vector<double> offset;
  for (std::uint32_t s = 0; s < subjects; ++s) {
    offset.push_back(spread * gauss(random));
    made.subject.insert(made.subject.end(), {s, s});
  }
  for (std::uint32_t a = 0; a < 2 * subjects; ++a)
    for (std::uint32_t b = 0; b < a; ++b) {
      const bool mated = made.subject[a] == made.subject[b];
      const double own = mated ? 0.4 : offset[made.subject[a]] + offset[made.subject[b]];
      made.trials.push_back({Score::from(own + 0.1 * gauss(random)), mated, a, b});
    }
  return made;
}

double tail(double score) { return 0.5 * std::erfc(score / 0.1 / std::sqrt(2.0)); }  // of N(0, 0.1)

template <class T>
bool refused(const Result<T>& result) {
  return !result && result.error().code == ErrorCode::invalid_argument;
}

}  // namespace

TEST_CASE("the calibration of a known law is that law, within its bounds") {
  const auto made = normal(150, 0, 1);
  const auto fitted = calibrate(made.trials, made.subject).value();
  CHECK(fitted.mated == 150);
  CHECK(fitted.non_mated == 150 * 149 * 2);
  CHECK(fitted.subjects == 150);
  CHECK(check(fitted.table).has_value());
  const auto calibration = fitted.table.view();
  CHECK(fitted.supported_fmr == doctest::Approx(30.0 / 44700).epsilon(0.2));
  int inside = 0, all = 0;
  for (std::size_t i = 1; i < fitted.table.knots.size(); ++i) {
    const auto& knot = fitted.table.knots[i];
    const double law = -std::log10(tail(knot.score - 0.0005));  // scores are rounded to thousandths
    CHECK(knot.minus_log10_fmr == doctest::Approx(law).epsilon(0.12));
    inside += knot.low <= law && law <= knot.high;
    ++all;
  }
  CHECK(all >= 10);
  CHECK(inside >= all - 2);
  CHECK_FALSE(calibration.extrapolated(Score::from(fitted.table.knots.back().score)));
  // A normal tail falls ever faster: going on in a straight line promises too little, never too much.
  for (const double rate : {1e-5, 1e-6, 1e-7}) {
    CHECK(calibration.extrapolated(calibration.threshold(rate)));
    CHECK(tail(calibration.threshold(rate).natural()) < rate);
  }
  // N(0.4, 0.1) against N(0, 0.1): the log of the ratio is 40 s − 8.
  CHECK(fitted.table.evidence.slope * std::log(10) == doctest::Approx(40).epsilon(0.25));
  CHECK(std::abs(calibration.log10_likelihood_ratio(Score::from(0.2)).value()) < 0.3);
  CHECK(fitted.cost.value < 0.15);
  CHECK(fitted.cost.minimum <= fitted.cost.value);
}

TEST_CASE("bounds are wider where persons differ, and cover what another crowd shows") {
  const auto even = calibrate(normal(100, 0, 2).trials, normal(100, 0, 2).subject).value();
  int covered = 0, seen = 0;
  double width = 0, narrow = 0;
  const auto crowd = normal(400, 0.06, 99);
  for (std::uint64_t seed = 3; seed < 13; ++seed) {
    const auto made = normal(100, 0.06, seed);
    const auto fitted = calibrate(made.trials, made.subject).value();
    const auto& last = fitted.table.knots.back();
    width += last.high - last.low;
    narrow += even.table.knots.back().high - even.table.knots.back().low;
    std::size_t matches = 0, n = 0;
    for (const auto& trial : crowd.trials)
      if (!trial.mated) ++n, matches += trial.score >= Score::from(last.score);
    const double truth = -std::log10(static_cast<double>(matches) / static_cast<double>(n));
    covered += last.low <= truth && truth <= last.high;
    ++seen;
  }
  CHECK(width > 1.5 * narrow);
  CHECK(covered >= seen - 3);
}

TEST_CASE("failures are non-matches, and say nothing") {
  auto made = normal(60, 0, 4);
  const auto before = calibrate(made.trials, made.subject).value();
  const std::size_t n = made.trials.size();
  for (std::size_t i = 0; i < n; ++i)
    if (!made.trials[i].mated) {
      auto failed = made.trials[i];
      failed.score = Score::lowest();
      made.trials.push_back(failed);
    }
  const auto after = calibrate(made.trials, made.subject).value();
  const auto score = Score::from(0.2);
  CHECK(after.table.view().minus_log10_fmr(score) ==
        doctest::Approx(before.table.view().minus_log10_fmr(score) + std::log10(2)).epsilon(0.05));
}

TEST_CASE("Cllr: by hand, and never better than the best monotone mapping") {
  const std::array<Calibration::Knot, 2> knots{{{-1, 0}, {1, 1}}};
  const Calibration certain(knots, 1, {0, 1, -9, 9});
  // log10 ratios 1 and −1 on the right sides: log2(1 + 1/10) bits each.
  std::vector<Trial> trials{{Score::from(1), true, 0, 1}, {Score::from(-1), false, 0, 2}};
  const auto cost = cllr(trials, certain).value();
  CHECK(cost.value == doctest::Approx(std::log2(1.1)));
  CHECK(cost.minimum == doctest::Approx(0));
  // On the wrong sides: log2(1 + 10) bits, and the best mapping says nothing: one bit.
  for (auto& trial : trials) trial.mated = !trial.mated;
  CHECK(cllr(trials, certain).value().value == doctest::Approx(std::log2(11)));
  CHECK(cllr(trials, certain).value().minimum == doctest::Approx(1));
  for (auto& trial : trials) trial.score = Score::lowest();
  CHECK(cllr(trials, certain).value().value == doctest::Approx(1));
  CHECK(cllr(trials, certain).value().minimum == doctest::Approx(1));
  trials.resize(1);
  CHECK(refused(cllr(trials, certain)));
  CHECK(refused(cllr(trials, Calibration(knots, 1))));
}

TEST_CASE("what cannot be calibrated is refused") {
  auto made = normal(60, 0, 5);
  CHECK(refused(calibrate({}, made.subject)));
  CHECK(refused(calibrate(made.trials, std::span(made.subject).first(50))));
  auto same = made.trials;
  for (auto& trial : same) trial.score = {500};
  CHECK(refused(calibrate(same, made.subject)));
  auto failed = made.trials;
  for (auto& trial : failed) trial.score = Score::lowest();
  CHECK(refused(calibrate(failed, made.subject)));
  auto reversed = made.trials;
  for (auto& trial : reversed) trial.score = {-trial.score.milli};
  CHECK(refused(calibrate(reversed, made.subject)));
  std::vector<std::uint32_t> two(made.subject.size());
  for (std::size_t i = 0; i < two.size(); ++i) two[i] = i % 2;
  CHECK(refused(calibrate(made.trials, two)));
  std::erase_if(made.trials, [](const Trial& trial) { return trial.mated; });
  CHECK(refused(calibrate(made.trials, made.subject)));
}
