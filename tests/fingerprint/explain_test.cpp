#include "limen/fingerprint/explain.hpp"

#include <cmath>
#include <numeric>

#include "limen/fingerprint/calibration.hpp"

#include "fingerprint/explanation_words.hpp"
#include "tests/fingerprint/phase_print.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;
using limen::test::moved;
using limen::test::PhaseSkin;

TEST_CASE("an explanation holds the comparison and adds up to its score") {
  const Template a = PhaseSkin(1).impression();
  for (const std::uint64_t seed : {1U, 2U}) {
    const Template b = PhaseSkin(seed).impression(moved(0.3, 10, 5));
    const Explanation why = explain(a, b).value();
    CHECK(why.comparison == compare(a, b).value());
    const double sum = std::accumulate(why.parts.begin(), why.parts.end(), why.bias);
    CHECK(sum == doctest::Approx(why.comparison.score.natural()).epsilon(0.001));
    CHECK(std::abs(why.bias) < 0.05);
    CHECK(why.minus_log10_fmr == calibration().minus_log10_fmr(why.comparison.score));
  }
}

TEST_CASE("the pairs are the minutiae that the motion brings together") {
  const PhaseSkin skin(3);
  const Template a = skin.impression();
  const auto place = moved(0.4, 15, -8);
  const Template b = skin.impression(place);
  for (const bool swapped : {false, true}) {
    const Explanation why = swapped ? explain(b, a).value() : explain(a, b).value();
    CHECK(why.pairs.size() >= 20);
    float before = 2;
    for (const MinutiaPair& pair : why.pairs) {
      const Minutia& in_a = a.minutiae[swapped ? pair.b : pair.a];
      const Minutia& in_b = b.minutiae[swapped ? pair.a : pair.b];
      const auto skin_point = place({in_b.x, in_b.y});
      CHECK(std::hypot(skin_point.x - static_cast<double>(in_a.x), skin_point.y - static_cast<double>(in_a.y)) < 10);
      CHECK(pair.confidence > 0);
      CHECK(pair.confidence <= 1);
      CHECK(pair.confidence <= before);
      before = pair.confidence;
    }
    for (const ExplainedPrint* side : {&why.a, &why.b})
      for (const std::size_t i : side->unpaired) CHECK(i < side->minutiae.size());
  }
}

TEST_CASE("the verdict follows the false-match rate, and is careful on little skin") {
  Explanation why;
  why.comparison.overlap = 1;
  why.pairs.resize(12);
  const auto words_at = [&](double rarity) {
    why.minus_log10_fmr = rarity;
    return verdict(why).words;
  };
  CHECK(words_at(1.9) == "Not one finger, or too little of it in common");
  CHECK(words_at(3.3) == "Undecided: an examiner must look");
  CHECK(words_at(4.5) == "One finger: good evidence");
  CHECK(words_at(9) == "One finger: strong evidence");
  why.comparison.overlap = 0.3F;
  CHECK(words_at(9) == "Undecided: alike, but on little skin");
  why.comparison.method = Method::minutiae_only;  // knows no area
  CHECK(words_at(9) == "One finger: strong evidence");
  why.pairs.resize(2);
  CHECK(words_at(9) == "Undecided: alike, but on little skin");
  CHECK(share_of_pairs(0.1) == "nearly all");
  CHECK(share_of_pairs(2.3) == "1 in 200");
  CHECK(share_of_pairs(5.386) == "1 in 240 thousand");
  CHECK(share_of_pairs(12) == "fewer than 1 in a million");
}

TEST_CASE("an explanation of what cannot be compared is the same error") {
  const auto refused = explain(Template{}, PhaseSkin(1).impression());
  REQUIRE(!refused);
  CHECK(refused.error().code == ErrorCode::too_few_features);
}

TEST_CASE("the picture has both prints side by side, with or without their images, with or without maps") {
  Template a = PhaseSkin(1).impression();
  Template b = PhaseSkin(1).impression(moved(0.2, 4, 4));
  Image image(352, 352);
  for (const bool maps : {true, false}) {
    if (!maps) a.map = b.map = {};
    const Explanation why = explain(a, b).value();
    const Image with = draw(why, image, image);
    const Image without = draw(why, {}, {});
    CHECK(with.format() == PixelFormat::rgb8);
    CHECK(with.width() >= 2 * 2 * 352);
    CHECK(with.height() > 2 * 352);
    CHECK(without.width() == with.width());
    CHECK(!(without == with));
    const Image half(100, 50);  // another resolution than the template's
    CHECK(draw(why, half, image).width() == with.width());
  }
}
