#include "fingerprint/mirror.hpp"

#include "limen/fingerprint/calibration.hpp"
#include "limen/fingerprint/compare.hpp"
#include "limen/fingerprint/explain.hpp"
#include "limen/fingerprint/extract.hpp"
#include "limen/fingerprint/synthesise.hpp"

#include "tests/fingerprint/phase_print.hpp"
#include "tests/fingerprint/waves.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;
using namespace limen::test;

namespace {

Image flipped(const Image& image) {
  Image out = image;
  for (int y = 0; y < image.height(); ++y) std::reverse(out.row(y), out.row(y) + out.width());
  return out;
}

Image impression(std::uint64_t finger, std::uint64_t seed) {
  return synthesis::make_impression(synthesis::make_finger(finger).value(), seed, {.severity = 0.5}).value();
}

Template template_of(const Image& image) { return extract({image}).value(); }

double likeness(const Template& a, const Template& b) {
  const auto compared = compare(a, b);
  return compared ? calibration(compared->method).minus_log10_fmr(compared->score) : 0;
}

}  // namespace

TEST_CASE("a template is mirrored as its image is") {
  const Image image = impression(3, 1);
  const Template by_template = mirrored(template_of(image));
  const Template by_image = template_of(flipped(image));
  CHECK(likeness(by_template, by_image) > 6);
  const Explanation why = explain(by_template, by_image).value();
  CHECK(why.pairs.size() > by_image.minutiae.size() * 8 / 10);
  CHECK(why.comparison.features[static_cast<std::size_t>(Feature::coherence)] > 0.7F);  // ridges in phase
  CHECK(mirrored(mirrored(by_image)).map == by_image.map);
}

TEST_CASE("a mirrored print does not match and is said to be mirrored") {
  for (const std::uint64_t finger : {1U, 2U, 3U, 5U, 8U}) {
    CAPTURE(finger);
    const Template a = template_of(impression(finger, 1));
    const Template b = template_of(flipped(impression(finger, 2)));
    CHECK(likeness(a, b) < 3);
    CHECK(may_be_mirrored(a, b));
    CHECK(may_be_mirrored(b, a));
    CHECK(explain(a, b).value().may_be_mirrored);
    CHECK_FALSE(may_be_mirrored(a, template_of(impression(finger, 2))));
    CHECK_FALSE(may_be_mirrored(a, template_of(impression(finger + 20, 2))));
    CHECK_FALSE(may_be_mirrored(a, template_of(flipped(impression(finger + 20, 2)))));
  }
}

TEST_CASE("mirrored minutiae without a ridge map are recognised, refusals are no hint") {
  Template a = PhaseSkin(4).impression();
  Template b = mirrored(PhaseSkin(4).impression(moved(0.2, 5, 5)));
  CHECK(may_be_mirrored(a, b));
  a.map = b.map = {};
  CHECK(may_be_mirrored(a, b));
  CHECK_FALSE(may_be_mirrored(a, Template{}));
}

TEST_CASE("the picture of a mirrored print says so") {
  const Template a = PhaseSkin(4).impression();
  Explanation why = explain(a, mirrored(PhaseSkin(4).impression())).value();
  REQUIRE(why.may_be_mirrored);
  const Image with = draw(why, {}, {});
  why.may_be_mirrored = false;
  CHECK(with.height() > draw(why, {}, {}).height());  // one line more
}
