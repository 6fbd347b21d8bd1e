#include "limen/fingerprint/parameters.hpp"
#include "limen/fingerprint/quality.hpp"

#include "fingerprint/arctangent.hpp"
#include "fingerprint/crop.hpp"
#include "fingerprint/filter.hpp"
#include "fingerprint/gabor.hpp"
#include "fingerprint/map_stage.hpp"
#include "fingerprint/mask.hpp"
#include "fingerprint/morphology.hpp"
#include "fingerprint/normalise.hpp"
#include "fingerprint/orientation.hpp"
#include "fingerprint/period.hpp"
#include "fingerprint/quality_stage.hpp"
#include "fingerprint/reliability.hpp"
#include "fingerprint/resample.hpp"
#include "fingerprint/residue.hpp"
#include "tests/fingerprint/waves.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;
using namespace limen::test;

namespace {

/// A normalised plane wave (amplitude 1) without going through an image.
Plane wave_plane(const PlaneWave& wave, int size = 160) {
  Plane plane(size, size);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) plane.at(x, y) = static_cast<float>(std::cos(wave(x, y)));
  return plane;
}

Mask full_mask(int size) { return Mask(cells_for(size, 4), cells_for(size, 4), 1); }

}  // namespace

TEST_CASE("the fast arctangent is one") {
  for (double angle = -3.14; angle < 3.14; angle += 0.01)
    for (const double length : {1e-6, 1.0, 1e6})
      CHECK(static_cast<double>(arctangent(static_cast<float>(length * std::sin(angle)),
                                           static_cast<float>(length * std::cos(angle)))) ==
            doctest::Approx(angle).epsilon(0).scale(1).epsilon(3e-5));
  CHECK(arctangent(0, 0) == 0.0F);
}

TEST_CASE("a Gaussian keeps the sum and spreads by sigma") {
  Plane plane(61, 51);
  plane.at(30, 25) = 1;
  const Plane blurred = gaussian(plane, 3);
  double sum = 0, square = 0;
  for (int y = 0; y < 51; ++y)
    for (int x = 0; x < 61; ++x) {
      sum += static_cast<double>(blurred.at(x, y));
      square += static_cast<double>(blurred.at(x, y)) * (x - 30) * (x - 30);
    }
  CHECK(sum == doctest::Approx(1).epsilon(1e-4));
  CHECK(std::sqrt(square) == doctest::Approx(3).epsilon(0.02));
  const Plane constant = gaussian(Plane(9, 5, 7.0F), 4);  // wider than the plane: the border repeats
  for (const float v : constant.values) CHECK(v == doctest::Approx(7));
}

TEST_CASE("interleaved channels are blurred apart") {
  Plane both(20, 8), one(10, 8);
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 10; ++x) {
      one.at(x, y) = both.at(2 * x, y) = static_cast<float>((x * 7 + y * 5) % 11);
      both.at(2 * x + 1, y) = 1;
    }
  const Plane blurred = gaussian(both, 1.5F, 2), expected = gaussian(one, 1.5F);
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 10; ++x) {
      CHECK(blurred.at(2 * x, y) == doctest::Approx(expected.at(x, y)));
      CHECK(blurred.at(2 * x + 1, y) == doctest::Approx(1));
    }
}

TEST_CASE("reduction is the mean of what is there, interpolation its inverse on a slope") {
  for (const int width : {8, 9, 11}) {
    Plane plane(width, 7);
    for (int y = 0; y < 7; ++y)
      for (int x = 0; x < width; ++x) plane.at(x, y) = static_cast<float>(x + 10 * y);
    for (const int factor : {2, 4}) {
      const Plane coarse = reduce(plane, factor);
      REQUIRE(coarse.width == cells_for(width, factor));
      REQUIRE(coarse.height == cells_for(7, factor));
      CHECK(coarse.at(0, 0) == doctest::Approx((factor - 1) / 2.0 * 11));
      const int last = (coarse.width - 1) * factor;  // the first column of the last cells
      CHECK(coarse.at(coarse.width - 1, 0) == doctest::Approx((last + width - 1) / 2.0 + (factor - 1) / 2.0 * 10));
      Interpolator rows(coarse, factor, width);
      for (int y = 0; y < 7; ++y) {
        const float* row = rows.row(y);
        for (int x = 0; x < width; ++x)
          CHECK(row[x] == doctest::Approx(sample(coarse, factor, static_cast<float>(x), static_cast<float>(y))));
      }
      if (factor == 2) CHECK(sample(coarse, factor, 3, 2) == doctest::Approx(23));
    }
  }
}

TEST_CASE("resampling keeps a wave in its place") {
  for (const double ppi : {250.0, 400.0, 500.0, 569.0, 1000.0, 1200.0}) {
    CAPTURE(ppi);
    const double step = ppi / 500;
    const PlaneWave wave{12, 0.6, 1};
    const auto size = static_cast<int>(std::ceil(200 * step));
    const Image image = paint(
        size, size,
        [&](int x, int y) { return 128 + 100 * std::cos(wave((x + 0.5) / step - 0.5, (y + 0.5) / step - 0.5)); },
        Ppi{ppi});
    const auto plane = resample(image);
    REQUIRE(plane);
    CHECK(plane->width == 200);
    double worst = 0;
    for (int y = 20; y < 180; ++y)
      for (int x = 20; x < 180; ++x)
        worst = std::max(worst, std::abs(static_cast<double>(plane->at(x, y)) - 128 - 100 * std::cos(wave(x, y))));
    CHECK(worst < 14);  // an area mean lowers the wave a little
  }
  CHECK(resample(Image(60, 60, PixelFormat::grey8, Ppi{249})).error().code == ErrorCode::invalid_argument);
  CHECK(resample(Image(60, 60, PixelFormat::grey8, Ppi{1201})).error().code == ErrorCode::invalid_argument);
  CHECK(resample(Image(100, 47)).error().code == ErrorCode::quality_too_low);
  CHECK(resample(Image(8192, 60)).error().code == ErrorCode::too_large);
  CHECK(resample(Image(5001, 5000)).error().code == ErrorCode::too_large);
}

TEST_CASE("the mask is where the ridges are") {
  const auto image = resample(ridges(340, PlaneWave{9, 0.4, 0}, 120));
  const Mask mask = find_mask(*image);
  CHECK(inside(mask, 170, 170));
  CHECK(inside(mask, 170, 70));
  CHECK_FALSE(inside(mask, 170, 10));
  CHECK_FALSE(inside(mask, 20, 20));
  const Plane distance = edge_distance(mask);
  CHECK(sample(distance, 4, 170, 170) == doctest::Approx(115).epsilon(0.1));
  CHECK(sample(distance, 4, 10, 10) == 0);
  const Window window = print_window(mask, 340, 340);
  CHECK(window.x % 16 == 0);
  CHECK(window.x >= 16);  // a print that begins at 50, with 16 to 31 px around it
  CHECK(window.x <= 48);
  CHECK(window.width + window.x <= 340);
  const Plane blank(100, 80, 200.0F);
  const Mask nothing = find_mask(blank);
  CHECK(std::count(nothing.values.begin(), nothing.values.end(), 1) == 0);
  CHECK(print_window(nothing, 100, 80).width == 0);
}

TEST_CASE("morphology: closing fills a gap, small parts and holes go") {
  Mask mask(40, 30);
  for (int y = 5; y < 25; ++y)
    for (int x = 5; x < 35; ++x) mask.at(x, y) = x == 20 ? 0 : 1;
  mask.at(1, 1) = 1;
  mask = erode(dilate(mask, 2), 2);
  CHECK(mask.at(20, 15) == 1);
  CHECK(mask.at(2, 15) == 0);
  drop_components(mask, 1, [](int size, int largest) { return size < largest / 4; });
  CHECK(mask.at(1, 1) == 0);
  mask.at(10, 10) = 0;
  drop_components(mask, 0, [](int size, int) { return size < 4; });
  CHECK(mask.at(10, 10) == 1);
  CHECK(erode(Mask(4, 4, 1), 1).values == Mask(4, 4, 1).values);  // beyond the border there may be anything
}

TEST_CASE("normalised ridges have mean 0, deviation about 1, and ridges are positive") {
  const auto image = resample(ridges(200, PlaneWave{9, 0, 0}));
  const Mask mask = full_mask(200);
  const auto [plane, contrast] = normalise(*image, mask);
  CHECK(contrast == doctest::Approx(100 / std::sqrt(2.0)).epsilon(0.05));
  CHECK(plane.at(100, 90) > 1.2F);   // phase 0
  CHECK(plane.at(100, 94) < -1.2F);  // nearly half a period on
}

TEST_CASE("orientation and period of plane waves") {
  for (double angle = 0; angle < pi; angle += pi / 11)
    for (const double period : {6.0, 9.0, 13.0}) {
      CAPTURE(angle);
      CAPTURE(period);
      const Plane plane = wave_plane({period, angle, 0.5});
      const auto orientation = find_orientation(plane, 7, 16);
      CHECK(apart(static_cast<double>(angle_at(orientation, 80, 80)), angle, pi) < 0.03);
      CHECK(sample(orientation.coherence, 2, 80, 80) > 0.95F);
      const Plane log_period = find_log_period(IntegerPlane(plane), full_mask(160), orientation);
      CHECK(std::exp(sample(log_period, 16, 80, 80)) == doctest::Approx(period).epsilon(0.03));
    }
}

TEST_CASE("the wave has the ridges' amplitude and phase, and angle and phase turn over together") {
  for (double angle = 0.02; angle < pi; angle += pi / 13) {
    CAPTURE(angle);
    const PlaneWave pattern{9, angle, 0.7};
    const Plane plane = wave_plane(pattern);
    const auto orientation = find_orientation(plane, 7, 16);
    const auto log_period = find_log_period(IntegerPlane(plane), full_mask(160), orientation);
    for (const auto pass : {GaborPass::first, GaborPass::second}) {
      const Wave wave = find_wave(IntegerPlane(plane), full_mask(160), orientation, log_period, pass);
      for (const int at : {70, 73, 77}) {
        CHECK(wave.amplitude(at, 80) == doctest::Approx(1).epsilon(0.08));
        const double turned_over = wave.filter.at(at, 80) == 0 && angle > 2 ? -1 : 1;
        const double phase =
            std::atan2(static_cast<double>(wave.imaginary.at(at, 80)), static_cast<double>(wave.real.at(at, 80)));
        CHECK(apart(turned_over * phase, pattern(at, 80), 2 * pi) < 0.12);
      }
    }
  }
}

TEST_CASE("enhanced ridges have height 1, and less where the wave is weak") {
  Wave wave;
  wave.real = Plane(3, 1);
  wave.imaginary = Plane(3, 1);
  wave.real.values = {1.0F, 0.4F, 0.0F};
  wave.imaginary.values = {0.0F, 0.0F, 1.0F};
  const Plane plane = enhanced(wave);
  CHECK(plane.at(0, 0) == doctest::Approx(1));
  CHECK(plane.at(1, 0) == doctest::Approx(0.5));  // half of the full amplitude
  CHECK(plane.at(2, 0) == doctest::Approx(0));    // a quarter of a period from the ridge
}

TEST_CASE("clear ridges are reliable, half as high ones half as much, none not at all") {
  Wave wave;
  wave.real = Plane(240, 80);
  wave.imaginary = Plane(240, 80);
  for (int y = 0; y < 80; ++y)
    for (int x = 0; x < 240; ++x) wave.imaginary.at(x, y) = x < 80 ? 1.0F : x < 160 ? 0.5F : 0.0F;
  const Plane reliability = find_reliability(wave, Mask(60, 20, 1));
  CHECK(reliability.at(5, 10) == doctest::Approx(1).epsilon(0.01));
  CHECK(reliability.at(30, 10) == doctest::Approx(0.5).epsilon(0.05));
  CHECK(reliability.at(55, 10) == doctest::Approx(0).scale(1).epsilon(0.01));
}

namespace {

/// The layers of a pattern of amplitude 1 as the second pass would leave them, without filtering.
template <class Phase>
Layers layers_of(Phase phase, int size) {
  Plane plane(size, size);
  Layers layers;
  layers.mask = full_mask(size);
  layers.edge_distance = edge_distance(layers.mask);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) plane.at(x, y) = static_cast<float>(std::cos(phase(x, y)));
  layers.orientation = find_orientation(plane, 7, 16);
  layers.log_period = find_log_period(IntegerPlane(plane), layers.mask, layers.orientation);
  layers.wave = find_wave(IntegerPlane(plane), layers.mask, layers.orientation, layers.log_period, GaborPass::second);
  layers.reliability = find_reliability(layers.wave, layers.mask);
  return layers;
}

}  // namespace

TEST_CASE("the ridge map samples orientation, period and phase, and leaves out what is at the edge") {
  const PlaneWave pattern{10, 0.8, 0.3};
  Layers layers = layers_of(pattern, 160);
  for (int y = 0; y < layers.mask.height; ++y) std::fill_n(layers.mask.row(y), 11, std::uint8_t{0});  // 44 px
  layers.edge_distance = edge_distance(layers.mask);
  const RidgeMap map = make_ridge_map(layers);
  REQUIRE(map.width == 20);
  CHECK_FALSE(map.at(4, 9).valid());  // outside
  CHECK_FALSE(map.at(5, 9).valid());  // at the edge
  CHECK(map.at(6, 9).valid());
  const RidgeCell cell = map.at(10, 9);
  REQUIRE(cell.valid());
  CHECK(apart(cell.orientation() * pi / 32, 0.8, pi) < 0.06);
  CHECK(period_levels[cell.period()] == doctest::Approx(10).epsilon(0.04));
  CHECK(apart(cell.phase() * pi / 8, pattern(84, 76), 2 * pi) < 0.3);
  CHECK(cell.reliability() == 3);
}

TEST_CASE("a spiral is one residue, straight ridges have none, a broken ridge is forgotten") {
  CHECK(find_residues(layers_of(PlaneWave{9, 0.3, 0}, 160)).empty());
  const Layers one = layers_of(Finger<1>{{{80.5, 80.5, 1}}}, 160);
  const auto residues = find_residues(one);
  REQUIRE(residues.size() == 1);
  CHECK(std::hypot(residues[0].x - 80.5F, residues[0].y - 80.5F) < 1.5F);
  CHECK(apart(static_cast<double>(residues[0].direction), 0, 2 * pi) < 0.1);
  CHECK(filter_minutiae(residues, one).size() == 1);
  auto broken = residues;  // an opposite one 6 px on: a ridge that ends and begins again
  broken.push_back({86.5F, 80.5F, static_cast<float>(pi), 0.9F, MinutiaKind::ending});
  CHECK(filter_minutiae(broken, one).empty());
  auto twin = residues;
  twin.push_back({83.5F, 80.5F, 0.1F, 0.2F, MinutiaKind::ending});
  CHECK(filter_minutiae(twin, one).size() == 1);  // the better of two in one place
}

TEST_CASE("quality is measured on the map's cells and judged by fixed limits") {
  const Finger<1> pattern{{{80.5, 80.5, 1}}};
  const Layers layers = layers_of(pattern, 160);
  const RidgeMap map = make_ridge_map(layers);
  Plane ridges(160, 160);
  for (int y = 0; y < 160; ++y)
    for (int x = 0; x < 160; ++x) ridges.at(x, y) = static_cast<float>(std::cos(pattern(x, y)));
  QualityFeatures features = measure(layers, ridges, map, filter_minutiae(find_residues(layers), layers), 50);
  CHECK(features.area == static_cast<float>(std::count_if(map.cells.begin(), map.cells.end(),
                                                          [](RidgeCell cell) { return cell.valid(); })));
  CHECK(features.reliability > 0.9F);
  CHECK(features.coherence > 0.9F);
  CHECK(features.period == doctest::Approx(9).epsilon(0.03));
  CHECK(features.dark == doctest::Approx(0.5).epsilon(0.1));
  CHECK(features.contrast == 50);
  CHECK(features.cut > 1);  // the print fills the image
  CHECK(has(quality_flaws(features), Flaw::too_small));
  CHECK(has(quality_flaws(features), Flaw::cut_off));
  CHECK_FALSE(has(quality_flaws(features), Flaw::low_contrast));
  CHECK(refusal(features, 4).empty());
  CHECK(refusal(features, 3) == "hardly a ridge ends or forks");
  features.contrast = 5;
  features.period = 18;
  CHECK(has(quality_flaws(features), Flaw::low_contrast));
  CHECK(has(quality_flaws(features), Flaw::wrong_resolution));
  features.clarity = 0.1F;
  CHECK(refusal(features, 40) == "no clear ridge flow");
  features.area = 10;
  CHECK(refusal(features, 40) == "too little clear ridge flow");
}
