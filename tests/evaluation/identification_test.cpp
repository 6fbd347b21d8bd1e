#include "limen/evaluation/identification.hpp"

#include <vector>

#include "tests/support.hpp"

using limen::Score;
using limen::evaluation::Rank1;
using limen::evaluation::rank1;
using limen::evaluation::Trial;

TEST_CASE("each sample is searched among those it was compared with") {
  // Samples 0 and 1 are one finger, 2 and 3 another; 4 is alone.
  std::vector<Trial> trials{{{90}, true, 0, 1},  {{80}, true, 2, 3},  {{10}, false, 0, 2}, {{20}, false, 0, 3},
                            {{15}, false, 1, 2}, {{85}, false, 1, 3}, {{5}, false, 4, 0}};
  CHECK(rank1(trials) == Rank1{4, 3});  // sample 3 finds 1 before 2
  CHECK(rank1(trials).rate() == 0.75);
}

TEST_CASE("ties and failures are not found") {
  CHECK(rank1(std::vector<Trial>{{{7}, true, 0, 1}, {{7}, false, 0, 2}}) == Rank1{2, 1});
  CHECK(rank1(std::vector<Trial>{{Score::lowest(), true, 0, 1}}) == Rank1{2, 0});
  CHECK(rank1({}).rate() == 0);
}
