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
  return {{}, {at(-0.5, 0), at(0.5, 0), at(0, 0.65), at(-0.42, 1.16), at(0.42, 1.16)}, 1, false};
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

TEST_CASE("the components have the names of ISO/IEC 29794-5, in a fixed order") {
  const std::vector<std::string_view> names{"sharpness",
                                            "under_exposure_prevention",
                                            "over_exposure_prevention",
                                            "dynamic_range",
                                            "luminance_mean",
                                            "luminance_variance",
                                            "illumination_uniformity",
                                            "natural_colour",
                                            "inter_eye_distance",
                                            "head_size",
                                            "leftward_crop_of_the_face_image",
                                            "rightward_crop_of_the_face_image",
                                            "margin_above_of_the_face_image",
                                            "margin_below_of_the_face_image",
                                            "head_pose_yaw",
                                            "head_pose_pitch",
                                            "head_pose_roll",
                                            "single_face_present"};
  std::vector<std::string_view> found;
  for (const auto& c : face::assess(portrait(), frontal(160, 130))) found.push_back(c.name);
  CHECK(found == names);
}

TEST_CASE("a good portrait has no flaw of size, place, light or pose") {
  const auto components = face::assess(portrait(), frontal(160, 130));
  for (const auto& c : components) {
    CAPTURE(std::string(c.name));
    CAPTURE(c.measured);
    CHECK(c.value >= 0);
    CHECK(c.value <= 100);
    if (c.name != "sharpness" && c.name != "dynamic_range") CHECK(c.accepted());  // it is a drawing
  }
  CHECK(combine(components, false).value > 60);
  CHECK(face::has(combine(components, true).flaws, face::Flaw::estimated));
}

TEST_CASE("each fault lowers its own component") {
  const auto good = portrait();
  const auto before = face::assess(good, frontal(160, 130));
  using face::Flaw;
  CHECK(face::has(flaws(portrait(320, 160, 130, 16), frontal(160, 130, 16)), Flaw::too_small));
  CHECK(face::has(flaws(portrait(160, 80, 60, 90), frontal(80, 60, 90)), Flaw::too_close));
  const auto cropped = [&](double cx, double cy, std::string_view name) {
    const auto components = face::assess(portrait(320, cx, cy), frontal(cx, cy));
    CHECK(face::has(combine(components, false).flaws, Flaw::cropped));
    return value(components, name) < 20 && value(before, name) > value(components, name);
  };
  CHECK(cropped(50, 130, "leftward_crop_of_the_face_image"));
  CHECK(cropped(275, 130, "rightward_crop_of_the_face_image"));
  CHECK(cropped(160, 30, "margin_above_of_the_face_image"));
  CHECK(cropped(160, 230, "margin_below_of_the_face_image"));

  auto dark = good, bright = good, uneven = good, flat = good, blue = good, green = good;
  for (auto& p : dark.pixels()) p = static_cast<std::uint8_t>(p / 10);
  for (auto& p : bright.pixels()) p = static_cast<std::uint8_t>(std::min(255, p * 3));
  for (auto& p : flat.pixels()) p = static_cast<std::uint8_t>(120 + p / 32);
  for (int y = 0; y < 320; ++y)
    for (int x = 0; x < 320; ++x) {
      if (x < 160)
        for (int c = 0; c < 3; ++c) uneven.row(y)[3 * x + c] = static_cast<std::uint8_t>(uneven.row(y)[3 * x + c] / 4);
      std::swap(blue.row(y)[3 * x], blue.row(y)[3 * x + 2]);
      std::swap(green.row(y)[3 * x], green.row(y)[3 * x + 1]);
    }
  CHECK(face::has(flaws(dark, frontal(160, 130)), Flaw::too_dark));
  CHECK(face::has(flaws(dark, frontal(160, 130)), Flaw::low_contrast));
  CHECK(face::has(flaws(bright, frontal(160, 130)), Flaw::too_bright));
  CHECK(face::has(flaws(flat, frontal(160, 130)), Flaw::low_contrast));
  CHECK(face::has(flaws(uneven, frontal(160, 130)), Flaw::uneven_light));
  CHECK(face::has(flaws(blue, frontal(160, 130)), Flaw::unnatural_colour));
  CHECK(face::has(flaws(green, frontal(160, 130)), Flaw::unnatural_colour));
  CHECK_FALSE(face::has(flaws(Image(to_grey(good)), frontal(160, 130)), Flaw::unnatural_colour));
  for (const auto* worse : {&dark, &bright, &flat, &uneven, &blue, &green})
    CHECK(combine(face::assess(*worse, frontal(160, 130)), false).value < combine(before, false).value);
}

TEST_CASE("the more of a fault, the lower its component") {
  const auto falls = [](std::string_view name, const std::vector<face::Components>& series) {
    for (std::size_t i = 1; i < series.size(); ++i) {
      CAPTURE(std::string(name));
      CAPTURE(i);
      CHECK(value(series[i], name) < value(series[i - 1], name));
    }
  };
  auto picture = portrait();
  std::vector<face::Components> blurred, dark, turned, smaller, crowded;
  for (int level = 0; level < 4; ++level) {
    blurred.push_back(face::assess(picture, frontal(160, 130)));
    for (int pass = 0; pass < 3; ++pass)
      for (int y = 1; y < 319; ++y)
        for (int x = 3; x < 3 * 319; ++x)
          picture.row(y)[x] = static_cast<std::uint8_t>(
              (picture.row(y)[x - 3] + picture.row(y)[x + 3] + picture.row(y - 1)[x] + picture.row(y + 1)[x] + 2) / 4);
    auto dim = portrait();
    for (auto& p : dim.pixels()) p = static_cast<std::uint8_t>(p / (2 + 2 * level));
    dark.push_back(face::assess(dim, frontal(160, 130)));
    auto turn = frontal(160, 130);
    turn.landmarks[face::nose].x += static_cast<float>(0.15 * level * unit);
    turned.push_back(face::assess(portrait(), turn));
    const double eyes = 80 - 20 * level;
    smaller.push_back(face::assess(portrait(320, 160, 130, eyes), frontal(160, 130, eyes)));
    auto one = frontal(160, 130);
    one.box = {100, 70, 120, 160};
    auto other = frontal(20, 20);
    other.box = {0, 0, 20.0F * static_cast<float>(level), 30.0F * static_cast<float>(level)};
    crowded.push_back(face::assess(portrait(), one, std::vector{one, other}));
  }
  falls("sharpness", blurred);
  falls("luminance_mean", dark);
  falls("head_pose_yaw", turned);
  falls("inter_eye_distance", smaller);
  falls("single_face_present", crowded);
  CHECK(value(crowded[0], "single_face_present") == 100);
}

TEST_CASE("a reason says which component failed and by how much") {
  const auto components = face::assess(portrait(320, 160, 130, 16), frontal(160, 130, 16));
  const auto told = face::quality(components, true);
  REQUIRE_FALSE(told.reasons.empty());
  bool small = false;
  for (const auto& reason : told.reasons) {
    CAPTURE(reason);
    small |= reason == "too small: few pixels between the eyes (inter_eye_distance 16 px, accepted are at least 24 px)";
  }
  CHECK(small);
  CHECK(told.reasons.back() == words(face::Flaw::estimated));
  CHECK(told.value == combine(components, true).value);
  for (const auto& c : components) CHECK(face::reason(c).empty() == c.accepted());
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
  CHECK(std::abs(measured(turned(0, 0), "head_pose_yaw")) < 2);
  CHECK(measured(turned(0.3, 0), "head_pose_yaw") == doctest::Approx(34).epsilon(0.1));
  CHECK(measured(turned(-0.3, 0), "head_pose_yaw") == doctest::Approx(-34).epsilon(0.1));
  CHECK(face::has(combine(turned(0.3, 0), false).flaws, face::Flaw::turned));
  CHECK(measured(turned(0, 0.2), "head_pose_pitch") > 15);
  CHECK(measured(turned(0, -0.2), "head_pose_pitch") < -15);
  auto tilted = frontal(160, 130);
  tilted.landmarks[face::left_eye].y += static_cast<float>(0.7 * unit);
  CHECK(measured(face::assess(portrait(), tilted), "head_pose_roll") == doctest::Approx(35).epsilon(0.02));
  CHECK(face::has(flaws(portrait(), tilted), face::Flaw::tilted));
}

TEST_CASE("landmarks outside the picture or without extent give low values and no crash") {
  auto nowhere = frontal(-500, -500);
  CHECK(combine(face::assess(portrait(), nowhere), false).value < 50);
  nowhere.landmarks.fill({10, 10});
  CHECK(combine(face::assess(portrait(), nowhere), false).value < 50);
  CHECK(face::combine({}, false).value == 0);
}
