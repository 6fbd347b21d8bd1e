#include "limen/evaluation/protocol.hpp"

#include <cmath>
#include <vector>

#include "tests/support.hpp"

using limen::evaluation::fold_accuracy;
using limen::evaluation::Trial;

TEST_CASE("the threshold of a fold comes from the other folds") {
  // Fold 1 alone would choose a threshold of 31; fold 0 says 11, and at 11 one non-mated trial of fold 1 matches.
  const std::vector<Trial> trials{{{10}, false}, {{20}, true}, {{30}, false}, {{40}, true}};
  const std::vector<std::uint32_t> fold{0, 0, 1, 1};
  const auto result = fold_accuracy(trials, fold).value();
  CHECK(result.folds == 2);
  CHECK(result.mean == doctest::Approx(0.5));  // each fold is half right with the other's threshold
  CHECK(result.standard_error == doctest::Approx(0));

  const std::vector<Trial> uneven{{{10}, false}, {{20}, true}, {{15}, false}, {{25}, true}};
  const auto other = fold_accuracy(uneven, fold).value();
  CHECK(other.mean == doctest::Approx(0.75));
  CHECK(other.standard_error == doctest::Approx(std::sqrt(2 * 0.25 * 0.25) / std::sqrt(2.0)));
}

TEST_CASE("folds must be named for each trial, and two at least") {
  const std::vector<Trial> trials(3);
  CHECK(fold_accuracy(trials, std::vector<std::uint32_t>{1, 2}).error().code == limen::ErrorCode::invalid_argument);
  CHECK(fold_accuracy(trials, std::vector<std::uint32_t>{1, 1, 1}).error().code == limen::ErrorCode::invalid_argument);
}
