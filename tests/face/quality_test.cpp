#include "limen/face/quality.hpp"

#include <set>
#include <string>

#include "limen/face/align.hpp"

#include "drawn_face.hpp"
#include "tests/support.hpp"

using namespace limen;

namespace {

constexpr double unit = 60;

face::Detection frontal(double cx, double cy, double size = unit) {
  const auto at = [&](double x, double y) {
    return Point{static_cast<float>(cx + x * size), static_cast<float>(cy + y * size)};
  };
  return {{}, {at(-0.5, 0), at(0.5, 0), at(0, 0.57), at(-0.42, 1.16), at(0.42, 1.16)}, 1, false};
}

Image portrait(int size = 320, double cx = 160, double cy = 130, double eyes = unit) {
  auto image = test::backdrop(size, size);
  test::draw_face(image, cx, cy, eyes);
  return image;
}

int value(const face::Components& components, std::string_view name) {
  for (const auto& c : components)
    if (c.name == name) return c.value;
  FAIL("no component ", std::string(name));
  return -1;
}

std::uint32_t flaws(const Image& image, const face::Detection& d) {
  return combine(face::assess(image, d), false).flaws;
}

}  // namespace

TEST_CASE("every flaw has a name and words of its own") {
  std::set<std::string_view> names, sentences;
  std::uint32_t all = 0;
  for (const auto flaw : face::flaws) {
    names.insert(to_string(flaw)), sentences.insert(words(flaw));
    all |= static_cast<std::uint32_t>(flaw);
  }
  CHECK(names.size() == face::flaws.size());
  CHECK(sentences.size() == face::flaws.size());
  CHECK(names.count("invalid") == 0);
  CHECK(all == face::known_flaws);
}

TEST_CASE("a good portrait has no flaw of size, place, light or pose") {
  const auto components = face::assess(portrait(), frontal(160, 130));
  for (const auto& c : components) {
    CAPTURE(std::string(c.name));
    CAPTURE(c.measured);
    if (c.name != "sharpness" && c.name != "dynamic_range") CHECK(c.value >= 50);
  }
  CHECK(combine(components, true).flaws >= static_cast<std::uint32_t>(face::Flaw::estimated));
}

TEST_CASE("each fault lowers its own component") {
  const auto good = portrait();
  const auto before = face::assess(good, frontal(160, 130));
  using face::Flaw;
  CHECK(face::has(flaws(portrait(320, 160, 130, 16), frontal(160, 130, 16)), Flaw::too_small));
  CHECK(face::has(flaws(portrait(160, 80, 60, 90), frontal(80, 60, 90)), Flaw::too_close));
  CHECK(value(face::assess(portrait(320, 40, 130), frontal(40, 130)), "crop_left") < 50);
  CHECK(value(face::assess(portrait(320, 290, 130), frontal(290, 130)), "crop_right") < 50);
  CHECK(value(face::assess(portrait(320, 160, 20), frontal(160, 20)), "crop_above") < 50);
  CHECK(value(face::assess(portrait(320, 160, 250), frontal(160, 250)), "crop_below") < 50);

  auto dark = good, bright = good, uneven = good;
  for (auto& p : dark.pixels()) p = static_cast<std::uint8_t>(p / 10);
  for (auto& p : bright.pixels()) p = static_cast<std::uint8_t>(std::min(255, p * 3));
  for (int y = 0; y < 320; ++y)
    for (int x = 0; x < 3 * 160; ++x) uneven.row(y)[x] = static_cast<std::uint8_t>(uneven.row(y)[x] / 4);
  CHECK(face::has(flaws(dark, frontal(160, 130)), Flaw::too_dark));
  CHECK(face::has(flaws(dark, frontal(160, 130)), Flaw::low_contrast));
  CHECK(face::has(flaws(bright, frontal(160, 130)), Flaw::too_bright));
  CHECK(face::has(flaws(uneven, frontal(160, 130)), Flaw::uneven_light));
  CHECK_FALSE(face::has(flaws(good, frontal(160, 130)), Flaw::uneven_light));

  auto blurred = good;
  for (int pass = 0; pass < 12; ++pass)
    for (int y = 1; y < 319; ++y)
      for (int x = 3; x < 3 * 319; ++x)
        blurred.row(y)[x] = static_cast<std::uint8_t>(
            (blurred.row(y)[x - 3] + blurred.row(y)[x + 3] + blurred.row(y - 1)[x] + blurred.row(y + 1)[x] + 2) / 4);
  CHECK(value(face::assess(blurred, frontal(160, 130)), "sharpness") < value(before, "sharpness"));
}

TEST_CASE("pose from five points: signs and sizes are roughly right") {
  const auto turned = [&](double nose_x, double nose_y) {
    auto d = frontal(160, 130);
    d.landmarks[face::nose].x += static_cast<float>(nose_x * unit);
    d.landmarks[face::nose].y += static_cast<float>(nose_y * unit);
    return face::assess(portrait(), d);
  };
  const auto measured = [](const face::Components& components, std::string_view name) {
    for (const auto& c : components)
      if (c.name == name) return c.measured;
    return 0.0;
  };
  CHECK(std::abs(measured(turned(0, 0), "yaw")) < 2);
  CHECK(measured(turned(0.3, 0), "yaw") == doctest::Approx(34).epsilon(0.1));
  CHECK(measured(turned(-0.3, 0), "yaw") == doctest::Approx(-34).epsilon(0.1));
  CHECK(face::has(combine(turned(0.3, 0), false).flaws, face::Flaw::turned));
  CHECK(measured(turned(0, 0.2), "pitch") > 15);
  CHECK(measured(turned(0, -0.2), "pitch") < -15);
  auto tilted = frontal(160, 130);
  tilted.landmarks[face::left_eye].y += static_cast<float>(0.7 * unit);
  CHECK(measured(face::assess(portrait(), tilted), "roll") == doctest::Approx(35).epsilon(0.02));
  CHECK(face::has(flaws(portrait(), tilted), face::Flaw::tilted));
}

TEST_CASE("landmarks outside the picture or without extent give low values and no crash") {
  auto nowhere = frontal(-500, -500);
  CHECK(combine(face::assess(portrait(), nowhere), false).value < 50);
  nowhere.landmarks.fill({10, 10});
  CHECK(combine(face::assess(portrait(), nowhere), false).value < 50);
  CHECK(face::combine({}, false).value <= 50);
}
