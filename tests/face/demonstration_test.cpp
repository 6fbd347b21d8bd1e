#include "face/demonstration.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "limen/face/align.hpp"
#include "limen/face/calibration.hpp"
#include "limen/face/compare.hpp"
#include "limen/face/extract.hpp"
#include "limen/face/synthesise.hpp"

#include "face/local_patterns.hpp"
#include "faces.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::face;

namespace {

Models no_models() { return Models("/nonexistent/limen/models"); }

bool have_cascade() {
  if (Detector::open_cascade()) return true;
  test::skip("OpenCV's cascades (opencv-data) are absent");
  return false;
}

Image aligned(std::uint64_t person, std::uint64_t capture) {
  const auto made = synthesis::make_capture(person, capture).value();
  return align(made.image, made.landmarks).value();
}

}  // namespace

TEST_CASE("local patterns: every cell is of unit length, and light that changes evenly changes nothing") {
  const auto face = to_grey(aligned(1, 1));
  const auto histograms = local_patterns::histograms(face);
  REQUIRE(histograms.size() == 64 * local_patterns::per_cell);
  for (std::size_t first = 0; first < histograms.size(); first += local_patterns::bins) {
    double square = 0;
    for (std::size_t bin = 0; bin < local_patterns::bins; ++bin)
      square += double{histograms[first + bin]} * histograms[first + bin];
    CHECK(square == doctest::Approx(1).epsilon(1e-4));
  }
  Image half = face;
  for (auto& v : half.pixels()) v = static_cast<std::uint8_t>(v / 2 * 2);  // even, so that halving loses nothing
  Image darker = half;
  for (auto& v : darker.pixels()) v = static_cast<std::uint8_t>(v / 2);
  CHECK(local_patterns::histograms(half) == local_patterns::histograms(darker));
}

TEST_CASE("a flat picture has one pattern in every cell") {
  const auto histograms = local_patterns::histograms(Image(112, 112));
  CHECK(std::count(histograms.begin(), histograms.end(), 1.0F) == 64 * 4);
}

TEST_CASE("the demonstration descriptor says what it is, and has to be allowed") {
  const auto model = demonstration_model();
  CHECK(model.name == "demonstration-lbp");
  CHECK(model.kind == ModelKind::embedder);
  CHECK(model.file.empty());
  CHECK(is_demonstration(model.id));
  CHECK(model.id == hash_of_projection());
  CHECK_FALSE(is_demonstration(test::model_of(1)));
  CHECK(find_known(model.id) == nullptr);
  CHECK(Extractor::open(no_models()).error().code == ErrorCode::model_missing);
  CHECK(Extractor::open(no_models(), {.allow_cascade = true}).error().code == ErrorCode::model_missing);
  const auto by_name = Extractor::open(no_models(), {.embedder = "demonstration-lbp"});
  REQUIRE_FALSE(by_name);
  CHECK(by_name.error().code == ErrorCode::unavailable);
  CHECK(by_name.error().message.find("allow_demonstration") != std::string::npos);
  CHECK(Extractor::open(no_models(), {.embedder = "another", .allow_demonstration = true}).error().code ==
        ErrorCode::model_missing);
}

TEST_CASE("the demonstration descriptor: unit length, the mirror image is another, wrong sizes are refused") {
  auto embedder = Embedder::demonstration();
  const auto face = aligned(1, 1);
  const auto v = embedder.embed(face).value();
  REQUIRE(v.size() == 768);
  double square = 0;
  for (const float x : v) square += double{x} * x;
  CHECK(square == doctest::Approx(1).epsilon(1e-5));
  CHECK(embedder.embed(face).value() == v);
  CHECK(embedder.embed(face, true).value() != v);
  CHECK(embedder.embed(Image(64, 64, PixelFormat::rgb8)).error().code == ErrorCode::invalid_argument);
  CHECK(embedder.embed(Image(112, 112, PixelFormat::rgb8)));
}

TEST_CASE("without a model file, generated people are told apart") {
  if (!have_cascade()) return;
  auto extractor = Extractor::open(no_models(), {.choice = Choice::largest, .allow_demonstration = true}).value();
  CHECK(extractor.embedder().name == demonstration_name);
  CHECK(extractor.detector() == "opencv-cascade");
  constexpr std::size_t people = 12, captures = 3;
  std::vector<std::optional<Template>> faces;
  for (std::size_t i = 0; i < people * captures; ++i)
    if (auto made = extractor.extract({synthesis::make_capture(300 + i / captures, i % captures).value().image}); made)
      faces.emplace_back(std::move(*made));
    else
      faces.emplace_back();
  std::vector<Score> mated, non_mated;
  for (std::size_t i = 0; i < faces.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (faces[i] && faces[j])
        (i / captures == j / captures ? mated : non_mated).push_back(face::compare(*faces[i], *faces[j]).value());
  REQUIRE(mated.size() > 25);
  std::sort(mated.begin(), mated.end());
  std::sort(non_mated.begin(), non_mated.end());
  CHECK(mated[mated.size() / 5] > non_mated[non_mated.size() * 98 / 100]);
  const auto* meaning = calibration(demonstration_model().id);
  REQUIRE(meaning != nullptr);
  CHECK(meaning->minus_log10_fmr(mated[mated.size() / 2]) > 3);
  CHECK(meaning->minus_log10_fmr(non_mated[non_mated.size() / 2]) < 1);
}
