#include "limen/face/align.hpp"

#include <cmath>
#include <random>

#include "faces.hpp"
#include "tests/support.hpp"

using namespace limen;

TEST_CASE("a similarity is found again from the points it moved") {
  std::mt19937 random(5);
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() % 10000) / 10000;
  };
  for (int i = 0; i < 200; ++i) {
    const double angle = uniform(-3.1, 3.1), size = uniform(0.05, 20);
    const face::Similarity truth{size * std::cos(angle), size * std::sin(angle), uniform(-500, 500),
                                 uniform(-500, 500)};
    const auto from = face::arcface_positions();
    face::Landmarks to{};
    for (std::size_t k = 0; k < 5; ++k) to[k] = truth(from[k]);
    const auto found = face::estimate_similarity(from, to);
    REQUIRE(found);
    CHECK(found->a == doctest::Approx(truth.a).epsilon(1e-3).scale(1));
    CHECK(found->b == doctest::Approx(truth.b).epsilon(1e-3).scale(1));
    const auto back = found->inverse();
    for (std::size_t k = 0; k < 5; ++k) {
      CHECK(back(to[k]).x == doctest::Approx(from[k].x).epsilon(1e-2).scale(1));
      CHECK(back(to[k]).y == doctest::Approx(from[k].y).epsilon(1e-2).scale(1));
    }
  }
}

TEST_CASE("the similarity of noisy points has the least squared error") {
  const auto from = face::arcface_positions();
  face::Landmarks to = from;
  to[0].x += 5, to[3].y -= 4;
  const auto error = [&](const face::Similarity& s) {
    double sum = 0;
    for (std::size_t k = 0; k < 5; ++k)
      sum += std::pow(s(from[k]).x - to[k].x, 2) + std::pow(s(from[k]).y - to[k].y, 2);
    return sum;
  };
  const auto best = *face::estimate_similarity(from, to);
  for (const double d : {-0.01, 0.01}) {
    for (auto field : {&face::Similarity::a, &face::Similarity::b}) {
      auto other = best;
      other.*field += d;
      CHECK(error(other) > error(best));
    }
    for (auto field : {&face::Similarity::tx, &face::Similarity::ty}) {
      auto other = best;
      other.*field += 10 * d;
      CHECK(error(other) > error(best));
    }
  }
}

TEST_CASE("points without extent have no similarity") {
  face::Landmarks one_point;
  one_point.fill({10, 10});
  CHECK_FALSE(face::estimate_similarity(one_point, face::arcface_positions()));
  CHECK_FALSE(face::align(test::gradient(50, 50), one_point));
  face::Landmarks nowhere = face::arcface_positions();
  nowhere[2].x = NAN;
  CHECK_FALSE(face::align(test::gradient(50, 50), nowhere));
  CHECK_FALSE(face::align(Image(), face::arcface_positions()));
}

TEST_CASE("landmarks that are in place already leave the picture as it is") {
  const auto image = test::gradient(112, 112);
  CHECK(*face::align(image, face::arcface_positions()) == image);
}

TEST_CASE("alignment brings a turned and larger picture back, and shows black outside") {
  const auto image = test::gradient(400, 400);
  const face::Similarity place{2 * std::cos(0.3), 2 * std::sin(0.3), 120, 60};
  face::Landmarks landmarks{};
  const auto positions = face::arcface_positions();
  for (std::size_t k = 0; k < 5; ++k) landmarks[k] = place(positions[k]);
  const auto aligned = face::align(image, landmarks);
  REQUIRE(aligned);
  for (const Point p : {Point{40, 50}, Point{70, 50}, Point{56, 90}}) {
    const auto source = place(p);
    const auto* pixel = aligned->row(static_cast<int>(p.y)) + 3 * static_cast<int>(p.x);
    CHECK(pixel[0] == doctest::Approx(source.x * 255 / 400).epsilon(0.02));
    CHECK(pixel[1] == doctest::Approx(source.y * 255 / 400).epsilon(0.02));
  }
  for (auto& p : landmarks) p.x += 5000;
  const auto outside = face::align(image, landmarks);
  REQUIRE(outside);
  CHECK(*outside == Image(112, 112, PixelFormat::rgb8));
}

TEST_CASE("shrinking averages, in place, however large the picture is") {
  const auto wave = [](double x, double y) { return 128 + 100 * std::sin(0.26 * x) * std::cos(0.21 * y); };
  for (const double scale : {2.0, 3.7, 12.3}) {
    CAPTURE(scale);
    // The lower rows of the aligned picture are outside.
    const face::Similarity place{scale * std::cos(0.2), scale * std::sin(0.2), 30 * scale, 3 * scale};
    const auto back = place.inverse();
    Image image(static_cast<int>(150 * scale), static_cast<int>(90 * scale), PixelFormat::rgb8);
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x) {
        const double u = back.a * x - back.b * y + back.tx, v = back.b * x + back.a * y + back.ty;
        for (int c = 0; c < 3; ++c) image.row(y)[3 * x + c] = static_cast<std::uint8_t>(wave(u, v) + 0.5);
      }
    face::Landmarks landmarks{};
    const auto positions = face::arcface_positions();
    for (std::size_t k = 0; k < 5; ++k) landmarks[k] = place(positions[k]);
    const auto aligned = face::align(image, landmarks);
    REQUIRE(aligned);
    std::size_t inside = 0, outside = 0;
    for (int y = 0; y < 112; ++y)
      for (int x = 0; x < 112; ++x) {
        const double sx = place.a * x - place.b * y + place.tx, sy = place.b * x + place.a * y + place.ty;
        const auto within = [&](double edge) {
          return sx > edge && sy > edge && sx < image.width() - edge && sy < image.height() - edge;
        };
        if (within(3 * scale)) {
          ++inside;
          REQUIRE(std::abs(aligned->row(y)[3 * x] - wave(x, y)) < 5);
        } else if (!within(-3 * scale)) {
          ++outside;
          REQUIRE(aligned->row(y)[3 * x] == 0);
        }
      }
    CHECK(inside > 5000);
    CHECK(outside > 500);
  }
}
