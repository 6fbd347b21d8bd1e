#include "fingerprint/polarity.hpp"

#include "limen/fingerprint/extract.hpp"
#include "limen/fingerprint/quality.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/io/image_file.hpp"

#include "tests/fingerprint/corpus.hpp"
#include "tests/fingerprint/waves.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;
using namespace limen::test;

namespace {

/// A disk of ridges on the bare sensor. Ridges as the skin has them: with pores, and valleys without.
Image pored_print(double radius, double background) {
  std::mt19937 random(11);
  std::normal_distribution<double> grain(0, 35);
  return paint(340, 340, [&](int x, int y) {
    if (std::hypot(x - 169.5, y - 169.5) > radius) return background;
    const double height = std::cos(eight_minutiae(x, y));
    return 128 - 80 * height + (height > 0.3 ? grain(random) : 0);
  });
}

bool taken_for_inverted(const Image& image) { return has(extract({image}).value().quality_flaws, Flaw::inverted); }

}  // namespace

TEST_CASE("background that is grey as valleys tells dark ridges from light ones") {
  const Image print = finger_sample(0.4).image;
  CHECK_FALSE(taken_for_inverted(print));
  CHECK(taken_for_inverted(inverted(print)));
}

TEST_CASE("without background the pores tell") {
  const Image print = pored_print(1000, 0);
  CHECK_FALSE(taken_for_inverted(print));
  CHECK(taken_for_inverted(inverted(print)));
}

TEST_CASE("with neither, ridges are dark") {
  const Image smooth = ridges(340, eight_minutiae);
  CHECK_FALSE(taken_for_inverted(smooth));
  CHECK_FALSE(taken_for_inverted(inverted(smooth)));
}

TEST_CASE("synthetic prints and their negatives give one template") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    const Image image = synthesis::make_impression(synthesis::make_finger(seed).value(), 1).value();
    const Template dark = extract({image}).value();
    Template light = extract({inverted(image)}).value();
    CHECK_FALSE(has(dark.quality_flaws, Flaw::inverted));
    CHECK(has(light.quality_flaws, Flaw::inverted));
    CHECK(dark.minutiae.size() == light.minutiae.size());
  }
}

TEST_CASE("real prints: dark ridges are never taken for light ones, and of nine negatives in ten it is noticed") {
  const auto images = corpus();
  if (images.empty()) return skip("no ../shared/data/fingerprint");
  int noticed = 0;
  int taken = 0;
  for (const auto& path : images) {
    if (path.stem().string().back() > '3') continue;  // three impressions of each finger
    const Image image = io::read_image(path).value();
    CHECK_MESSAGE(!taken_for_inverted(image), path.string());
    noticed += taken_for_inverted(inverted(to_grey(image))) ? 1 : 0;
    ++taken;
  }
  MESSAGE(noticed << " of " << taken << " negatives noticed");
  CHECK(noticed * 10 >= taken * 9);
}
