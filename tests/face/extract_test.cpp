#include "limen/face/extract.hpp"

#include <cmath>
#include <fstream>
#include <string>

#include "limen/face/compare.hpp"
#include "limen/face/draw.hpp"
#include "limen/face/quality.hpp"
#include "limen/io/image_file.hpp"

#include "drawn_face.hpp"
#include "faces.hpp"
#include "onnx.hpp"
#include "tests/io/silence.hpp"
#include "tests/support.hpp"

using namespace limen;

namespace {

// A registry with a made-up embedding network and no detector: the cascade stands in.
struct ToyModels {
  test::TemporaryDirectory folder;
  face::Models models{folder.path()};

  ToyModels() {
    std::ofstream(folder / "toy.onnx", std::ios::binary) << test::convolution_onnx(112, 112, 32);
    std::ofstream(folder / "toy.onnx.json")
        << R"({"kind": "embedder", "width": 112, "height": 112, "channels": "rgb", "scale": 0.0078,)"
           R"( "mean": [1, 1, 1], "deviation": [1, 1, 1]})";
  }
};

Sample portrait(double cx = 160, double cy = 130, double unit = 60) {
  auto image = test::backdrop(320, 320);
  test::draw_face(image, cx, cy, unit);
  return {image};
}

Sample couple() {
  auto image = test::backdrop(400, 240);
  test::draw_face(image, 110, 110, 44);
  test::draw_face(image, 300, 100, 36);
  return {image};
}

bool have_cascade() {
  if (face::Detector::open_cascade()) return true;
  test::skip("OpenCV's cascades (opencv-data) are absent");
  return false;
}

}  // namespace

TEST_CASE("without a detector's file extraction is refused, unless the cascade is allowed") {
  if (!have_cascade()) return;
  const ToyModels toy;
  const auto refused = face::Extractor::open(toy.models);
  CHECK(refused.error().code == ErrorCode::model_missing);
  CHECK(refused.error().message.find("face detector") != std::string::npos);
  auto extractor = face::Extractor::open(toy.models, {.allow_cascade = true}).value();
  CHECK(extractor.detector() == "opencv-cascade");
  CHECK(extractor.embedder().name == "toy");
  CHECK_FALSE(face::Extractor::open(toy.models, {.embedder = "other", .allow_cascade = true}));
}

TEST_CASE("one face becomes a template that says what it was made by") {
  if (!have_cascade()) return;
  const ToyModels toy;
  auto extractor = face::Extractor::open(toy.models, {.allow_cascade = true}).value();
  std::vector<std::string> stages;
  const Trace trace({}, [&](std::string_view name, ImageView) { stages.emplace_back(name); });
  const auto made = extractor.extract(portrait(), trace).value();
  CHECK(stages == std::vector<std::string>{"detection", "aligned"});
  CHECK(made.model == extractor.embedder().id);
  CHECK(made.preprocessing == digest(extractor.embedder().preprocessing));
  CHECK(made.embedding.size() == 32);
  CHECK(made.landmarks_estimated);
  CHECK(std::abs(made.landmarks[face::right_eye].x - 130) < 12);
  CHECK(std::abs(made.landmarks[face::left_eye].x - 190) < 12);
  CHECK(std::abs(made.landmarks[face::right_eye].y - 130) < 12);
  CHECK(face::has(made.quality_flaws, face::Flaw::estimated));
  CHECK(face::parse(face::serialise(made)).value() == made);
  CHECK(extractor.extract(portrait()).value() == made);
  const auto drawn = face::draw(portrait().image, made);
  CHECK(drawn.width() == 320);
  CHECK(drawn != portrait().image);
}

TEST_CASE("bars of quality show what was measured: of other faces only where they are known") {
  if (!have_cascade()) return;
  const ToyModels toy;
  auto extractor = face::Extractor::open(toy.models, {.choice = face::Choice::largest, .allow_cascade = true}).value();
  const auto image = couple().image;
  const auto made = extractor.extract({image}).value();
  auto components = extractor.assess({image}).value();
  CHECK(components.back().name == "single_face_present");
  CHECK(components.back().value < 50);
  const auto shown = face::draw_quality(image, made, components);
  CHECK(shown.height() >= 480);
  components.back().value = 100;
  CHECK(shown != face::draw_quality(image, made, components));
  const auto known = std::span(components).first(components.size() - 1);
  CHECK(face::draw_quality(image, made) == face::draw_quality(image, made, known));
  CHECK(face::draw_quality({}, made).empty());
}

TEST_CASE("no face, two faces, an empty image, a 1 x 1 image") {
  if (!have_cascade()) return;
  const ToyModels toy;
  auto strict = face::Extractor::open(toy.models, {.allow_cascade = true}).value();
  CHECK(strict.extract({test::backdrop(200, 200)}).error().code == ErrorCode::no_face);
  CHECK(strict.extract_every({test::backdrop(200, 200)}).error().code == ErrorCode::no_face);
  CHECK(strict.extract({Image(1, 1)}).error().code == ErrorCode::no_face);
  CHECK(strict.extract({}).error().code == ErrorCode::invalid_argument);
  const auto several = strict.extract(couple());
  CHECK(several.error().code == ErrorCode::several_faces);
  CHECK(several.error().message.find("2 faces") != std::string::npos);
  CHECK(strict.extract_every(couple()).value().size() == 2);

  const auto eye_of = [&](face::Choice choice) {
    auto extractor = face::Extractor::open(toy.models, {.choice = choice, .allow_cascade = true}).value();
    return extractor.extract(couple()).value().landmarks[face::right_eye].x;
  };
  CHECK(eye_of(face::Choice::largest) < 200);
  CHECK(eye_of(face::Choice::most_central) < 200);  // 90 px from the centre, the other 100
}

TEST_CASE("a quality below the wanted one is refused, component by component") {
  if (!have_cascade()) return;
  const ToyModels toy;
  auto extractor = face::Extractor::open(toy.models, {.min_quality = 101, .allow_cascade = true}).value();
  const auto refused = extractor.extract(portrait(160, 130, 20));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::quality_too_low);
  CHECK(refused.error().message.find("few pixels between the eyes (inter_eye_distance") != std::string::npos);
}

TEST_CASE("many samples: any number of threads gives the same, failures keep their place") {
  if (!have_cascade()) return;
  const ToyModels toy;
  const auto sample = [](std::size_t i) -> Result<Sample> {
    if (i == 2) return Error{ErrorCode::not_found, "no such picture"};
    if (i == 4) return Sample{test::backdrop(100, 100)};
    return portrait(150 + static_cast<double>(i), 130, 55 + static_cast<double>(i));
  };
  const face::ExtractorOptions options{.allow_cascade = true};
  const auto serial = face::extract_all(toy.models, options, 7, sample).value();
  CHECK(serial[2].error().code == ErrorCode::not_found);
  CHECK(serial[4].error().code == ErrorCode::no_face);
  ThreadPool pool(3);
  std::size_t last = 0;
  const auto parallel =
      face::extract_all(toy.models, options, 7, sample,
                        {.executor = &pool, .progress = [&](std::size_t done, std::size_t) { last = done; }})
          .value();
  CHECK(last == 7);
  for (std::size_t i = 0; i < 7; ++i) {
    REQUIRE(serial[i].has_value() == parallel[i].has_value());
    if (serial[i]) CHECK(*serial[i] == *parallel[i]);
  }
  std::stop_source stop;
  stop.request_stop();
  CHECK(face::extract_all(toy.models, options, 7, sample, {.stop = stop.get_token()}).error().code ==
        ErrorCode::cancelled);
}

TEST_CASE("real models: both YuNet layouts find the drawn face, without a word on stderr") {
  const auto data = test::data_dir();
  if (!data) return test::skip("../shared/data is absent");
  const face::Models models(*data / "models");
  for (const auto* name : {"yunet-2022mar", "yunet-2023mar"}) {
    CAPTURE(name);
    test::CaughtOutput output;
    auto detector = face::Detector::open(models.find(face::ModelKind::detector, name).value()).value();
    const auto faces = detector.detect(portrait().image).value();
    const auto two = detector.detect(couple().image).value();
    const auto none = detector.detect(test::backdrop(97, 201)).value();
    CHECK(output.text() == "");
    REQUIRE(faces.size() == 1);
    CHECK(std::abs(faces[0].landmarks[face::right_eye].x - 130) < 6);
    CHECK(std::abs(faces[0].landmarks[face::left_eye].x - 190) < 6);
    CHECK(std::abs(faces[0].landmarks[face::nose].y - 165) < 12);
    CHECK(two.size() == 2);
    CHECK(none.empty());
    // A second look keeps to the same face, also at the border, and gives a box back that is nowhere.
    for (const auto& face : two) {
      const auto again = detector.refine(couple().image, face).value();
      CHECK(std::abs(again.landmarks[face::nose].x - face.landmarks[face::nose].x) < 6);
      CHECK(again.confidence == face.confidence);
    }
    // Who has been shown large is not looked at again; who has been shown small is.
    CHECK(detector.refine(portrait().image, faces[0]).value() == faces[0]);
    auto coarse =
        face::Detector::open(models.find(face::ModelKind::detector, name).value(), {.longest_side = 160}).value();
    const auto seen_small = coarse.detect(portrait().image).value();
    REQUIRE(seen_small.size() == 1);
    const auto seen_again = coarse.refine(portrait().image, seen_small[0]).value();
    CHECK(seen_again.landmarks != seen_small[0].landmarks);
    CHECK(std::abs(seen_again.landmarks[face::nose].x - seen_small[0].landmarks[face::nose].x) < 6);
    auto nowhere = faces[0];
    nowhere.box.x = -5000;
    CHECK(detector.refine(portrait().image, nowhere).value() == nowhere);
    nowhere.box.width = NAN;
    CHECK(detector.refine(portrait().image, nowhere).has_value());
    CHECK_FALSE(detector.refine({}, faces[0]));
    // A small picture is scaled up.
    auto tiny = test::backdrop(64, 64);
    test::draw_face(tiny, 32, 34, 12);
    CHECK(detector.detect(tiny).value().size() == 1);
    // A large picture is scaled down, and the answer is in its own pixels.
    auto large = test::backdrop(1600, 1200);
    test::draw_face(large, 800, 500, 200);
    const auto found = detector.detect(large).value();
    REQUIRE(found.size() == 1);
    CHECK(std::abs(found[0].landmarks[face::right_eye].x - 700) < 25);
    // A small face in a large picture is found in the second pass.
    auto far = test::backdrop(1280, 960);
    test::draw_face(far, 900, 300, 16);
    const auto small = detector.detect(far).value();
    REQUIRE(small.size() == 1);
    CHECK(std::abs(small[0].landmarks[face::right_eye].x - 892) < 5);
  }
}

TEST_CASE("real models: a network that this OpenCV cannot import says so") {
  const auto data = test::data_dir();
  if (!data) return test::skip("../shared/data is absent");
  const face::Models models(*data / "models");
  test::CaughtOutput output;
  const auto embedder = face::Embedder::open(models.find(face::ModelKind::embedder, "mobilefacenet").value());
  CHECK(output.text() == "");
  if (embedder) return;  // a newer OpenCV
  CHECK(embedder.error().code == ErrorCode::unsupported_format);
  CHECK(embedder.error().message.find("Clip") != std::string::npos);
}

TEST_CASE("real models and faces: mated and non-mated pairs stand apart") {
  const auto data = test::data_dir();
  if (!data) return test::skip("../shared/data is absent");
  auto extractor = face::Extractor::open(face::Models(*data / "models")).value();
  std::vector<face::Template> faces;
  for (const auto* name : {"s1/1.pgm", "s1/5.pgm", "s2/1.pgm", "s2/5.pgm", "s3/1.pgm", "s3/5.pgm"}) {
    faces.push_back(extractor.extract({io::read_image(*data / "face/ORL" / name).value()}).value());
    CHECK(faces.back().quality_value > 40);
  }
  for (std::size_t i = 0; i < faces.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto score = face::compare(faces[i], faces[j]).value();
      CHECK((score > Score::from(0.406)) == (i / 2 == j / 2));
    }
}
