#include "limen/core/canvas.hpp"

#include "limen/core/lettering.hpp"

#include "tests/support.hpp"

using namespace limen;
using namespace limen::canvas;

namespace {

int inked(const Image& image) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) count += image.row(y)[3 * x] < 128 ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("lines, circles, disks and digits cover what they should") {
  const Colour black{};
  const auto ink_of = [&](auto draw) {
    Canvas canvas(60, 60, {255, 255, 255});
    draw(canvas);
    return inked(canvas.take());
  };
  CHECK(ink_of([&](Canvas& c) { c.line(10, 20, 50, 20, black, 1); }) == 41);
  CHECK(ink_of([&](Canvas& c) { c.disk(30, 30, 10, black); }) == doctest::Approx(314).epsilon(0.05));
  CHECK(ink_of([&](Canvas& c) { c.circle(30, 30, 20, black, 2); }) == doctest::Approx(251).epsilon(0.1));
  CHECK(ink_of([&](Canvas& c) { c.fill(-5, -5, 10, 10, black); }) == 25);
  CHECK(ink_of([&](Canvas& c) { c.digits("8", 10, 10, 2, black); }) == 13 * 4);
  CHECK(ink_of([&](Canvas& c) { c.digits("-1.", 10, 10, 1, black); }) == 3 + 8 + 1);
  CHECK(ink_of([&](Canvas& c) { c.line(-1e6F, 30, 1e6F, 30, black, 1); }) == 60);
  CHECK(ink_of([&](Canvas& c) { c.circle(500, 500, 3, black); }) == 0);
  CHECK(ink_of([&](Canvas& c) { c.place(Image(10, 10), 55, 55); }) == 25);
}

TEST_CASE("a canvas on an image enlarges it") {
  Image grey(2, 1);
  grey.row(0)[1] = 200;
  const Image picture = Canvas(grey, 3).take();
  CHECK(picture.width() == 6);
  CHECK(picture.height() == 3);
  CHECK(picture.row(2)[3 * 5] == 200);
  CHECK(picture.row(2)[3 * 2] == 0);
}

TEST_CASE("colours") {
  CHECK(traffic_light(0).red > traffic_light(0).green);
  CHECK(traffic_light(1).green > traffic_light(1).red);
  CHECK(hue(0).red == 255);
  CHECK(hue(1.0F / 3).green == 255);
  CHECK(hue(-1.0F / 3).blue == 255);
}

TEST_CASE("letters are as wide as they say, and what lies outside is cut off") {
  Canvas canvas(60, 20, {255, 255, 255});
  CHECK(write(canvas, "ab 7?", 2, 3, 1, {}) == 2 + width_of("ab 7?", 1));
  CHECK(write(canvas, "x", -100, -100, 3, {}) == -100 + 18);
  CHECK(inked(canvas.take()) == 18 + 20 + 11);
}
