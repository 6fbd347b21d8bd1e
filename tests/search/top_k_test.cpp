#include "limen/search/top_k.hpp"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>

using limen::Candidate;
using limen::CandidateList;
using limen::ReferenceId;
using limen::Score;
using Top = limen::search::TopK<ReferenceId>;

namespace {

CandidateList random_list(std::size_t n, int distinct_scores, std::mt19937& generator) {
  CandidateList list;
  for (std::size_t i = 0; i < n; ++i)
    list.push_back({ReferenceId{i + 1}, Score{static_cast<int>(generator() % static_cast<unsigned>(distinct_scores))}});
  std::shuffle(list.begin(), list.end(), generator);
  return list;
}

CandidateList first_of_sorted(CandidateList list, std::size_t k) {
  std::sort(list.begin(), list.end(), [](const Candidate& a, const Candidate& b) {
    if (a.score.milli != b.score.milli) return a.score.milli > b.score.milli;
    return a.id.value < b.id.value;
  });
  list.resize(std::min(k, list.size()));
  return list;
}

}  // namespace

TEST_CASE("the best K are those of a full sort, ties included") {
  std::mt19937 generator(1);
  for (const std::size_t n : {0U, 1U, 2U, 7U, 100U, 1000U})
    for (const int scores : {1, 3, 50, 1000000})
      for (const std::size_t k : {0U, 1U, 2U, 20U, 99U, 100U, 101U, 5000U}) {
        const auto list = random_list(n, scores, generator);
        Top top(k);
        for (const auto& entry : list) top.offer(entry);
        CAPTURE(n);
        CAPTURE(scores);
        CAPTURE(k);
        CHECK(top.size() == std::min(k, n));
        CHECK(top.take() == first_of_sorted(list, k));
      }
}

TEST_CASE("any split into heaps that are merged gives the same list") {
  std::mt19937 generator(2);
  for (int round = 0; round < 200; ++round) {
    const auto list = random_list(1 + generator() % 300, 1 + static_cast<int>(generator() % 40), generator);
    const std::size_t k = generator() % 40, heaps = 1 + generator() % 6;
    std::vector<Top> tops(heaps, Top(k));
    for (const auto& entry : list) tops[generator() % heaps].offer(entry);
    for (std::size_t h = 1; h < heaps; ++h) tops[0].merge(tops[h]);
    REQUIRE(tops[0].take() == first_of_sorted(list, k));
  }
}

TEST_CASE("may_keep never refuses what offer would keep") {
  Top top(2);
  CHECK(top.may_keep(Score::lowest()));
  top.offer(ReferenceId{5}, Score{10});
  top.offer(ReferenceId{6}, Score{20});
  CHECK_FALSE(top.may_keep(Score{9}));
  CHECK(top.may_keep(Score{10}));
  top.offer(ReferenceId{4}, Score{10});  // an equal score with a lower id takes the place
  CHECK(top.take() == CandidateList{{ReferenceId{6}, Score{20}}, {ReferenceId{4}, Score{10}}});
  CHECK_FALSE(Top(0).may_keep(Score{INT32_MAX}));
}
