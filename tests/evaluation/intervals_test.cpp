#include "limen/evaluation/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "limen/evaluation/rates.hpp"

#include "tests/support.hpp"

using limen::ErrorCode;
using limen::Score;
using limen::evaluation::bootstrap;
using limen::evaluation::BootstrapOptions;
using limen::evaluation::Interval;
using limen::evaluation::Rates;
using limen::evaluation::Trial;
using limen::evaluation::wilson;

namespace {

struct Experiment {
  std::vector<Trial> trials;
  std::vector<std::uint32_t> subject;
};

// Fingers of 4 impressions, every pair compared; some fingers are much worse than others.
Experiment experiment(std::uint32_t fingers, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Experiment e;
  std::vector<int> worse;
  for (std::uint32_t f = 0; f < fingers; ++f) {
    worse.push_back(static_cast<int>(random() % 300));
    for (int i = 0; i < 4; ++i) e.subject.push_back(f);
  }
  for (std::uint32_t a = 0; a < e.subject.size(); ++a)
    for (std::uint32_t b = a + 1; b < e.subject.size(); ++b) {
      const bool mated = e.subject[a] == e.subject[b];
      int score = static_cast<int>(random() % 500) + (mated ? 500 - worse[e.subject[a]] : 0);
      if (random() % 97 == 0) score = INT32_MIN;
      e.trials.push_back({{score}, mated, a, b});
    }
  return e;
}

// The same replicates by definition: repeat each trial as often as it was drawn and ask Rates.
std::vector<Score> repeated(const Experiment& e, const std::vector<int>& draws, bool mated) {
  std::vector<Score> scores;
  for (const Trial& trial : e.trials) {
    if (trial.mated != mated) continue;
    const int a = draws[e.subject[trial.probe]], b = draws[e.subject[trial.reference]];
    scores.insert(scores.end(), static_cast<std::size_t>(mated ? a : a * b), trial.score);
  }
  return scores;
}

}  // namespace

TEST_CASE("the bootstrap agrees with repeated trials") {
  const Experiment e = experiment(6, 1);
  // One replicate with its own seed gives an interval of width nothing: that replicate's rates.
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    const auto one = bootstrap(e.trials, e.subject, {.replicates = 1, .seed = seed}).value();
    CHECK(one.eer.low == one.eer.high);
    // The draws are not seen from outside: look for a multiset of six fingers that gives exactly these rates.
    bool found = false;
    std::vector<int> draws(6);
    const auto search = [&](auto&& self, std::size_t finger, int left) -> void {
      if (found) return;
      if (finger + 1 == draws.size()) {
        draws[finger] = left;
        const Rates rates(repeated(e, draws, true), repeated(e, draws, false));
        if (rates.non_mated() == 0 || rates.mated() == 0) return;
        const auto same = [](double x, double y) { return std::abs(x - y) < 1e-9; };
        found = same(rates.eer(), one.eer.low) && same(rates.zero_fmr().fnmr, one.zero_fmr.low) &&
                same(rates.at_fmr(1e-2).value().fnmr, one.fnmr[0].low) &&
                same(rates.at_fmr(1e-3).value().fnmr, one.fnmr[1].low);
        return;
      }
      for (int n = 0; n <= left; ++n) {
        draws[finger] = n;
        self(self, finger + 1, left - n);
      }
    };
    search(search, 0, 6);
    CHECK(found);
  }
}

TEST_CASE("the interval holds the estimate, narrows with more fingers, and repeats with its seed") {
  const Experiment few = experiment(8, 2), many = experiment(60, 2);
  const BootstrapOptions options{.replicates = 200, .seed = 7};
  const auto wide = bootstrap(few.trials, few.subject, options).value();
  const auto narrow = bootstrap(many.trials, many.subject, options).value();
  const double eer = Rates(many.trials).eer();
  CHECK(narrow.eer.low <= eer);
  CHECK(narrow.eer.high >= eer);
  CHECK(narrow.eer.high - narrow.eer.low < wide.eer.high - wide.eer.low);
  limen::ThreadPool pool(4);
  const auto again = bootstrap(many.trials, many.subject, options, {.executor = &pool}).value();
  CHECK(again.eer == narrow.eer);
  CHECK(again.fnmr == narrow.fnmr);
  CHECK(again.zero_fmr == narrow.zero_fmr);
}

TEST_CASE("what cannot be drawn is refused") {
  const Experiment e = experiment(3, 3);
  const auto code = [](const auto& result) { return result.error().code; };
  CHECK(code(bootstrap({}, {})) == ErrorCode::invalid_argument);
  CHECK(code(bootstrap(e.trials, std::vector<std::uint32_t>{0, 1})) == ErrorCode::invalid_argument);
  CHECK(code(bootstrap(e.trials, e.subject, {.replicates = 0})) == ErrorCode::invalid_argument);
  CHECK(code(bootstrap(e.trials, e.subject, {.confidence = 1})) == ErrorCode::invalid_argument);
  CHECK(code(bootstrap(e.trials, e.subject, {.confidence = std::nan("")})) == ErrorCode::invalid_argument);
  std::vector<Trial> mated_only;
  std::ranges::copy_if(e.trials, std::back_inserter(mated_only), &Trial::mated);
  CHECK(code(bootstrap(mated_only, e.subject)) == ErrorCode::invalid_argument);
}

TEST_CASE("a bootstrap can be stopped") {
  const Experiment e = experiment(4, 5);
  std::stop_source source;
  source.request_stop();
  CHECK(bootstrap(e.trials, e.subject, {}, {.stop = source.get_token()}).error().code == ErrorCode::cancelled);
}

TEST_CASE("the Wilson interval has its textbook values") {
  // 10 errors in 100 trials at 95 %: (0.0552, 0.1744); no error in 100: upper end z²/(n+z²) = 0.0370.
  const Interval ten = wilson(10, 100).value();
  CHECK(ten.low == doctest::Approx(0.05523).epsilon(1e-3));
  CHECK(ten.high == doctest::Approx(0.17437).epsilon(1e-3));
  const Interval none = wilson(0, 100).value();
  CHECK(none.low == 0);
  CHECK(none.high == doctest::Approx(0.03699).epsilon(1e-3));
  CHECK(wilson(5, 5).value().high == 1);
  CHECK(wilson(1, 0).error().code == ErrorCode::invalid_argument);
  CHECK(wilson(2, 1).error().code == ErrorCode::invalid_argument);
  CHECK(wilson(1, 2, 0).error().code == ErrorCode::invalid_argument);
}
