#include "limen/search/search.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <random>
#include <stop_token>

#include <doctest/doctest.h>

#include "tests/search/modality.hpp"

using namespace limen;
using whole_numbers::Block;
using whole_numbers::Probe;
using Slice = search::Slice<Block>;

static_assert(search::ModalityTemplate<whole_numbers::Template>);
static_assert(search::Comparable<Probe, Block>);
static_assert(!search::ModalityTemplate<int>);

namespace {

/// A gallery of random numbers, some hidden, some not comparable, split at random; and what a plain sort finds.
struct World {
  std::vector<Block> blocks;
  std::vector<std::vector<ReferenceId>> ids;
  std::vector<search::Filter> filters;
  std::vector<Slice> slices;
  CandidateList all;  // visible, comparable, sorted
  std::size_t visible = 0;

  World(std::size_t n, unsigned seed, int probe, unsigned visible_of_8 = 6) {
    std::mt19937 generator(seed);
    std::vector<std::uint64_t> shuffled(n);
    for (std::size_t i = 0; i < n; ++i) shuffled[i] = i + 1;
    std::shuffle(shuffled.begin(), shuffled.end(), generator);
    std::size_t at = 0;
    while (at < n || blocks.size() < 2) {  // a small world has empty blocks
      const std::size_t size = std::min<std::size_t>(n - at, generator() % 97);
      std::vector<int> values(size);
      auto& own = ids.emplace_back(size);
      search::Filter filter(size);
      for (std::size_t i = 0; i < size; ++i, ++at) {
        values[i] = static_cast<int>(generator() % 210) - 10;
        own[i] = ReferenceId{shuffled[at]};
        if (generator() % 8 >= visible_of_8) continue;
        filter.set(i);
        ++visible;
        if (values[i] >= 0) all.push_back({own[i], Score{10000 - std::abs(values[i] - probe)}});
      }
      filters.push_back(filter);
      blocks.emplace_back(values);
    }
    for (std::size_t b = 0; b < blocks.size(); ++b) slices.push_back({&blocks[b], ids[b], &filters[b]});
    std::sort(all.begin(), all.end());
  }
  CandidateList best(std::size_t k) const {
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(k, all.size()))};
  }
};

}  // namespace

TEST_CASE("the list is that of a full sort, for any split, filter and number of threads") {
  ThreadPool pool(4);
  for (unsigned seed = 0; seed < 40; ++seed) {
    const World world(seed * 30, seed, 100, seed % 9);
    CAPTURE(seed);
    for (const std::size_t k : {0U, 1U, 20U, 100000U}) {
      CAPTURE(k);
      const std::span<const Slice> slices(world.slices);
      const auto serial = search::exhaustive(Probe{100}, slices, {.candidates = k}).value();
      const auto parallel = search::exhaustive(Probe{100}, slices, {.candidates = k}, {.executor = &pool}).value();
      CHECK(serial.candidates == world.best(k));
      CHECK(serial.visible == world.visible);
      CHECK(serial == parallel);
    }
  }
}

TEST_CASE("a threshold cuts the list, and its fraction is rounded up") {
  const World world(600, 5, 100);
  const std::span<const Slice> slices(world.slices);
  const auto cut = search::exhaustive(Probe{100}, slices, {.candidates = 1000, .threshold = 9.9955}).value();
  CHECK_FALSE(cut.candidates.empty());
  for (const auto& candidate : cut.candidates) CHECK(candidate.score.milli >= 9996);
  auto all = world.all;
  std::erase_if(all, [](const Candidate& c) { return c.score.milli < 9996; });
  CHECK(cut.candidates == all);
  CHECK(search::exhaustive(Probe{100}, slices, {.threshold = 1e300}).value().candidates.empty());
  CHECK(search::exhaustive(Probe{100}, slices, {.threshold = -1e300}).value().candidates == world.best(20));
}

TEST_CASE("a threshold may follow from a rate, and the result says how many false candidates to expect") {
  const World world(600, 5, 100);
  const std::span<const Slice> slices(world.slices);
  constexpr std::array<Calibration::Knot, 2> knots{{{9.875, 0}, {10, 2}}};  // 9.9375 stands for 0.1
  const Calibration calibration(knots, 20);
  const auto least = [&](const search::Options& options) {
    const auto found = search::exhaustive(Probe{100}, slices, options).value();
    for (const auto& candidate : found.candidates)
      CHECK(candidate.score >= search::least_score(options, world.visible));
    return found;
  };
  const auto by_fmr = least({.candidates = 1000, .rate = ErrorRate{.fmr = 0.1}, .calibration = &calibration});
  CHECK(by_fmr.expected_false_candidates.value() ==
        doctest::Approx(0.1 * static_cast<double>(world.visible)).epsilon(0.03));
  CHECK(by_fmr.candidates == least({.candidates = 1000, .threshold = 9.9375}).candidates);
  const auto by_fpir = least({.rate = ErrorRate{.fpir = 0.1}, .calibration = &calibration});
  CHECK(by_fpir.expected_false_candidates.value() <= 0.1);
  CHECK(by_fpir.candidates.empty());
  const auto by_n = least({.rate = ErrorRate{.fpir = 0.5, .n = 5}, .calibration = &calibration});
  CHECK(by_n.candidates == least({.threshold = 9.9375}).candidates);
  CHECK(least({.candidates = 1000, .rate = ErrorRate{.fmr = 1}, .calibration = &calibration}).candidates == world.all);
  CHECK(least({.threshold = 9.9375, .calibration = &calibration}).expected_false_candidates.has_value());
  CHECK_FALSE(least({.threshold = 9.9375}).expected_false_candidates);
  CHECK_FALSE(least({.calibration = &calibration}).expected_false_candidates);
  for (const search::Options& bad :
       {search::Options{.rate = ErrorRate{.fmr = 0.1}},
        search::Options{.rate = ErrorRate{}, .calibration = &calibration},
        search::Options{.rate = ErrorRate{.fpir = 2}, .calibration = &calibration},
        search::Options{.threshold = 9, .rate = ErrorRate{.fmr = 0.1}, .calibration = &calibration}})
    CHECK(search::exhaustive(Probe{100}, slices, bad).error().code == ErrorCode::invalid_argument);
}

TEST_CASE("an empty gallery gives an empty list") {
  CHECK(search::exhaustive(Probe{1}, std::span<const Slice>{}).value() == search::Found<>{});
  const Block nobody;
  const std::vector<Slice> slices{{&nobody, {}, nullptr}, {}};
  CHECK(search::exhaustive(Probe{1}, std::span<const Slice>(slices)).value() == search::Found<>{});
}

TEST_CASE("without a filter all are visible") {
  const Block block({7, 5, 5, -1});
  const std::vector<ReferenceId> ids{{4}, {3}, {2}, {1}};
  const std::vector<Slice> slices{{&block, ids, nullptr}};
  const auto found = search::exhaustive(Probe{5}, std::span<const Slice>(slices)).value();
  CHECK(found.candidates ==
        CandidateList{{ReferenceId{2}, {10000}}, {ReferenceId{3}, {10000}}, {ReferenceId{4}, {9998}}});
  CHECK(found.visible == 4);
}

TEST_CASE("a threshold that is no number is refused") {
  const search::Options options{.threshold = std::numeric_limits<double>::quiet_NaN()};
  const auto found = search::exhaustive(Probe{1}, std::span<const Slice>{}, options);
  REQUIRE_FALSE(found);
  CHECK(found.error().code == ErrorCode::invalid_argument);
}

TEST_CASE("slices that contradict themselves are refused") {
  const Block block({1, 2});
  const std::vector<ReferenceId> two{{1}, {2}}, one{{1}};
  const search::Filter wrong(3);
  for (const auto& slice : {Slice{&block, one, nullptr}, Slice{&block, two, &wrong}, Slice{nullptr, two, nullptr}}) {
    const auto found = search::exhaustive(Probe{1}, std::span<const Slice>(&slice, 1));
    REQUIRE_FALSE(found);
    CHECK(found.error().code == ErrorCode::invalid_argument);
    CHECK(found.error().message.find("slice 0") != std::string::npos);
  }
}

TEST_CASE("a search stops when it is asked to") {
  const World world(500, 1, 100);
  std::stop_source source;
  source.request_stop();
  const Work work{.stop = source.get_token()};
  CHECK(search::exhaustive(Probe{1}, std::span<const Slice>(world.slices), {}, work).error().code ==
        ErrorCode::cancelled);
}

TEST_CASE("progress only grows, and ends at its total") {
  const World world(900, 2, 100);
  ThreadPool pool(3);
  std::size_t last = 0, whole = 0;
  bool grew = true;
  const Work work{.executor = &pool, .progress = [&](std::size_t done, std::size_t total) {
                    grew = grew && done >= last && (whole == 0 || whole == total);
                    last = done, whole = total;
                  }};
  REQUIRE(search::exhaustive(Probe{100}, std::span<const Slice>(world.slices), {}, work));
  CHECK(grew);
  CHECK(last == whole);
  CHECK(whole == world.slices.size());
}
