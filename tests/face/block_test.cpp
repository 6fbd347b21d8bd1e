// tests of blocks: the bound spares comparisons and changes no list
#include "limen/face/block.hpp"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "limen/search/search.hpp"
#include "limen/simd/target.hpp"

#include "tests/face/faces.hpp"

using namespace limen;

namespace {

face::Template nobody(std::mt19937_64& generator, std::size_t n, const std::vector<float>& like, float noise,
                      std::uint32_t preprocessing = 1) {
  std::normal_distribution<float> normal;
  std::vector<float> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = (like.empty() ? 0 : like[i]) + noise * normal(generator);
  return face::make_template(test::model_of(1), preprocessing, values).value();
}

}  // namespace

TEST_CASE("what scores at least `least` has its score, and an exhaustive search its list, on every target") {
  static_assert(search::Bounded<face::Probe, face::Block>);
  std::mt19937_64 generator(1);
  for (const std::size_t n : {3U, 64U, 128U, 500U, 512U})
    for (const bool mixed : {false, true})
      for (const float noise : {1.0F, 0.02F, 0.0F}) {
        const std::vector<float> centre(n, 1.0F / 3);
        face::Block::Builder builder;
        std::vector<ReferenceId> ids;
        for (std::size_t i = 0; i < 333; ++i) {
          builder.add(nobody(generator, n, noise < 1 ? centre : std::vector<float>{},
                             noise + (noise == 0 && i == 0 ? 1 : 0), mixed && i % 3 == 0 ? 2 : 1));
          ids.push_back({1000 - i});
        }
        const auto block = builder.finish();
        CHECK(block.panels().empty() == mixed);
        const face::Probe probe(nobody(generator, n, centre, 0.5F));
        std::vector<Score> exact(block.size()), bounded(block.size());
        score(probe, block, exact);
        for (const auto& target : simd::targets()) {
          const simd::scoped_target scope(target.name);
          if (!scope) continue;
          for (std::size_t i = 0; i < block.size(); i += 7) {
            const Score least{exact[i].milli == INT32_MIN ? INT32_MIN : exact[i].milli + static_cast<int>(i % 3) - 1};
            scores_from(probe, block, least, bounded);
            for (std::size_t r = 0; r < block.size(); ++r)
              CHECK((bounded[r] == exact[r] || (bounded[r] == Score::lowest() && exact[r] < least)));
          }
          search::TopK<ReferenceId> best(20);
          for (std::size_t r = 0; r < block.size(); ++r)
            if (exact[r] != Score::lowest()) best.offer(ids[r], exact[r]);
          const search::Slice<face::Block> slice{&block, ids};
          CHECK(search::exhaustive(probe, std::span(&slice, 1), {.candidates = 20}).value().candidates == best.take());
        }
      }
}

TEST_CASE("the bound spares most comparisons") {
  std::mt19937_64 generator(2);
  face::Block::Builder builder;
  for (std::size_t i = 0; i < 1024; ++i) builder.add(nobody(generator, 512, {}, 1));
  const auto block = builder.finish();
  const face::Probe probe(nobody(generator, 512, {}, 1));
  std::vector<Score> exact(block.size()), bounded(block.size());
  score(probe, block, exact);
  auto sorted = exact;
  std::ranges::sort(sorted, std::greater{});
  scores_from(probe, block, sorted[19], bounded);
  CHECK(std::ranges::count(bounded, Score::lowest()) > 800);
}
