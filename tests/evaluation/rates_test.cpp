#include "limen/evaluation/rates.hpp"

#include <chrono>
#include <cmath>

#include "tests/reference/rates.hpp"
#include "tests/support.hpp"

using limen::Score;
using limen::evaluation::OperatingPoint;
using limen::evaluation::Rates;
using limen::evaluation::Trial;

namespace {

struct Scores {
  std::vector<long long> mated, non_mated;
};

Scores draw(std::mt19937_64& random, int spread) {
  Scores scores;
  const auto next = [&](int low) -> long long {
    if (random() % 25 == 0) return reference::failure;
    return low + static_cast<int>(random() % static_cast<unsigned>(spread));
  };
  for (std::size_t i = random() % 40 + 1; i > 0; --i) scores.mated.push_back(next(spread / 3));
  for (std::size_t i = random() % 60 + 1; i > 0; --i) scores.non_mated.push_back(next(0));
  return scores;
}

std::vector<Score> as_scores(const std::vector<long long>& values) {
  std::vector<Score> scores;
  for (const long long value : values) scores.push_back({static_cast<std::int32_t>(value)});
  return scores;
}

Rates rates_of(const Scores& s) { return {as_scores(s.mated), as_scores(s.non_mated)}; }

}  // namespace

TEST_CASE("rates agree with their definitions") {
  std::mt19937_64 random(20190617);
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    const Scores s = draw(random, round % 3 == 0 ? 8 : 200);
    const Rates rates = rates_of(s);
    const auto points = reference::sweep(s.mated, s.non_mated);
    for (const auto& point : points) {
      const OperatingPoint at = rates.at({static_cast<std::int32_t>(point.threshold)});
      CHECK(at.fmr == doctest::Approx(point.fmr));
      CHECK(at.fnmr == doctest::Approx(point.fnmr));
    }
    CHECK(rates.eer() == doctest::Approx(reference::eer(points)));
    CHECK(rates.best_accuracy().value == doctest::Approx(reference::best_accuracy(s.mated, s.non_mated)));
    CHECK(rates.zero_fmr().fnmr == doctest::Approx(reference::at_fmr(points, 0).fnmr));
    CHECK(rates.zero_fmr().fmr == 0);
    for (const double fmr : {1.0, 0.5, 0.1, 0.05, 0.01, 1e-4}) {
      const OperatingPoint at = rates.at_fmr(fmr).value();
      CHECK(at.fnmr == doctest::Approx(reference::at_fmr(points, fmr).fnmr));
      CHECK(at.fmr <= fmr);
    }
  }
}

TEST_CASE("a perfect and a reversed comparator") {
  const Rates perfect({{10}, {11}}, {{1}, {2}, {3}});
  CHECK(perfect.eer() == 0);
  CHECK(perfect.zero_fmr() == OperatingPoint{{4}, 0, 0});
  CHECK(perfect.best_accuracy().value == 1);
  const Rates reversed({{1}, {2}}, {{10}, {11}});
  CHECK(reversed.eer() == 1);
  CHECK(reversed.zero_fmr().fnmr == 1);
}

TEST_CASE("a failure is a non-match at every threshold") {
  const Rates rates({{5}, Score::lowest()}, {{1}, Score::lowest()});
  CHECK(rates.failures() == 2);
  CHECK(rates.at(Score::lowest()) == OperatingPoint{Score::lowest(), 0.5, 0.5});
  CHECK(rates.best_accuracy().value == doctest::Approx(0.75));
  CHECK(Rates({Score::lowest()}, {Score::lowest()}).eer() == 0.5);
}

TEST_CASE("no trials at all") {
  const Rates nothing({}, {});
  CHECK(nothing.eer() == 0);
  CHECK(nothing.zero_fmr().fnmr == 0);
  CHECK(nothing.best_accuracy().value == 0);
  CHECK(nothing.det().value().size() == 1);
}

TEST_CASE("trials are sorted into mated and non-mated") {
  const std::vector<Trial> trials{{{7}, true, 0, 1}, {{3}, false, 0, 2}, {{4}, false, 1, 2}};
  const Rates rates(trials);
  CHECK(rates.mated() == 1);
  CHECK(rates.non_mated() == 2);
  CHECK(rates.fmr({4}) == 0.5);
}

TEST_CASE("the DET curve descends and keeps its ends") {
  std::mt19937_64 random(4);
  std::vector<Score> mated, non_mated;
  for (int i = 0; i < 5000; ++i) mated.push_back({static_cast<std::int32_t>(3000 + random() % 5000)});
  for (int i = 0; i < 50000; ++i) non_mated.push_back({static_cast<std::int32_t>(random() % 4000)});
  const Rates rates(mated, non_mated);
  for (const std::size_t limit : {2U, 10U, 100U, 100000U}) {
    const auto points = rates.det(limit).value();
    CHECK(points.size() <= limit);
    CHECK(points.front().fmr == 1);
    CHECK(points.back().fmr == 0);
    for (std::size_t i = 1; i < points.size(); ++i) {
      CHECK(points[i].threshold > points[i - 1].threshold);
      CHECK(points[i].fmr <= points[i - 1].fmr);
      CHECK(points[i].fnmr >= points[i - 1].fnmr);
    }
  }
  CHECK(rates.det(1).error().code == limen::ErrorCode::invalid_argument);
}

TEST_CASE("a rate that is none is refused") {
  const Rates rates({{1}}, {{0}});
  for (const double fmr : {-0.1, 1.1, std::nan("")}) {
    CHECK(rates.at_fmr(fmr).error().code == limen::ErrorCode::invalid_argument);
  }
}

TEST_CASE("a million scores take no time to speak of") {
  std::mt19937_64 random(5);
  std::vector<Trial> trials(1'000'000);
  for (auto& trial : trials) {
    trial.mated = random() % 20 == 0;
    trial.score = {static_cast<std::int32_t>(random() % 30000 + (trial.mated ? 9000 : 0))};
  }
  const auto start = std::chrono::steady_clock::now();
  const Rates rates(trials);
  CHECK(rates.eer() > 0);
  CHECK(rates.at_fmr(1e-3).value().fnmr > 0);
  CHECK(rates.best_accuracy().value > 0.9);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));  // 0.2 s; sanitizers are slower
}
