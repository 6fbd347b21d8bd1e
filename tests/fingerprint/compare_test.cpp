#include "limen/fingerprint/compare.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "limen/core/executor.hpp"
#include "limen/fingerprint/block.hpp"
#include "limen/search/concepts.hpp"
#include "limen/simd/target.hpp"

#include "tests/fingerprint/phase_print.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;
using limen::test::moved;
using limen::test::PhaseSkin;
using limen::test::SkinPoint;

static_assert(search::ModalityTemplate<Template>);
static_assert(search::Comparable<Probe, Block>);

namespace {

Template without_map(Template finger) {
  finger.map = {};
  return finger;
}

/// Three impressions of each of eight skins: as it is, turned and shifted, bent and partly covered.
std::vector<Template> impressions() {
  std::vector<Template> all;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const PhaseSkin skin(seed);
    all.push_back(skin.impression());
    all.push_back(skin.impression(moved(0.5, 20, -12)));
    const auto bent = [](SkinPoint p) {
      const double u = (p.x - 176) / 100, v = (p.y - 176) / 100;
      return SkinPoint{p.x + 3 * u * u - 2 * u * v + 8, p.y + 2 * u * u * u + 4 * u * v - 5};
    };
    all.push_back(skin.impression(bent, [](SkinPoint p) { return p.y > 90; }));
  }
  return all;
}

double score_of(const Template& a, const Template& b) { return compare(a, b).value().score.natural(); }

}  // namespace

TEST_CASE("impressions of one finger score far above those of two") {
  const auto all = impressions();
  for (const bool maps : {true, false}) {
    double least_mated = 1e9, most_non_mated = -1e9;
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const auto result = maps ? compare(all[i], all[j]) : compare(without_map(all[i]), without_map(all[j]));
        const double score = result ? result->score.natural() : -1e3;
        if (i / 3 == j / 3)
          least_mated = std::min(least_mated, score);
        else
          most_non_mated = std::max(most_non_mated, score);
      }
    CAPTURE(maps);
    CAPTURE(least_mated);
    CAPTURE(most_non_mated);
    CHECK(least_mated > 3);
    CHECK(most_non_mated < 0.5);
  }
}

TEST_CASE("a comparison is symmetric bit for bit") {
  const auto all = impressions();
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; j += 2) {
      const auto ab = compare(all[i], all[j]);
      const auto ba = compare(all[j], all[i]);
      REQUIRE(ab.has_value() == ba.has_value());
      if (ab) CHECK(*ab == *ba);
      const auto mixed = compare(without_map(all[i]), all[j]);
      const auto mixed_back = compare(all[j], without_map(all[i]));
      REQUIRE(mixed.has_value() == mixed_back.has_value());
      if (mixed) {
        CHECK(*mixed == *mixed_back);
        CHECK(mixed->method == Method::minutiae_only);
      }
    }
}

TEST_CASE("a print resembles nothing more than itself") {
  const auto all = impressions();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double own = score_of(all[i], all[i]);
    CHECK(own > 15);
    for (std::size_t j = 0; j < all.size(); ++j)
      if (i != j) CHECK(compare(all[i], all[j]).value_or(Comparison{Score::lowest()}).score.natural() <= own);
  }
}

TEST_CASE("any rotation is found") {
  const PhaseSkin skin(5);
  const Template upright = skin.impression();
  for (int degrees = -180; degrees < 180; degrees += 45) {
    CAPTURE(degrees);
    CHECK(score_of(upright, skin.impression(moved(degrees * std::numbers::pi / 180, 0, 0))) > 5);
  }
}

TEST_CASE("the same score on every SIMD target") {
  const auto all = impressions();
  std::vector<Comparison> expected;
  const simd::scoped_target plain("scalar");
  REQUIRE(plain);
  for (std::size_t i = 0; i + 4 < all.size(); ++i)
    for (const std::size_t step : {1U, 4U}) expected.push_back(compare(all[i], all[i + step]).value_or(Comparison{}));
  for (const auto& target : simd::targets()) {
    if (!target.runnable()) continue;
    CAPTURE(target.name);
    const simd::scoped_target scope(target.name);
    REQUIRE(scope);
    std::size_t at = 0;
    for (std::size_t i = 0; i + 4 < all.size(); ++i)
      for (const std::size_t step : {1U, 4U})
        CHECK(compare(all[i], all[i + step]).value_or(Comparison{}) == expected[at++]);
  }
}

TEST_CASE("golden scores: a change of the comparator shows here first") {
  const auto all = impressions();
  const std::array<std::pair<std::size_t, std::size_t>, 5> pairs{{{0, 1}, {0, 2}, {1, 2}, {0, 3}, {4, 11}}};
  const std::array<std::int32_t, 5> golden{31366, 30530, 30230, -6608, -5599};
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    CAPTURE(k);
    CHECK(compare(all[pairs[k].first], all[pairs[k].second]).value().score.milli == golden[k]);
  }
}

TEST_CASE("a block scores as single comparisons do, in any order, on any number of threads") {
  const auto all = impressions();
  Block::Builder builder;
  for (const auto& finger : all) builder.add(finger);
  builder.add(Template{});
  CHECK(builder.size() == all.size() + 1);
  const Block block = builder.finish();
  CHECK(builder.size() == 0);
  REQUIRE(block.size() == all.size() + 1);

  std::vector<std::vector<Score>> scores(all.size(), std::vector<Score>(block.size()));
  ThreadPool pool(3);
  pool.for_each(all.size(), [&](std::size_t i, std::size_t) { score(prepare(all[i]), block, scores[i]); });
  for (std::size_t i = 0; i < all.size(); i += 5) {
    const Probe probe = prepare(all[i]);
    for (std::size_t j = 0; j < all.size(); ++j) {
      const auto single = compare(all[i], all[j]);
      CHECK(scores[i][j] == (single ? single->score : Score::lowest()));
      CHECK(compare(probe, block, j) == scores[i][j]);
    }
    CHECK(scores[i].back() == Score::lowest());
  }

  Block::Builder backwards;
  for (std::size_t i = block.size(); i-- > 0;) backwards.add(block[i]);
  const Block turned = backwards.finish();
  std::vector<Score> again(turned.size());
  score(prepare(all[3]), turned, again);
  for (std::size_t j = 0; j < turned.size(); ++j) CHECK(again[turned.size() - 1 - j] == scores[3][j]);
}

TEST_CASE("too few minutiae are an error that says so") {
  const Template full = PhaseSkin(1).impression();
  for (const std::size_t count : {0U, 1U, 3U}) {
    Template poor = full;
    poor.minutiae.resize(count);
    const auto refused = compare(full, poor);
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::too_few_features);
    CHECK(refused.error().message.find(std::to_string(count) + " minutiae") != std::string::npos);
  }
  const auto nothing = compare(Template{}, Template{});
  REQUIRE(!nothing);
  CHECK(nothing.error().code == ErrorCode::too_few_features);
}

TEST_CASE("no alignment is an error of its own") {
  Template far = PhaseSkin(1).impression();
  Template lonely;
  lonely.width = lonely.height = 4000;
  for (int i = 0; i < 6; ++i)
    lonely.minutiae.push_back({600.0F * static_cast<float>(i), 10, 0, 1, MinutiaKind::ending});
  const auto refused = compare(far, lonely);
  REQUIRE(!refused);
  CHECK(refused.error().code == ErrorCode::no_overlap);
}

TEST_CASE("extreme templates give finite scores") {
  std::vector<Template> odd;
  Template full = PhaseSkin(2, 255).impression();
  odd.push_back(full);  // as many minutiae as there can be
  Template heap = full;
  for (auto& m : heap.minutiae) m = {100, 100, 1, 1, MinutiaKind::bifurcation};  // all in one place
  odd.push_back(heap);
  Template corners = full;
  corners.width = corners.height = Template::max_side;
  corners.map.width = corners.map.height = RidgeMap::cells_in(Template::max_side);
  corners.map.cells.assign(static_cast<std::size_t>(corners.map.width) * static_cast<std::size_t>(corners.map.height),
                           RidgeCell::make(3, 15, 31, 15));
  for (std::size_t i = 0; i < corners.minutiae.size(); ++i)
    corners.minutiae[i] = {i % 2 == 0 ? 0.0F : 8191.0F, i % 3 == 0 ? 0.0F : 8191.0F, 6.2F, 0, MinutiaKind::ending};
  odd.push_back(corners);
  Template wild = full;  // values that no extractor gives
  for (auto& m : wild.minutiae) m = {-1e30F, std::numeric_limits<float>::quiet_NaN(), 1e30F, -5, MinutiaKind::ending};
  odd.push_back(wild);
  odd.push_back(without_map(full));
  for (const auto& a : odd)
    for (const auto& b : odd) {
      const auto result = compare(a, b);
      if (!result) continue;
      for (const float feature : result->features) CHECK(std::isfinite(feature));
      CHECK(std::abs(result->score.natural()) < 100);
    }
  CHECK(Reference(full).minutiae() == 128);
}

TEST_CASE("a larger rolled print holds the smaller plain one") {
  const PhaseSkin skin(7, 80);
  const Template rolled = skin.impression();
  const Template small =
      skin.impression(moved(0.1, 3, 4), [](SkinPoint p) { return std::hypot(p.x - 180, p.y - 170) < 80; });
  CHECK(score_of(rolled, small) > 3);
}

TEST_CASE("weights given by the caller make the score") {
  const auto all = impressions();
  Weights mine{1.5, {}, {}};
  mine.weight[static_cast<std::size_t>(Feature::pairs)] = 2;
  const auto result = compare(all[0], all[1], {.weights = mine}).value();
  CHECK(result.score ==
        Score::from(1.5 + 2 * static_cast<double>(result.features[static_cast<std::size_t>(Feature::pairs)])));
}
