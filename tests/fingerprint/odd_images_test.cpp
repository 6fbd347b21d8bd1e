// Images that are no plain print of one finger, under floating-point traps: each is read, or refused with its reason.
#include <numbers>

#include <sys/resource.h>

#include "limen/fingerprint/compare.hpp"
#include "limen/fingerprint/extract.hpp"
#include "limen/fingerprint/quality.hpp"
#include "limen/fingerprint/synthesise.hpp"

#include "tests/fingerprint/traps.hpp"
#include "tests/fingerprint/waves.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;
using namespace limen::test;

namespace {

constexpr double clear_match = 5;  // natural-log likelihood ratio

Image impression(std::uint64_t finger, std::uint64_t seed, const synthesis::ImpressionOptions& options = {}) {
  return synthesis::make_impression(synthesis::make_finger(finger).value(), seed, options).value();
}

Template read(const Image& image) {
  const FloatingPointTraps traps;
  auto finger = extract({image});
  REQUIRE_MESSAGE(finger.has_value(), finger.error().message);
  return *finger;
}

std::string refused(const Image& image) {
  const FloatingPointTraps traps;
  const auto finger = extract({image});
  REQUIRE_FALSE(finger.has_value());
  CHECK(finger.error().code == ErrorCode::quality_too_low);
  return finger.error().message;
}

double score_of(const Template& a, const Template& b) {
  const FloatingPointTraps traps;
  const auto compared = compare(a, b);
  return compared ? compared->score.natural() : -100;
}

bool flawed(const Image& image, Flaw flaw) { return has(read(image).quality_flaws, flaw); }

/// grey(x, y) of the image, `outside` beyond it.
double grey_at(const Image& image, int x, int y, double outside) {
  const bool inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
  return inside ? image.row(y)[x] : outside;
}

/// Turned by `degrees` about its middle, bilinear.
Image rotated(const Image& image, double degrees) {
  const double c = std::cos(degrees * pi / 180);
  const double s = std::sin(degrees * pi / 180);
  constexpr int size = 560;
  return paint(size, size, [&](int px, int py) {
    const double u = px - size / 2.0, v = py - size / 2.0;
    const double x = c * u + s * v + image.width() / 2.0, y = -s * u + c * v + image.height() / 2.0;
    const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
    const double fx = x - x0, fy = y - y0;
    const auto row = [&](int at) {
      return (1 - fx) * grey_at(image, x0, at, 235) + fx * grey_at(image, x0 + 1, at, 235);
    };
    return (1 - fy) * row(y0) + fy * row(y0 + 1);
  });
}

/// As captured at another resolution: bilinear, or the mean of what a pixel covers.
Image captured_at(const Image& image, double ppi) {
  const double step = 500 / ppi;  // px of the image a new pixel
  const int taps = std::max(1, static_cast<int>(std::ceil(step)) * 2);
  return paint(
      static_cast<int>(image.width() / step), static_cast<int>(image.height() / step),
      [&](int px, int py) {
        double sum = 0;
        for (int k = 0; k < taps * taps; ++k) {
          const double x = (px + (k % taps + 0.5) / taps) * step - 0.5;
          const double y = (py + (k / taps + 0.5) / taps) * step - 0.5;
          const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
          const auto row = [&](int at) {
            return (1 - x + x0) * grey_at(image, x0, at, 235) + (x - x0) * grey_at(image, x0 + 1, at, 235);
          };
          sum += (1 - y + y0) * row(y0) + (y - y0) * row(y0 + 1);
        }
        return sum / (taps * taps);
      },
      Ppi{ppi});
}

/// The image on a larger sheet.
Image on_sheet(const Image& image, int width, int height, int left, int top, int grey) {
  return paint(width, height, [&](int x, int y) { return grey_at(image, x - left, y - top, grey); });
}

Image part_of(const Image& image, int left, int top, int width, int height) {
  return paint(width, height, [&](int x, int y) { return grey_at(image, x + left, y + top, 0); });
}

}  // namespace

TEST_CASE("frames, borders and writing beside the print do not hide the finger") {
  const Template finger = read(impression(1, 1));
  const Image other = impression(1, 2);
  const int w = other.width(), h = other.height();
  const Image framed =
      paint(w, h, [&](int x, int y) { return x < 6 || y < 6 || x >= w - 6 || y >= h - 6 ? 0 : other.row(y)[x]; });
  CHECK(score_of(finger, read(framed)) > clear_match);
  for (const int grey : {0, 128, 255}) {
    CAPTURE(grey);
    const Template bordered = read(on_sheet(other, w + 200, h + 200, 100, 100, grey));
    CHECK_FALSE(has(bordered.quality_flaws, Flaw::inverted));
    CHECK(score_of(finger, bordered) > clear_match);
  }
  std::mt19937 random(4);  // lines of strokes as high as letters
  Image written = on_sheet(other, 600, 700, 100, 20, 245);
  for (int line = 450; line < 680; line += 22)
    for (int x = 20; x < 560; x += 9)
      for (int k = 0; k < 14; ++k) {
        const bool upright = random() % 2 == 0;
        if (x / 9 % 6 != 0) written.row(line + (upright ? k : 7))[x + (upright ? 0 : k % 7)] = 20;
      }
  CHECK(score_of(finger, read(written)) > clear_match);
}

TEST_CASE("of two fingers side by side each is found") {
  const Image left = impression(1, 2), right = impression(2, 2);
  const Image both = paint(left.width() * 2, left.height(), [&](int x, int y) {
    return x < left.width() ? left.row(y)[x] : right.row(y)[x - left.width()];
  });
  const Template pair = read(both);
  CHECK(score_of(read(impression(1, 1)), pair) > clear_match);
  CHECK(score_of(read(impression(2, 1)), pair) > clear_match);
  CHECK(score_of(read(impression(3, 1)), pair) < 0);
}

TEST_CASE("any rotation from -180 to 180 degrees") {
  const Template finger = read(impression(4, 1));
  const Image other = impression(4, 2);
  for (int degrees = -180; degrees <= 180; degrees += 30) {
    CAPTURE(degrees);
    CHECK(score_of(finger, read(rotated(other, degrees))) > clear_match);
  }
  Image quarter = other;
  for (int k = 0; k < 3; ++k) {
    quarter = turned(quarter);
    CHECK(score_of(finger, read(quarter)) > clear_match);
  }
}

TEST_CASE("one finger captured at 250 to 1200 ppi matches itself") {
  const Template finger = read(impression(5, 1));
  const Image other = impression(5, 2);
  for (const double ppi : {250.0, 333.0, 500.0, 750.0, 1000.0, 1200.0}) {
    CAPTURE(ppi);
    const Template scaled = read(captured_at(other, ppi));
    CHECK(score_of(finger, scaled) > clear_match);
    CHECK_FALSE(has(scaled.quality_flaws, Flaw::wrong_resolution));
  }
}

TEST_CASE("a resolution that is not the image's is named as the reason") {
  Image image = impression(6, 1);
  for (const double ppi : {250.0, 333.0, 1000.0}) {
    CAPTURE(ppi);
    image.resolution = Ppi{ppi};
    CHECK(flawed(image, Flaw::wrong_resolution));
  }
  image.resolution = Ppi{1200};  // 4 px from ridge to ridge: no filter sees them
  CHECK(read(image).quality_value < 10);
}

TEST_CASE("colour is read as grey") {
  const Image grey = impression(7, 1);
  CHECK(read(to_rgb(grey)) == read(grey));
  const Image green = [&] {  // a green light: the same ridges, another brightness
    Image image = to_rgb(grey);
    for (std::size_t i = 0; i < image.pixels().size(); ++i)
      if (i % 3 != 1) image.pixels()[i] = static_cast<std::uint8_t>(image.pixels()[i] / 4);
    return image;
  }();
  CHECK(score_of(read(green), read(impression(7, 2))) > clear_match);
}

TEST_CASE("small: refused, or read with the reason") {
  std::mt19937 random(2);
  const auto noise = [&](int, int) { return static_cast<int>(random() % 256); };
  CHECK(refused(paint(10, 10, noise)).find("too small") != std::string::npos);
  CHECK(refused(paint(5000, 1, noise)).find("too small") != std::string::npos);
  CHECK(refused(paint(8000, 48, noise)).find("clear ridge flow") != std::string::npos);
  const Image whole = impression(8, 1);
  const Template tip = read(part_of(whole, 130, 120, 120, 120));
  CHECK(has(tip.quality_flaws, Flaw::too_small));
  CHECK(has(tip.quality_flaws, Flaw::cut_off));
  CHECK(tip.quality_value < read(whole).quality_value);
}

TEST_CASE("swipe strips and rolled prints are compared with plain ones") {
  const Template finger = read(impression(9, 1, {.severity = 0.5}));
  const Image other = impression(9, 2, {.severity = 0.5});
  CHECK(score_of(finger, read(part_of(other, 110, 0, 160, other.height()))) > clear_match);  // narrow and long
  CHECK(score_of(finger, read(part_of(other, 0, 130, other.width(), 140))) > clear_match);   // wide and low
  const Template rolled = read(impression(9, 3, {.width = 1000, .height = 1000, .severity = 0.5, .contact = 1.3}));
  CHECK(rolled.width == 1000);
  CHECK(score_of(finger, rolled) > clear_match);
}

TEST_CASE("what has no ridges is refused in words") {
  std::mt19937 random(6);
  CHECK(refused(Image(400, 400)).find("blank") != std::string::npos);
  for (const int grey : {1, 128, 255})
    CHECK(refused(paint(300, 300, [&](int, int) { return grey; })).find("blank") != std::string::npos);
  CHECK(refused(paint(300, 300, [&](int, int) { return static_cast<int>(random() % 256); })).find("clear ridge flow") !=
        std::string::npos);
  for (const int side : {1, 2, 3, 4, 5, 8, 16, 32}) {
    CAPTURE(side);
    refused(paint(400, 400, [&](int x, int y) { return (x / side + y / side) % 2 * 255; }));
  }
  for (const int period : {2, 3, 6, 9, 15, 40}) {
    CAPTURE(period);
    refused(paint(400, 400, [&](int x, int) { return x % period == 0 ? 0 : 255; }));  // lines of one px
  }
  refused(paint(400, 400, [](int, int y) { return y == 200 ? 0 : 255; }));
  refused(paint(400, 400, [](int x, int y) { return x == 200 && y == 200 ? 0 : 255; }));
}

TEST_CASE("the largest images end in bounded time and memory") {
  std::mt19937 random(8);
  CHECK(refused(Image(5000, 5000)).find("blank") != std::string::npos);
  const Image tile = paint(500, 500, [&](int, int) { return static_cast<int>(random() % 256); });
  refused(paint(5000, 5000, [&](int x, int y) { return tile.row(y % 500)[x % 500]; }));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
#if !defined(__SANITIZE_ADDRESS__)
  CHECK(usage.ru_maxrss < 2'000'000);  // KB
#endif
  CHECK(extract({Image(5001, 5000)}).error().code == ErrorCode::too_large);
}

TEST_CASE("the reasons for a bad quality") {
  const Image good = impression(10, 1);
  CHECK(read(good).quality_flaws == 0);
  const auto with_contrast = [&](double share) {
    return paint(good.width(), good.height(), [&](int x, int y) { return 128 + share * (good.row(y)[x] - 128); });
  };
  CHECK(flawed(with_contrast(0.1), Flaw::low_contrast));
  CHECK(refused(with_contrast(0.02)).find("too little contrast") != std::string::npos);
  CHECK(flawed(impression(10, 1, {.contact = 0.5}), Flaw::too_small));

  // Ridges in pieces, or grown together: the skin's pattern, thresholded off its middle, and torn by noise.
  std::mt19937 random(12);
  const Image blotches = paint(120, 120, [&](int, int) { return static_cast<int>(random() % 256); });
  const auto torn = [&](double level, int scale, double weight) {
    return paint(340, 340, [&](int x, int y) {
      if (std::hypot(x - 169.5, y - 169.5) > 160) return 250;
      const double blotch = blotches.row(y / scale)[x / scale] / 127.5 - 1;
      return std::cos(eight_minutiae(x, y)) + weight * blotch > level ? 30 : 250;
    });
  };
  CHECK(flawed(torn(0.9, 3, 2), Flaw::too_dry));
  CHECK(flawed(torn(-0.9, 3, 2), Flaw::too_wet));
}

TEST_CASE("comparisons that cannot be made are refused, not scored") {
  const Template finger = read(impression(1, 1));
  Template poor = finger;
  poor.minutiae.resize(3);
  CHECK(compare(finger, poor).error().code == ErrorCode::too_few_features);
  Template elsewhere;  // six minutiae far from one another have nothing in common with anything
  elsewhere.width = elsewhere.height = 4000;
  for (int i = 0; i < 6; ++i)
    elsewhere.minutiae.push_back({600.0F * static_cast<float>(i) + 20, 10, 0, 1, MinutiaKind::ending});
  CHECK(compare(finger, elsewhere).error().code == ErrorCode::no_overlap);
}
