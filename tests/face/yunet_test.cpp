#include "face/yunet.hpp"

#include <cmath>

#include "tests/support.hpp"

using namespace limen;
namespace yunet = limen::face::yunet;

namespace {

// Heads of the 2023 layout for an empty 64 × 32 picture, in which single cells can be filled.
struct Heads2023 {
  static constexpr int width = 64, height = 32;
  struct Storage {
    std::vector<float> cls, obj, bbox, kps;
  };
  std::array<Storage, 3> storage;

  Heads2023() {
    for (std::size_t i = 0; i < 3; ++i) {
      const auto n = cells(i);
      storage[i] = {std::vector<float>(n), std::vector<float>(n), std::vector<float>(4 * n),
                    std::vector<float>(10 * n)};
    }
  }
  static int stride(std::size_t level) { return 8 << level; }
  static std::size_t cells(std::size_t level) {
    return static_cast<std::size_t>((width / stride(level)) * (height / stride(level)));
  }
  std::vector<yunet::Level> levels() const {
    std::vector<yunet::Level> out;
    for (std::size_t i = 0; i < 3; ++i)
      out.push_back({stride(i), storage[i].cls, storage[i].obj, storage[i].bbox, storage[i].kps});
    return out;
  }
};

}  // namespace

TEST_CASE("the 2023 heads: a filled cell becomes the box and points it says") {
  Heads2023 heads;
  auto& level = heads.storage[1];             // stride 16: 4 × 2 cells; cell 6 is column 2, row 1
  level.cls[6] = 0.81F, level.obj[6] = 1.7F;  // clipped to 1
  const float box[] = {0.25F, 0.5F, std::log(1.5F), std::log(2.0F)};
  std::copy(std::begin(box), std::end(box), level.bbox.begin() + 24);
  for (std::size_t j = 0; j < 5; ++j)
    level.kps[60 + 2 * j] = 0.1F * static_cast<float>(j), level.kps[61 + 2 * j] = -0.5F;
  const auto found = yunet::decode(heads.levels(), heads.width, heads.height, 0.6F).value();
  REQUIRE(found.size() == 1);
  CHECK(found[0].confidence == doctest::Approx(0.9));
  CHECK(found[0].box.x == doctest::Approx(2.25 * 16 - 12));
  CHECK(found[0].box.y == doctest::Approx(1.5 * 16 - 16));
  CHECK(found[0].box.width == doctest::Approx(24));
  CHECK(found[0].box.height == doctest::Approx(32));
  CHECK(found[0].landmarks[3].x == doctest::Approx(2.3 * 16));
  CHECK(found[0].landmarks[3].y == doctest::Approx(8));
  CHECK(yunet::decode(heads.levels(), heads.width, heads.height, 0.91F).value().empty());
}

TEST_CASE("heads that are not finite or not of this picture") {
  Heads2023 heads;
  heads.storage[0].cls[3] = heads.storage[0].obj[3] = 1;
  heads.storage[0].bbox[4 * 3 + 2] = 1000;  // exp overflows
  CHECK(yunet::decode(heads.levels(), heads.width, heads.height, 0.6F).value().empty());
  heads.storage[0].bbox[4 * 3 + 2] = 0;
  heads.storage[0].cls[3] = NAN;
  CHECK(yunet::decode(heads.levels(), heads.width, heads.height, 0.6F).value().empty());
  const auto other = yunet::decode(heads.levels(), 96, 32, 0.6F);
  CHECK(other.error().code == ErrorCode::unsupported_format);
  heads.storage[2].kps.pop_back();
  CHECK_FALSE(yunet::decode(heads.levels(), heads.width, heads.height, 0.6F));
}

TEST_CASE("the 2022 heads: the first prior of a cell, its variances, its points") {
  constexpr int width = 64, height = 64;
  // 8 × 8 cells of 3 priors, 4 × 4 of 2, 2 × 2 of 2, 1 × 1 of 3
  constexpr std::size_t n = 64 * 3 + 16 * 2 + 4 * 2 + 3;
  std::vector<float> loc(14 * n), conf(2 * n), iou(n);
  const std::size_t i = 3 * (8 * 2 + 5) + 1;  // stride 8, column 5, row 2, the 16 px prior
  conf[2 * i] = 0.1F, conf[2 * i + 1] = 1, iou[i] = 0.64F;
  loc[14 * i] = 2, loc[14 * i + 1] = -1, loc[14 * i + 2] = 5 * std::log(2.0F), loc[14 * i + 3] = 0;
  loc[14 * i + 4] = 10, loc[14 * i + 13] = 10;
  const auto found = yunet::decode(yunet::Heads2022{loc, conf, iou}, width, height, 0.6F).value();
  REQUIRE(found.size() == 1);
  const double cx = 5.5 * 8, cy = 2.5 * 8;
  CHECK(found[0].confidence == doctest::Approx(0.8));
  CHECK(found[0].box.width == doctest::Approx(32));
  CHECK(found[0].box.height == doctest::Approx(16));
  CHECK(found[0].box.x == doctest::Approx(cx + 2 * 0.1 * 16 - 16));
  CHECK(found[0].box.y == doctest::Approx(cy - 0.1 * 16 - 8));
  CHECK(found[0].landmarks[0].x == doctest::Approx(cx + 16));
  CHECK(found[0].landmarks[0].y == doctest::Approx(cy));
  CHECK(found[0].landmarks[4].y == doctest::Approx(cy + 16));
  iou.pop_back();
  CHECK_FALSE(yunet::decode(yunet::Heads2022{loc, conf, iou}, width, height, 0.6F));
}

TEST_CASE("of overlapping boxes the more confident one stays, and the order is total") {
  const auto at = [](float x, float confidence) { return face::Detection{{x, 0, 10, 10}, {}, confidence, false}; };
  std::vector<face::Detection> boxes{at(0, 0.7F), at(1, 0.9F), at(30, 0.8F), at(20, 0.8F), at(8, 0.65F)};
  yunet::suppress(boxes, 0.3F);
  REQUIRE(boxes.size() == 4);
  CHECK(boxes[0].box.x == 1);
  CHECK(boxes[1].box.x == 20);
  CHECK(boxes[2].box.x == 30);
  CHECK(boxes[3].box.x == 8);
}
