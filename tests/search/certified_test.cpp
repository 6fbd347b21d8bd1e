// tests of certified search: the float list, always
#include <array>

#include <doctest/doctest.h>

#include "limen/simd/target.hpp"

#include "tests/search/embeddings.hpp"

using namespace limen::test;
using limen::ReferenceId;
using limen::search::EmbeddingQuery;
using limen::search::Filter;
using limen::search::Mode;
using limen::search::Originals;

TEST_CASE("certified gives the float list in more than 100 000 random cases") {
  std::size_t cases = 0;
  for (std::size_t round = 0; round < 2200; ++round) {
    const std::size_t n = round % 3 == 0 ? 64 : round % 3 == 1 ? 100 : 128;
    Embeddings make(n, round);
    const Kind kind = kinds[round % kinds.size()];
    const std::size_t size = 1 + make.below(300);
    const auto gallery = make.gallery(kind, size);
    const auto index = index_of(gallery, {.dimension = n,
                                          .originals = round % 5 == 0 ? Originals::float16 : Originals::float32,
                                          .clip = round % 11 == 0 ? 1.0F : 5.0F});
    Filter filter(size);
    for (std::size_t i = 0; i < size; ++i)
      if (make.below(3) != 0) filter.set(i);
    EmbeddingQuery query{.candidates = 1 + make.below(round % 7 == 0 ? 400 : 12)};
    if (round % 4 == 1) query.threshold = 0.3F;
    if (round % 4 == 2) query.filter = &filter;
    const auto probes = make.probes(gallery, 48);
    query.mode = Mode::floating;
    const auto wanted = index.search(probes, query).value();
    query.mode = Mode::certified;
    const auto found = index.search(probes, query).value();
    CAPTURE(round);
    CHECK(found.lists == wanted.lists);
    CHECK(found.visible == wanted.visible);
    if (query.threshold) CHECK(index.range_search(probes, query).value().lists.size() == 48);
    cases += 48;
  }
  CHECK(cases >= 100000);
}

TEST_CASE("certified compares few in float where scores are spread, and counts them") {
  Embeddings make(512, 7);
  const auto gallery = make.gallery(Kind::independent, 20000);
  const auto index = index_of(gallery, {.dimension = 512});
  const auto found = index.search(make.probes(gallery, 8), {.candidates = 10}).value();
  for (const auto& proof : found.proofs) {
    CHECK(proof.compared >= 10);
    CHECK(proof.compared <= proof.in_doubt);
    CHECK(proof.in_doubt < 2000);
  }
}

TEST_CASE("every mode gives the same list on every target and for every number of threads") {
  limen::ThreadPool three(3), two(2);
  for (const std::size_t n : {64U, 200U, 512U})
    for (const auto kind : kinds) {
      Embeddings make(n, n);
      const auto gallery = make.gallery(kind, 1500);
      const auto index = index_of(gallery, {.dimension = n, .sign_bits = true});
      const auto probes = make.probes(gallery, 9);
      for (const auto mode : {Mode::certified, Mode::quantised, Mode::floating, Mode::cascade}) {
        const EmbeddingQuery query{.candidates = 15, .mode = mode, .keep = 0.1, .keep_at_least = 20};
        const auto wanted = index.search(probes, query).value();
        CAPTURE(n);
        CAPTURE(to_string(mode));
        for (auto* pool : {&two, &three})
          CHECK(index.search(probes, query, {.executor = pool}).value().lists == wanted.lists);
        for (std::size_t p = 0; p < 9; ++p)  // a probe alone meets another kernel
          CHECK(index.search(std::span(probes).subspan(p * n, n), query).value().lists[0] == wanted.lists[p]);
        for (const auto& target : limen::simd::targets()) {
          const limen::simd::scoped_target scope(target.name);
          if (!scope) continue;
          CAPTURE(target.name);
          CHECK(index.search(probes, query).value().lists == wanted.lists);
          CHECK(index_of(gallery, index.options()).search(probes, query, {.executor = &two}).value().lists ==
                wanted.lists);
        }
      }
    }
}
