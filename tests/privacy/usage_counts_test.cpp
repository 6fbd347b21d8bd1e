// Counts with noise: the law of the noise, and a budget that is spent once.
#include "limen/privacy/usage_counts.hpp"

#include <cmath>
#include <csignal>
#include <iterator>
#include <map>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/code_of.hpp"
#include "tests/files.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::privacy;
using limen::test::code_of;
using limen::test::slurp;
using limen::test::spill;
using limen::test::TemporaryDirectory;

TEST_CASE("The noise has the two-sided geometric law") {
  constexpr int draws = 20000;
  for (const auto& [milli, contribution] : {std::pair{500U, 1U}, {1000U, 1U}, {1000U, 4U}, {3000U, 1U}}) {
    std::map<std::int64_t, int> seen;
    for (int i = 0; i < draws; ++i) ++seen[geometric_noise({milli}, contribution)];
    const double a = std::exp(-static_cast<double>(milli) / 1000 / contribution);
    for (std::int64_t k = -3; k <= 3; ++k) {
      const double p = (1 - a) / (1 + a) * std::pow(a, std::abs(static_cast<double>(k)));
      const double deviation = std::sqrt(p * (1 - p) / draws);
      CHECK(std::abs(seen[k] / static_cast<double>(draws) - p) < 5.5 * deviation);  // 1 in 25 million fails by chance
    }
  }
}

TEST_CASE("The budget is spent once and for all, and refuses when it is spent") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  UsageCount first;
  {
    auto counts = UsageCounts::open(folder / "counts", key, {1000}).value();
    first = counts.publish("searches 2019-06", 480, {400}).value();
    CHECK(std::abs(first.value - 480) < 200);
    CHECK(counts.left().milli == 600);
    CHECK(counts.publish("searches 2019-06", 480, {400}).value() == first);  // no second draw
    CHECK(counts.publish("searches 2019-06", 1, {400}).value() == first);    // not of another count either
    CHECK(counts.left().milli == 600);
  }
  auto counts = UsageCounts::open(folder / "counts", key, {1000}).value();
  CHECK(counts.published() == std::vector{first});
  CHECK(counts.publish("hits 2019-06", 3, {600}));
  CHECK(counts.left().milli == 0);
  CHECK(code_of(counts.publish("refusals 2019-06", 3, {1})) == ErrorCode::access_denied);
  CHECK(counts.published().size() == 2);
  CHECK(counts.publish("searches 2019-06", 480, {400}).value() == first);
}

TEST_CASE("What makes no sense is refused and spends nothing") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  CHECK(code_of(UsageCounts::open(folder / "counts", key, {0})) == ErrorCode::invalid_argument);
  CHECK(code_of(UsageCounts::open(folder / "counts", key, {1'000'001})) == ErrorCode::invalid_argument);
  auto counts = UsageCounts::open(folder / "counts", key, {1000}).value();
  CHECK(code_of(counts.publish("", 1, {1})) == ErrorCode::invalid_argument);
  CHECK(code_of(counts.publish("a", 1, {0})) == ErrorCode::invalid_argument);
  CHECK(code_of(counts.publish("a", 1, {1}, 0)) == ErrorCode::invalid_argument);
  CHECK(code_of(counts.publish("a", UINT64_MAX, {1})) == ErrorCode::invalid_argument);
  CHECK(counts.publish("a", 1, {1}));
  CHECK(code_of(counts.publish("a", 1, {2})) == ErrorCode::invalid_argument);
  CHECK(counts.left().milli == 999);
  CHECK(code_of(UsageCounts::open(folder / "counts", key, {2000})) == ErrorCode::invalid_argument);
}

TEST_CASE("The file, cut or changed at any byte, or under another key, is refused") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  UsageCounts::open(folder / "counts", key, {1000}).value().publish("a", 1, {10}).value();
  CHECK(code_of(UsageCounts::open(folder / "counts", Key::random(), {1000})) == ErrorCode::wrong_key);
  const auto bytes = slurp(folder / "counts");
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    spill(folder / "counts", changed);
    CHECK(!UsageCounts::open(folder / "counts", key, {1000}));
    spill(folder / "counts", bytes.substr(0, i));
    CHECK(!UsageCounts::open(folder / "counts", key, {1000}));
  }
}

TEST_CASE("On a full disk nothing is published, and nothing is spent") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  UsageCounts::open(folder / "counts", key, {1000}).value();
  const auto size = std::filesystem::file_size(folder / "counts");
  const pid_t child = fork();
  if (child == 0) {
    (void)std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{size + 10, RLIM_INFINITY};
    (void)setrlimit(RLIMIT_FSIZE, &limit);
    auto counts = UsageCounts::open(folder / "counts", key, {1000}).value();
    _exit(code_of(counts.publish("a", 1, {10})) == ErrorCode::io_error && counts.left().milli == 1000 ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(UsageCounts::open(folder / "counts", key, {1000}).value().left().milli == 1000);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}
