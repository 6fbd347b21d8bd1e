// tests of the embedding index
#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>

#include <doctest/doctest.h>
#include <unistd.h>

#include "tests/search/embeddings.hpp"

using namespace limen::test;
using limen::ErrorCode;
using limen::ReferenceId;
using limen::search::EmbeddingIndex;
using limen::search::EmbeddingQuery;
using limen::search::Filter;
using limen::search::Mode;
using limen::search::Originals;

namespace {

constexpr std::size_t n = 64;
constexpr float nan_value = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();

long double cosine(const float* a, const float* b, std::size_t count) {
  long double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < count; ++i) {
    ab += static_cast<long double>(a[i]) * b[i];
    aa += static_cast<long double>(a[i]) * a[i];
    bb += static_cast<long double>(b[i]) * b[i];
  }
  return ab / std::sqrt(aa * bb);
}

}  // namespace

TEST_CASE("scores are cosines, best first, whatever the length of the vectors") {
  Embeddings make(n, 1);
  auto gallery = make.gallery(Kind::independent, 200);
  for (std::size_t i = 0; i < gallery.size(); ++i)
    gallery[i] *= static_cast<float>(std::pow(10.0, static_cast<double>(i / n % 60) - 30));
  auto probes = make.probes(gallery, 10);
  for (const auto originals : {Originals::float32, Originals::float16}) {
    const auto index = index_of(gallery, {.dimension = n, .originals = originals});
    for (const auto mode : {Mode::certified, Mode::quantised, Mode::floating}) {
      const auto found = index.search(probes, {.candidates = 500, .mode = mode}).value();
      const double slack = mode == Mode::quantised ? 0.03 : originals == Originals::float16 ? 1e-3 : 1e-6;
      for (std::size_t p = 0; p < 10; ++p) {
        CHECK(found.lists[p].size() == 200);  // k > N
        CHECK(std::is_sorted(found.lists[p].begin(), found.lists[p].end()));
        for (const auto& [id, score] : found.lists[p])
          CHECK(std::abs(static_cast<double>(cosine(&probes[p * n], &gallery[(id.value - 1) * n], n)) -
                         static_cast<double>(score)) < slack);
      }
    }
  }
}

TEST_CASE("ids stay with their vectors through additions, updates and removals") {
  Embeddings make(n, 2);
  auto index = EmbeddingIndex::create({.dimension = n, .sign_bits = true}).value();
  std::map<std::uint64_t, std::vector<float>> truth;
  std::uint64_t next = 1;
  for (int step = 0; step < 300; ++step) {
    const auto what = make.below(4);
    if (what < 2 || truth.size() < 5) {
      const std::size_t count = 1 + make.below(90);
      const auto ids = ids_from(next, count);
      const auto vectors = make.noise(count * n);
      index.add(ids, vectors).value();
      for (std::size_t i = 0; i < count; ++i) truth[next + i].assign(&vectors[i * n], &vectors[i * n] + n);
      next += count;
    } else {
      std::vector<ReferenceId> some;
      for (const auto& [id, vector] : truth)
        if (make.below(5) == 0) some.push_back({id});
      if (what == 2) {
        index.remove(some).value();
        for (const auto id : some) truth.erase(id.value);
      } else {
        const auto vectors = make.noise(some.size() * n);
        index.update(some, vectors).value();
        for (std::size_t i = 0; i < some.size(); ++i) truth[some[i].value].assign(&vectors[i * n], &vectors[i * n] + n);
        if (step % 3 == 0) index.compact().value();
      }
    }
    CHECK(index.size() == truth.size());
    if (step % 10 != 0) continue;
    std::vector<float> gallery;
    std::vector<ReferenceId> ids;
    for (const auto& [id, vector] : truth) {
      ids.push_back({id});
      gallery.insert(gallery.end(), vector.begin(), vector.end());
    }
    auto fresh = EmbeddingIndex::create(index.options()).value();
    fresh.add(ids, gallery).value();
    for (const auto mode : {Mode::certified, Mode::quantised, Mode::floating, Mode::cascade}) {
      const EmbeddingQuery query{.candidates = 7, .mode = mode, .keep_at_least = 50};
      const auto probes = make.probes(gallery, 4);
      CHECK(index.search(probes, query).value().lists == fresh.search(probes, query).value().lists);
    }
    CHECK(index.contains({truth.begin()->first}));
    CHECK(!index.contains({next}));
  }
}

TEST_CASE("who is outside the filter changes no bit of the answer") {
  Embeddings make(n, 3);
  const std::size_t size = 500;
  auto gallery = make.gallery(Kind::clusters, size);
  const auto probes = make.probes(gallery, 7);
  Filter filter(size);
  for (std::size_t i = 0; i < size; ++i)
    if (i % 3 != 0 && !(i >= 128 && i < 256)) filter.set(i);
  std::vector<ReferenceId> ids;
  std::vector<float> inside;
  filter.for_each([&](std::size_t i) {
    ids.push_back({i + 1});
    inside.insert(inside.end(), &gallery[i * n], &gallery[i * n] + n);
  });
  auto alone = EmbeddingIndex::create({.dimension = n, .sign_bits = true}).value();
  alone.add(ids, inside).value();
  const auto index = index_of(gallery, alone.options());
  // The same, with others outside.
  for (std::size_t i = 0; i < size; ++i)
    if (!filter.test(i)) std::ranges::copy(make.noise(n), &gallery[i * n]);
  const auto others = index_of(gallery, alone.options());
  for (const auto mode : {Mode::certified, Mode::quantised, Mode::floating, Mode::cascade}) {
    EmbeddingQuery query{.candidates = 20, .mode = mode, .keep_at_least = 60};
    const auto wanted = alone.search(probes, query).value();
    query.filter = &filter;
    const auto found = index.search(probes, query).value();
    CHECK(found.lists == wanted.lists);
    CHECK(found.visible == wanted.visible);
    CHECK(others.search(probes, query).value().lists == wanted.lists);
    CHECK(others.search(probes, query).value().proofs == found.proofs);
  }
}

TEST_CASE("a range search gives everybody from the threshold on") {
  Embeddings make(n, 4);
  const auto gallery = make.gallery(Kind::low_rank, 400);
  const auto index = index_of(gallery, {.dimension = n});
  const auto probes = make.probes(gallery, 5);
  const auto all = index.search(probes, {.candidates = 400, .mode = Mode::floating}).value();
  for (std::size_t p = 0; p < 5; ++p) {
    const float threshold = all.lists[p][123].score;  // met by equality
    auto wanted = all.lists[p];
    std::erase_if(wanted, [&](const auto& candidate) { return candidate.score < threshold; });
    const auto probe = std::span(probes).subspan(p * n, n);
    CHECK(index.range_search(probe, {.threshold = threshold}).value().lists[0] == wanted);
    CHECK(index.range_search(probe, {.threshold = threshold, .mode = Mode::floating}).value().lists[0] == wanted);
    CHECK(index.search(probe, {.candidates = 5, .threshold = threshold}).value().lists[0].size() == 5);
    CHECK(index.range_search(probe, {.threshold = infinity}).value().lists[0].empty());
    CHECK(index.range_search(probe, {.threshold = -infinity}).value().lists[0] == all.lists[p]);
    const auto quantised = index.search(probe, {.candidates = 400, .mode = Mode::quantised}).value().lists[0];
    CHECK(index.range_search(probe, {.threshold = quantised[77].score, .mode = Mode::quantised})
              .value()
              .lists[0]
              .size() >= 78);
  }
  CHECK(index.range_search(probes, {}).error().code == ErrorCode::invalid_argument);
}

TEST_CASE("a rate is the threshold that the calibration gives, among those who may be seen") {
  using limen::Calibration;
  using limen::ErrorRate;
  constexpr std::array<Calibration::Knot, 2> knots{{{0, 0}, {0.5, 5}}};  // 0.1 stands for 1 in 10, 0.2 for 1 in 100
  const Calibration calibration(knots, 10);
  Embeddings make(n, 6);
  const std::size_t size = 400;
  const auto gallery = make.gallery(Kind::independent, size);
  const auto index = index_of(gallery, {.dimension = n});
  const auto probes = make.probes(gallery, 5);
  const auto equal = [&](const EmbeddingQuery& asked, float threshold, double expected,
                         const Filter* filter = nullptr) {
    auto query = asked;
    query.filter = filter, query.calibration = &calibration;
    const auto found = index.range_search(probes, query).value();
    REQUIRE(found.threshold);
    CHECK(*found.threshold == doctest::Approx(threshold));
    CHECK(*found.threshold >= threshold);
    CHECK(found.expected_false_candidates.value() == doctest::Approx(expected));
    CHECK(found.lists == index.range_search(probes, {.threshold = threshold, .filter = filter}).value().lists);
  };
  equal({.rate = ErrorRate{.fmr = 0.1}}, 0.1F, 40);
  equal({.rate = ErrorRate{.fpir = 0.4}}, 0.3F, 0.4);
  equal({.rate = ErrorRate{.fpir = 0.4, .n = 4}}, 0.1F, 40);
  equal({.threshold = 0.2F}, 0.2F, 4);
  Filter few(size);
  for (std::size_t i = 0; i < 40; ++i) few.set(3 * i);
  equal({.rate = ErrorRate{.fpir = 0.4}}, 0.2F, 0.4, &few);
  const auto all = index.search(probes, {.candidates = size, .rate = ErrorRate{.fmr = 1}, .calibration = &calibration});
  CHECK(all.value().lists == index.search(probes, {.candidates = size}).value().lists);
  CHECK_FALSE(index.search(probes, {.threshold = 0.2F}).value().expected_false_candidates);
  CHECK_FALSE(index.search(probes, {.calibration = &calibration}).value().expected_false_candidates);
  for (const auto& wrong :
       {EmbeddingQuery{.rate = ErrorRate{.fmr = 0.1}},
        EmbeddingQuery{.threshold = 0.2F, .rate = ErrorRate{.fmr = 0.1}, .calibration = &calibration},
        EmbeddingQuery{.rate = ErrorRate{.fmr = 0.1, .fpir = 0.1}, .calibration = &calibration},
        EmbeddingQuery{.rate = ErrorRate{.fmr = 2}, .calibration = &calibration},
        EmbeddingQuery{.rate = ErrorRate{.fmr = nan_value}, .calibration = &calibration}})
    CHECK(index.search(probes, wrong).error().code == ErrorCode::invalid_argument);
}

TEST_CASE("what cannot be searched is refused by name") {
  Embeddings make(n, 5);
  for (const std::size_t dimension : {0U, 63U, 2049U})
    CHECK(EmbeddingIndex::create({.dimension = dimension}).error().code == ErrorCode::invalid_argument);
  CHECK(EmbeddingIndex::create({.dimension = n, .clip = nan_value}).error().code == ErrorCode::invalid_argument);
  auto index = EmbeddingIndex::create({.dimension = n}).value();
  CHECK(index.search(make.noise(2 * n)).value().lists ==
        std::vector<std::vector<limen::search::EmbeddingCandidates::Candidate>>(2));  // N = 0
  index.add(ids_from(1, 10), make.noise(10 * n)).value();
  const auto before = index.search(make.noise(n), {.candidates = 10}).value().visible;
  const auto refused = [&](const limen::Result<void>& result, ErrorCode code, const char* word) {
    REQUIRE(!result);
    CHECK(result.error().code == code);
    CHECK_MESSAGE(result.error().message.find(word) != std::string::npos, result.error().message);
    CHECK(index.size() == 10);
  };
  for (const float bad : {nan_value, infinity, -infinity}) {
    auto vectors = make.noise(5 * n);
    vectors[3 * n + 17] = bad;
    refused(index.add(ids_from(11, 5), vectors), ErrorCode::invalid_argument, "vector 3");
    refused(index.update(ids_from(1, 5), vectors), ErrorCode::invalid_argument, "vector 3");
    CHECK(index.search(vectors).error().message.find("probe 3") != std::string::npos);
  }
  auto zero = make.noise(5 * n);
  std::fill_n(zero.begin() + 2 * n, n, 0.0F);
  refused(index.add(ids_from(11, 5), zero), ErrorCode::invalid_argument, "vector 2");
  CHECK(index.search(zero).error().message.find("probe 2") != std::string::npos);
  const auto one = make.noise(n), two = make.noise(2 * n);
  refused(index.add(ids_from(11, 1), two), ErrorCode::invalid_argument, "128 values");
  refused(index.add(ids_from(10, 2), two), ErrorCode::already_exists, "id 10");
  refused(index.add(std::vector<ReferenceId>{{20}, {20}}, two), ErrorCode::invalid_argument, "twice");
  refused(index.add(std::vector<ReferenceId>{{0}}, one), ErrorCode::invalid_argument, "id 0");
  refused(index.update(ids_from(11, 1), one), ErrorCode::not_found, "id 11");
  refused(index.remove(ids_from(10, 2)), ErrorCode::not_found, "id 11");
  refused(index.remove(std::vector<ReferenceId>{{3}, {3}}), ErrorCode::invalid_argument, "twice");
  CHECK(before == 10);

  const Filter longer(11, true);
  CHECK(index.search(one, {.filter = &longer}).error().code == ErrorCode::invalid_argument);
  CHECK(index.search(one, {.threshold = nan_value}).error().code == ErrorCode::invalid_argument);
  CHECK(index.search(std::span(two).first(n + 1)).error().code == ErrorCode::invalid_argument);
  CHECK(index.search(one, {.mode = Mode::cascade}).error().code == ErrorCode::invalid_argument);
  CHECK(index.search(one, {.candidates = 0}).value().lists[0].empty());
  CHECK(index.search({}).value().lists.empty());
  auto codes = EmbeddingIndex::create({.dimension = n, .originals = Originals::none}).value();
  codes.add(ids_from(1, 2), two).value();
  CHECK(codes.search(one).error().message.find("quantised") != std::string::npos);
  CHECK(codes.search(one, {.mode = Mode::quantised}).value().lists[0].size() == 2);
}

#if defined(__linux__)
TEST_CASE("what is removed is given back to the system") {
  const auto resident = [] {
    std::size_t total = 0, pages = 0;
    std::ifstream("/proc/self/statm") >> total >> pages;
    return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  };
  constexpr std::size_t count = 30000, dimension = 512;  // 77 MB
  const std::size_t before = resident();
  auto index = EmbeddingIndex::create({.dimension = dimension}).value();
  {
    Embeddings make(dimension, 9);
    const auto few = make.noise(1000 * dimension);
    for (std::size_t i = 0; i < count; i += 1000) index.add(ids_from(i + 1, 1000), few).value();
  }
  const std::size_t full = resident();
  CHECK(full > before + 70'000'000);
  index.remove(ids_from(101, count - 100)).value();
  CHECK(resident() < before + (full - before) / 4);
  CHECK(index.size() == 100);
  CHECK(index.ids()[0] == ReferenceId{1});
  index.compact().value();
  CHECK(index.search(std::vector<float>(dimension, 1), {.candidates = 200}).value().lists[0].size() == 100);
}
#endif

TEST_CASE("a search that is stopped says so") {
  Embeddings make(n, 6);
  const auto index = index_of(make.noise(1000 * n), {.dimension = n});
  std::stop_source stop;
  stop.request_stop();
  for (const auto mode : {Mode::certified, Mode::quantised, Mode::floating})
    CHECK(index.search(make.noise(n), {.mode = mode}, {.stop = stop.get_token()}).error().code == ErrorCode::cancelled);
}
