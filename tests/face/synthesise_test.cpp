#include "limen/face/synthesise.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "limen/face/compare.hpp"
#include "limen/face/detect.hpp"
#include "limen/face/extract.hpp"

#include "tests/support.hpp"

using namespace limen;
using namespace limen::face;
using synthesis::make_capture;

namespace {

double mean_difference(const Image& a, const Image& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels().size(); ++i) sum += std::abs(int{a.pixels()[i]} - int{b.pixels()[i]});
  return sum / static_cast<double>(a.pixels().size());
}

/// Whether the most confident face is the one that was drawn.
bool finds(Detector& detector, const synthesis::Capture& capture) {
  const auto found = detector.detect(capture.image).value();
  if (found.empty()) return false;
  const auto& box = found.front().box;
  Point middle{};
  for (const auto& p : capture.landmarks) middle.x += p.x / 5, middle.y += p.y / 5;
  const auto& [right, left, n, rm, lm] = capture.landmarks;
  const double eyes = std::hypot(left.x - right.x, left.y - right.y);
  return std::hypot(box.x + box.width / 2 - middle.x, box.y + box.height / 2 - middle.y) < 0.6 * eyes &&
         box.width > 1.4 * eyes && box.width < 4 * eyes;
}

int found_of(Detector& detector, std::uint64_t first, int count) {
  int found = 0;
  for (int i = 0; i < count; ++i)
    found += finds(detector, make_capture(first + static_cast<std::uint64_t>(i), 1).value());
  return found;
}

}  // namespace

TEST_CASE("the same seeds give the same photograph, others give others") {
  const auto a = make_capture(1, 1).value(), again = make_capture(1, 1).value();
  CHECK(a.image == again.image);
  CHECK(a.landmarks == again.landmarks);
  CHECK(a.image.width() == 256);
  CHECK(a.image.height() == 320);
  CHECK(mean_difference(a.image, make_capture(1, 2).value().image) > 3);
  CHECK(mean_difference(a.image, make_capture(2, 1).value().image) > 3);
}

TEST_CASE("severity 0 is frontal, and captures of one face hardly differ in it but for clothes and backdrop") {
  const synthesis::CaptureOptions still{.severity = 0};
  const auto a = make_capture(5, 1, {}, still).value(), b = make_capture(5, 2, {}, still).value();
  CHECK(a.yaw == 0);
  CHECK(a.pitch == 0);
  CHECK(a.roll == 0);
  CHECK(a.landmarks == b.landmarks);
  CHECK(std::abs(a.landmarks[right_eye].y - a.landmarks[left_eye].y) < 6);
  const int x = static_cast<int>(a.landmarks[nose].x), y = static_cast<int>(a.landmarks[nose].y);
  for (int dy = -20; dy <= 20; ++dy)
    for (int c = 0; c < 3; ++c) CHECK(std::abs(a.image.row(y + dy)[3 * x + c] - b.image.row(y + dy)[3 * x + c]) <= 12);
}

TEST_CASE("the truth moves as the head does") {
  const synthesis::CaptureOptions turning{.severity = 2};
  for (std::uint64_t capture = 1; capture <= 12; ++capture) {
    const auto made = make_capture(3, capture, {}, turning).value();
    const auto& p = made.landmarks;
    const double roll = std::atan2(p[left_eye].y - p[right_eye].y, p[left_eye].x - p[right_eye].x) * 57.2958;
    CHECK(std::abs(roll - made.roll) < 6);
    const double middle = (p[right_eye].x + p[left_eye].x) / 2;
    if (std::abs(made.yaw) > 8 && std::abs(made.roll) < 3) CHECK((p[nose].x > middle) == (made.yaw > 0));
  }
}

TEST_CASE("what is asked for is drawn: skin, size, glasses") {
  const auto level = [](double melanin) {
    const auto made = make_capture(8, 1, {.melanin = melanin, .beard = false}, {.severity = 0}).value();
    const auto& n = made.landmarks[nose];
    return int{made.image.row(static_cast<int>(n.y) - 12)[3 * static_cast<int>(n.x)]};
  };
  CHECK(level(0) > level(0.5) + 15);
  CHECK(level(0.5) > level(1) + 15);
  const auto with = make_capture(8, 1, {.glasses = true}).value(),
             without = make_capture(8, 1, {.glasses = false}).value();
  CHECK(with.image != without.image);
  CHECK(with.landmarks == without.landmarks);
  const auto large =
      make_capture(8, 1, {.variety = 0}, {.width = 700, .height = 900, .eye_distance = 180, .severity = 0}).value();
  CHECK(large.image.width() == 700);
  CHECK(std::abs(large.landmarks[left_eye].x - large.landmarks[right_eye].x - 180) < 12);
}

TEST_CASE("options outside their range are refused by name") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refused = [](const synthesis::FaceOptions& face, const synthesis::CaptureOptions& capture,
                          const char* name) {
    const auto made = make_capture(1, 1, face, capture);
    return !made && made.error().code == ErrorCode::invalid_argument && made.error().message.starts_with(name);
  };
  CHECK(refused({.variety = nan}, {}, "variety"));
  CHECK(refused({.melanin = 1.1}, {}, "melanin"));
  CHECK(refused({}, {.width = 0}, "width"));
  CHECK(refused({}, {.height = 1 << 30}, "height"));
  CHECK(refused({}, {.eye_distance = -1}, "eye_distance"));
  CHECK(refused({}, {.severity = nan}, "severity"));
  CHECK(refused({}, {.blur = 99}, "blur"));
  CHECK(make_capture(~std::uint64_t{0}, 0, {.variety = 1.5},
                     {.width = 64, .height = 64, .eye_distance = 600, .severity = 2}));
}

TEST_CASE("the cascade finds at least 95 in 100") {
  auto cascade = Detector::open_cascade();
  if (!cascade) return test::skip("OpenCV's cascades (opencv-data) are absent");
  CHECK(found_of(*cascade, 100, 100) >= 95);
}

TEST_CASE("both YuNets find at least 95 in 100") {
  const auto data = test::data_dir();
  if (!data) return test::skip("../shared/data is absent");
  const Models models(*data / "models");
  for (const auto* name : {"yunet-2022mar", "yunet-2023mar"}) {
    CAPTURE(name);
    auto detector = Detector::open(models.find(ModelKind::detector, name).value()).value();
    CHECK(found_of(detector, 100, 100) >= 95);
  }
}

TEST_CASE("a network trained on real people tells generated ones apart: ten captures of each cluster") {
  const auto data = test::data_dir();
  if (!data) return test::skip("../shared/data is absent");
  auto extractor = Extractor::open(Models(*data / "models")).value();
  std::vector<Template> faces;
  constexpr int people = 6, captures = 10;
  for (int i = 0; i < people * captures; ++i)
    faces.push_back(extractor
                        .extract({make_capture(200 + static_cast<std::uint64_t>(i / captures),
                                               static_cast<std::uint64_t>(i % captures))
                                      .value()
                                      .image})
                        .value());
  int wrong = 0;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    Score mated = Score::lowest(), other = Score::lowest();
    for (std::size_t j = 0; j < faces.size(); ++j) {
      if (i == j) continue;
      auto& best = i / captures == j / captures ? mated : other;
      best = std::max(best, face::compare(faces[i], faces[j]).value());
    }
    wrong += mated <= other ? 1 : 0;
  }
  CHECK(wrong <= 1);
}
