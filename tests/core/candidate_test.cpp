#include "limen/core/candidate.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <type_traits>
#include <unordered_set>

#include <doctest/doctest.h>

using limen::Candidate;
using limen::ReferenceId;
using limen::Score;

TEST_CASE("candidates stand by score down, then by id up") {
  CHECK(Candidate{ReferenceId{9}, Score{5}} < Candidate{ReferenceId{1}, Score{4}});
  CHECK(Candidate{ReferenceId{1}, Score{5}} < Candidate{ReferenceId{2}, Score{5}});
  CHECK_FALSE(Candidate{ReferenceId{2}, Score{5}} < Candidate{ReferenceId{2}, Score{5}});
}

TEST_CASE("the order is total: any shuffle sorts to the same list") {
  std::mt19937 generator(4);
  limen::CandidateList list;
  for (std::uint64_t id = 1; id <= 200; ++id)
    list.push_back({ReferenceId{id}, Score{static_cast<int>(generator() % 9)}});
  auto sorted = list;
  std::sort(sorted.begin(), sorted.end());
  for (int round = 0; round < 20; ++round) {
    std::shuffle(list.begin(), list.end(), generator);
    auto again = list;
    std::sort(again.begin(), again.end());
    CHECK(again == sorted);
  }
  for (const auto& a : list)
    for (const auto& b : list) CHECK((a < b) + (b < a) + (a == b) == 1);
}

TEST_CASE("a score is the nearest thousandth") {
  CHECK(Score::from(1.2344) == Score{1234});
  CHECK(Score::from(1.2346) == Score{1235});
  CHECK(Score::from(-1.2346) == Score{-1235});
  CHECK(Score::from(0.0) == Score{0});
  CHECK(Score::from(-0.0) == Score{0});
  CHECK(Score::from(0.0005) == Score{1});
  CHECK(Score::from(-0.0005) == Score{-1});
  CHECK(Score{1234}.natural() == 1.234);
}

TEST_CASE("a score saturates, and NaN is the lowest") {
  using Limits = std::numeric_limits<double>;
  CHECK(Score::from(Limits::quiet_NaN()) == Score::lowest());
  CHECK(Score::from(Limits::infinity()) == Score{INT32_MAX});
  CHECK(Score::from(-Limits::infinity()) == Score::lowest());
  CHECK(Score::from(1e300) == Score{INT32_MAX});
  CHECK(Score::from(-1e300) == Score::lowest());
  for (const double edge : {2147482.999, 2147483.0, 2147483.5, 2147483.7, 2147484.0}) {
    CHECK(Score::from(edge) >= Score{2147482999});
    CHECK(Score::from(-edge) <= Score{-2147482999});
  }
}

TEST_CASE("rounding keeps the order") {
  std::mt19937 generator(5);
  std::uniform_real_distribution<double> uniform(-3e6, 3e6);
  for (int round = 0; round < 10000; ++round) {
    const double a = uniform(generator), b = uniform(generator);
    CHECK((a <= b) <= (Score::from(a) <= Score::from(b)));
  }
}

TEST_CASE("ids of different things are different types") {
  static_assert(!std::is_convertible_v<limen::SubjectId, ReferenceId>);
  static_assert(!std::is_constructible_v<ReferenceId, limen::SubjectId>);
  CHECK_FALSE(ReferenceId{});
  CHECK(ReferenceId{1});
  CHECK(ReferenceId{1} < ReferenceId{2});
  CHECK(std::unordered_set<ReferenceId>{{1}, {1}, {2}}.size() == 2);
}
