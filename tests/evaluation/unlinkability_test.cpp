// D↔sys: right on data whose answer is known.
#include "limen/evaluation/unlinkability.hpp"

#include <cmath>
#include <random>

#include <doctest/doctest.h>

using namespace limen;
using namespace limen::evaluation;

namespace {

std::vector<Score> normal(std::uint32_t seed, std::size_t count, double mean, double deviation = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<double> law(mean, deviation);
  std::vector<Score> scores;
  for (std::size_t i = 0; i < count; ++i) scores.push_back(Score::from(law(random)));
  return scores;
}

/// ∫ D↔(s) p(s | mated) ds of two normal laws a unit apart in mean, by the definition.
double by_definition(double shift) {
  double sum = 0;
  constexpr double step = 1e-4;
  for (double s = -8; s < 8 + shift; s += step) {
    const double m = std::exp(-(s - shift) * (s - shift) / 2), n = std::exp(-s * s / 2);
    if (m > n) sum += (m - n) / (m + n) * m * step / std::sqrt(2 * 3.14159265358979);
  }
  return sum;
}

}  // namespace

TEST_CASE("Disjoint scores are fully linkable, whatever the counts") {
  for (const std::size_t mated : {20U, 21U, 137U, 1000U})
    for (const std::size_t non_mated : {20U, 999U, 3000U}) {
      const auto found = unlinkability(normal(1, mated, 100), normal(2, non_mated, 0), {.replicates = 50}).value();
      CHECK(found.raw == doctest::Approx(1));
      CHECK(found.system == doctest::Approx(1));
    }
}

TEST_CASE("Without a link the raw estimate is biased and the corrected one is not") {
  for (const std::size_t trials : {200U, 1000U, 5000U}) {
    const auto found = unlinkability(normal(3, trials, 0), normal(4, trials, 0), {.replicates = 300}).value();
    CHECK(found.raw > 0.01);
    CHECK(found.bias > 0.01);
    CHECK(std::abs(found.raw - found.bias) < 0.05);
    CHECK(found.interval.low == 0);
    CHECK(found.system < 0.05);
  }
}

TEST_CASE("Two normal laws: the integral of the definition") {
  for (const double shift : {0.5, 1.0, 2.0}) {
    const auto found = unlinkability(normal(5, 20000, shift), normal(6, 20000, 0), {.replicates = 200}).value();
    CHECK(found.system == doctest::Approx(by_definition(shift)).epsilon(0.04));
    CHECK(found.interval.low < by_definition(shift) + 0.005);  // weak links are somewhat over-corrected
    CHECK(found.interval.high > by_definition(shift) - 0.005);
  }
}

TEST_CASE("Ties stay in one bin; bins are ascending and complete") {
  std::vector<Score> mated, non_mated;
  for (int i = 0; i < 400; ++i) mated.push_back({i % 3}), non_mated.push_back({i % 2});
  const auto found = unlinkability(mated, non_mated, {.replicates = 20}).value();
  CHECK(found.local.size() == 3);
  double m = 0, n = 0;
  for (std::size_t b = 0; b < found.local.size(); ++b) {
    m += found.local[b].mated_share, n += found.local[b].non_mated_share;
    if (b > 0) CHECK(found.local[b].low == found.local[b - 1].high);
  }
  CHECK(m == doctest::Approx(1));
  CHECK(n == doctest::Approx(1));
  CHECK(found.local[2].linkable == 1);
}

TEST_CASE("The same seed gives the same numbers with any number of threads") {
  ThreadPool pool(3);
  const auto a = normal(7, 500, 0.4), b = normal(8, 700, 0);
  CHECK(unlinkability(a, b).value() == unlinkability(a, b, {}, {.executor = &pool}).value());
  CHECK(unlinkability(a, b, {.seed = 2}).value().bias != unlinkability(a, b).value().bias);
}

TEST_CASE("Too few trials and bad options are refused") {
  const auto a = normal(1, 50, 0), few = normal(2, 19, 0);
  CHECK(unlinkability(a, few).error().code == ErrorCode::invalid_argument);
  CHECK(unlinkability({}, a).error().code == ErrorCode::invalid_argument);
  for (const UnlinkabilityOptions bad : {UnlinkabilityOptions{.prior_ratio = 0},
                                         {.prior_ratio = NAN},
                                         {.bins = 1},
                                         {.replicates = 0},
                                         {.confidence = 1}})
    CHECK(unlinkability(a, a, bad).error().code == ErrorCode::invalid_argument);
}
