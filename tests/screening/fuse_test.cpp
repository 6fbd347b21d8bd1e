#include "limen/screening/fuse.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <doctest/doctest.h>

using namespace limen;

namespace {

double fused(std::vector<double> decades) {
  std::vector<Score> parts;
  for (const double value : decades) parts.push_back(Score::from(value));
  return fuse(parts).natural();
}

}  // namespace

TEST_CASE("evidence is the false-match rate in decades, never negative, never endless") {
  CHECK(evidence(3.25, 1) == Score{3250});
  CHECK(evidence(0, 1) == Score{0});
  CHECK(evidence(-2, 1) == Score{0});
  CHECK(evidence(std::nan(""), 1) == Score{0});
  CHECK(evidence(std::numeric_limits<double>::infinity(), 1) == Score{30000});
  CHECK(evidence(1e9, 10) == Score{30000});
}

TEST_CASE("the best of several comparisons says less: Bonferroni") {
  CHECK(evidence(5, 10) == Score{4000});
  CHECK(evidence(5, 2) == Score{4699});
  CHECK(evidence(5, 1000) == Score{2000});
  CHECK(evidence(0.5, 10) == Score{0});
  CHECK(evidence(5, 0) == Score{5000});
}

TEST_CASE("one probe: the evidence itself; none: nothing") {
  for (int milli = 0; milli <= 30000; milli += 7) CHECK(fuse(std::array{Score{milli}}) == Score{milli});
  CHECK(fuse({}) == Score{0});
  CHECK(fused({0, 0, 0}) == 0);
}

TEST_CASE("several probes: the tail of the gamma law (values from the closed form)") {
  // k = 2: s − log10(1 + x), k = 3: s − log10(1 + x + x²/2), with x = s ln 10
  CHECK(fused({3, 3}) == doctest::Approx(6 - std::log10(1 + 6 * std::log(10))).epsilon(1e-4));
  CHECK(fused({8, 0}) == doctest::Approx(8 - std::log10(1 + 8 * std::log(10))).epsilon(1e-4));
  const double x = 9 * std::log(10);
  CHECK(fused({2, 3, 4}) == doctest::Approx(9 - std::log10(1 + x + x * x / 2)).epsilon(1e-4));
  CHECK(std::isfinite(fused(std::vector<double>(64, 30))));
}

TEST_CASE("more evidence never lowers the score, and the order of the probes does not matter") {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<Score> parts(1 + random() % 10);
    for (auto& part : parts) part = {static_cast<int>(random() % 9000)};
    const auto whole = fuse(parts);
    auto more = parts;
    more[random() % more.size()].milli += 500;
    CHECK(fuse(more) >= whole);
    std::ranges::shuffle(parts, random);
    CHECK(fuse(parts) == whole);
  }
}

TEST_CASE("of many unknown persons the stated share passes: 1 in 100 at 2, whatever the number of probes") {
  std::mt19937_64 random(2019);
  std::uniform_real_distribution<double> uniform;
  constexpr int persons = 200000;
  for (const std::size_t probes : {1U, 2U, 5U, 10U}) {
    int passed = 0;
    std::vector<Score> parts(probes);
    for (int i = 0; i < persons; ++i) {
      for (auto& part : parts) part = evidence(-std::log10(1 - uniform(random)), 1);
      passed += fuse(parts) >= Score{2000} ? 1 : 0;
    }
    INFO(probes << " probes: " << passed << " of " << persons);
    CHECK(passed > 0.009 * persons);
    CHECK(passed < 0.011 * persons);
  }
}
