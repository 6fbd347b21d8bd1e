#include "limen/fingerprint/extract.hpp"

#include <map>

#include "limen/fingerprint/draw.hpp"
#include "limen/fingerprint/parameters.hpp"
#include "limen/fingerprint/quality.hpp"
#include "limen/simd/target.hpp"

#include "tests/fingerprint/waves.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;
using namespace limen::test;

namespace {

Template extracted(const Sample& sample) {
  auto result = extract(sample);
  REQUIRE_MESSAGE(result.has_value(), result.error().message);
  return *result;
}

const Minutia* nearest(const Template& finger, double x, double y) {
  const Minutia* best = nullptr;
  double least = 1e9;
  for (const auto& m : finger.minutiae) {
    const double d = std::hypot(static_cast<double>(m.x) - x, static_cast<double>(m.y) - y);
    if (d < least) least = d, best = &m;
  }
  return best;
}

/// Share of minutiae of `a` that are in `b` within 1.5 px and 0.1 rad when moved by `move`.
template <class Move>
double shared_minutiae(const Template& a, const Template& b, Move move) {
  int found = 0;
  for (Minutia m : a.minutiae) {
    m = move(m);
    const auto* other = nearest(b, static_cast<double>(m.x), static_cast<double>(m.y));
    if (other != nullptr && std::hypot(m.x - other->x, m.y - other->y) < 1.5F &&
        apart(static_cast<double>(m.direction), static_cast<double>(other->direction), 2 * pi) < 0.1)
      ++found;
  }
  return static_cast<double>(found) / static_cast<double>(std::max(a.minutiae.size(), b.minutiae.size()));
}

const auto stay = [](const Minutia& m) { return m; };

void check_refused(const Image& image, const std::string& words, ErrorCode code = ErrorCode::quality_too_low) {
  const auto result = extract({image});
  REQUIRE_FALSE(result);
  CHECK(result.error().code == code);
  CHECK_MESSAGE(result.error().message.find(words) != std::string::npos, result.error().message);
}

}  // namespace

TEST_CASE("each spiral of the phase is one minutia in its place, pointing to the side with one ridge more") {
  for (const double angle : {0.0, 0.7, 1.6, 2.6}) {
    CAPTURE(angle);
    const Template finger = extracted(finger_sample(angle));
    CHECK(finger.minutiae.size() == 8);
    for (const auto& spiral : eight_minutiae.spirals) {
      const auto* m = nearest(finger, spiral.x, spiral.y);
      REQUIRE(m != nullptr);
      CHECK(std::hypot(static_cast<double>(m->x) - spiral.x, static_cast<double>(m->y) - spiral.y) < 2);
      const double direction = angle + (spiral.turn > 0 ? 0 : pi);
      CHECK(apart(static_cast<double>(m->direction), direction, 2 * pi) < 0.16);  // its neighbours bend the flow
      CHECK(m->quality > 0.3F);
    }
  }
}

TEST_CASE("a lonely minutia among straight ridges is exact") {
  Finger<4> far_apart{{{80.5, 80.5, 1}, {320.5, 90.5, -1}, {85.5, 310.5, -1}, {315.5, 320.5, 1}}};
  const Template finger = extracted({ridges(400, far_apart)});
  REQUIRE(finger.minutiae.size() == 4);
  const auto* m = nearest(finger, 80.5, 80.5);
  CHECK(std::hypot(m->x - 80.5F, m->y - 80.5F) <= 1.0F);
  CHECK(apart(static_cast<double>(m->direction), 0, 2 * pi) < 5 * pi / 180);
}

TEST_CASE("an ending and a fork are told apart") {
  // On the side with one ridge more the new ridge (phase 0) begins at the ending, the new valley at the fork.
  for (const double phase : {0.0, pi}) {
    Finger<4> finger{{{80.5, 80.5, 1}, {320.5, 90.5, -1}, {85.5, 310.5, -1}, {315.5, 320.5, 1}}};
    finger.wave.phase = 0;
    const double ahead = finger(86, 80.5);  // between the outer ridges
    finger.wave.phase = phase - ahead;
    const Template found = extracted({ridges(400, finger)});
    const auto* m = nearest(found, 80.5, 80.5);
    REQUIRE(m != nullptr);
    CHECK(m->kind == (phase == 0 ? MinutiaKind::ending : MinutiaKind::bifurcation));
  }
}

TEST_CASE("the ridge map foretells the pattern") {
  const Template finger = extracted({ridges(
      400, Finger<4>{{{80.5, 80.5, 1}, {320.5, 90.5, -1}, {85.5, 310.5, -1}, {315.5, 320.5, 1}}, {10, 0.8, 0.3}})});
  const Finger<4> pattern{{{80.5, 80.5, 1}, {320.5, 90.5, -1}, {85.5, 310.5, -1}, {315.5, 320.5, 1}}, {10, 0.8, 0.3}};
  int seen = 0;
  for (int r = 20; r < 30; ++r)
    for (int c = 20; c < 30; ++c) {
      const RidgeCell cell = finger.map.at(c, r);
      if (!cell.valid()) continue;
      ++seen;
      CHECK(apart(cell.orientation() * pi / 32, 0.8, pi) < 0.15);
      CHECK(apart(cell.phase() * pi / 8, pattern(8 * c + 4, 8 * r + 4), 2 * pi) < 0.45);
      CHECK(period_levels[cell.period()] == doctest::Approx(10).epsilon(0.1));
    }
  CHECK(seen == 100);
}

TEST_CASE("a print turned by 90 degrees gives the turned template") {
  const Sample upright = finger_sample(0.3);
  const Template a = extracted(upright);
  const Template b = extracted({turned(upright.image)});
  CHECK(shared_minutiae(a, b, [&](Minutia m) {
          return Minutia{static_cast<float>(a.height - 1) - m.y, m.x, m.direction + static_cast<float>(pi / 2),
                         m.quality, m.kind};
        }) == 1);
}

TEST_CASE("light ridges are noticed and give the same template") {
  const Sample dark = finger_sample(0.5);
  const Template a = extracted(dark);
  const Template b = extracted({inverted(dark.image)});
  CHECK(has(b.quality_flaws, Flaw::inverted));
  CHECK_FALSE(has(a.quality_flaws, Flaw::inverted));
  CHECK(shared_minutiae(a, b, stay) == 1);
  int differing = 0;
  for (std::size_t i = 0; i < a.map.cells.size(); ++i) differing += a.map.cells[i] == b.map.cells[i] ? 0 : 1;
  CHECK(differing <= static_cast<int>(a.map.cells.size() / 100));
  const auto forced = extract(dark, {.polarity = Polarity::light_ridges});
  REQUIRE(forced);
  CHECK(has(forced->quality_flaws, Flaw::inverted));
}

TEST_CASE("any resolution from 250 to 1200 ppi gives the same minutiae") {
  const Template a = extracted(finger_sample());
  for (const double ppi : {250.0, 400.0, 1000.0, 1200.0}) {
    CAPTURE(ppi);
    const double step = ppi / 500;
    const auto size = static_cast<int>(std::lround(340 * step));
    const Image image = paint(
        size, size,
        [&](int px, int py) {
          const double x = (px + 0.5) / step - 0.5, y = (py + 0.5) / step - 0.5;
          if (std::hypot(x - 169.5, y - 169.5) > 160) return 250.0;
          return 128 - 100 * std::cos(eight_minutiae(x, y));
        },
        Ppi{ppi});
    const Template b = extracted({image});
    CHECK(b.width == 340);
    CHECK(shared_minutiae(a, b, stay) == 1);
  }
}

TEST_CASE("an RGB image, rows with a gap, and an unknown resolution are read") {
  const Sample grey = finger_sample();
  Sample rgb{to_rgb(grey.image), FingerPosition::left_thumb, Impression::swipe};
  rgb.image.resolution = Ppi{};
  Template expected = extracted(grey);
  expected.position = FingerPosition::left_thumb;
  expected.impression = Impression::swipe;
  CHECK(extracted(rgb) == expected);
}

TEST_CASE("what is no fingerprint is refused with reasons") {
  std::mt19937 random(3);
  check_refused(Image{}, "empty", ErrorCode::invalid_argument);
  check_refused(Image(1, 1), "not a fingerprint: no ridges found in 1×1 image");
  check_refused(Image(10, 10), "10×10");
  check_refused(Image(400, 300), "blank");
  check_refused(paint(400, 300, [](int, int) { return 255; }), "blank");
  check_refused(paint(400, 300, [](int x, int) { return x * 255 / 400; }), "blank");
  check_refused(paint(400, 300, [&](int, int) { return static_cast<int>(random() % 256); }), "clear ridge flow");
  check_refused(paint(300, 300, [](int x, int y) { return (x / 8 + y / 8) % 2 * 255; }), "not a fingerprint");
  const Image coarse = paint(60, 60, [&](int, int) { return static_cast<int>(random() % 256); });
  check_refused(paint(480, 480,  // noise with the ridges' scale
                      [&](int x, int y) {
                        const double u = x % 8 / 8.0, v = y % 8 / 8.0;
                        const auto at = [&](int i, int j) {
                          return static_cast<double>(coarse.row(y / 8 % 59 + j)[x / 8 % 59 + i]);
                        };
                        return (1 - v) * ((1 - u) * at(0, 0) + u * at(1, 0)) + v * ((1 - u) * at(0, 1) + u * at(1, 1));
                      }),
                "clear ridge flow");
  check_refused(ridges(300, PlaneWave{}), "ends or forks");
  check_refused(Image(20000, 20000), "25 million", ErrorCode::too_large);
  check_refused(Image(400, 400, PixelFormat::grey8, Ppi{72}), "72 ppi", ErrorCode::invalid_argument);
}

TEST_CASE("the same image gives the same template, with a trace and on every SIMD target") {
  const Sample sample = finger_sample(1.1);
  const Template expected = extracted(sample);
  std::map<std::string, int> names;
  const Trace trace(
      [&](std::string_view name, FieldView field) {
        ++names[std::string(name)];
        const auto count = static_cast<std::ptrdiff_t>(field.width) * field.height * field.channels;
        CHECK(std::all_of(field.data, field.data + count, [](float v) { return std::isfinite(v); }));
        const Image picture = draw_field(name, field);
        CHECK_FALSE(picture.empty());
      },
      {});
  CHECK(extract(sample, {}, trace).value() == expected);
  for (const auto* name : {"image", "normalised", "enhanced", "orientation", "period", "wave", "reliability",
                           "residues", "minutiae", "quality"})
    CHECK_MESSAGE(names[name] == 1, name);
  for (const auto& target : simd::targets()) {
    const simd::scoped_target forced(target.name);
    if (forced) CHECK_MESSAGE(extracted(sample) == expected, target.name);
  }
}

TEST_CASE("the overlay marks minutiae in colour") {
  const Sample sample = finger_sample();
  const Template finger = extracted(sample);
  const Image picture = draw_minutiae(sample.image, finger);
  CHECK(picture.width() == 680);
  CHECK(picture.format() == PixelFormat::rgb8);
  int coloured = 0;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x) coloured += picture.row(y)[3 * x] != picture.row(y)[3 * x + 1] ? 1 : 0;
  CHECK(coloured > 8 * 40);
  CHECK(coloured < 8 * 600);
}

TEST_CASE("quality falls with noise and with area") {
  const auto quality_of = [](double noise, double radius) {
    std::mt19937 random(1);
    std::normal_distribution<double> normal(0, 1);
    const auto image = paint(340, 340, [&](int x, int y) {
      if (std::hypot(x - 169.5, y - 169.5) > radius) return 250.0;
      return 128 - 80 * std::cos(eight_minutiae(x, y)) + noise * normal(random);
    });
    const auto result = extract({image});
    return result ? static_cast<int>(result->quality_value) : -1;
  };
  const int best = quality_of(0, 160);
  CHECK(best > quality_of(60, 160));
  CHECK(best > quality_of(0, 110));
  CHECK(quality_of(400, 160) < 40);
}
