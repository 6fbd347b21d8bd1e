#include "limen/face/models.hpp"

#include "limen/core/file.hpp"
#include "limen/face/align.hpp"
#include "limen/face/embed.hpp"
#include "limen/face/extract.hpp"

#include "face/declaration.hpp"
#include "faces.hpp"
#include "onnx.hpp"
#include "tests/files.hpp"
#include "tests/support.hpp"

using namespace limen;
using limen::test::spill;

namespace {

const std::string declaration = R"({"kind": "embedder", "name": "toy", "licence": "CC0-1.0", "width": 32, "height": 32,
  "channels": "bgr", "scale": 0.0078125, "mean": [1, 1, 1], "deviation": [1, 0.5, 2]})";

bool says(const Error& error, ErrorCode code, const std::string& words) {
  INFO(error.message);
  CHECK(error.code == code);
  CHECK(error.message.find(words) != std::string::npos);
  return error.code == code;
}

}  // namespace

TEST_CASE("SHA-256 names a model") {
  const std::string abc = "abc";  // FIPS 180-4
  const auto id = face::model_id(std::as_bytes(std::span(abc)));
  const std::string hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  CHECK(to_string(id) == hex);
  CHECK(face::model_id_from(hex) == id);
  CHECK_FALSE(face::model_id_from(hex.substr(1)));
  CHECK_FALSE(face::model_id_from("BA" + hex.substr(2)));
  for (const auto& known : face::known_models()) {
    CHECK(face::model_id_from(known.sha256));
    CHECK(face::find_known(*face::model_id_from(known.sha256)) == &known);
    CHECK((known.url.empty() || known.url.starts_with("https://")));
  }
}

TEST_CASE("a folder without models says what is missing and how to add it") {
  const test::TemporaryDirectory folder;
  const face::Models none(folder / "absent");
  CHECK(none.list().value().empty());
  says(none.find(face::ModelKind::detector).error(), ErrorCode::model_missing, "limen models add FILE");
  says(none.find(face::ModelKind::embedder, "sface-2021dec").error(), ErrorCode::model_missing, "sface-2021dec");
  says(face::Extractor::open(none).error(), ErrorCode::model_missing, "face embedding network");
  CHECK(face::extract_all(none, {}, 3, {}).error().code == ErrorCode::model_missing);
}

TEST_CASE("a network is added with its declaration, listed, found and run") {
  const test::TemporaryDirectory folder;
  spill(folder / "toy.onnx", test::convolution_onnx(32, 32, 24));
  const face::Models models(folder / "models");
  says(models.add(folder / "toy.onnx").error(), ErrorCode::unsupported_format, "toy.onnx.json");
  spill(folder / "toy.onnx.json", declaration);
  const auto added = models.add(folder / "toy.onnx").value();
  CHECK(added.file == folder / "models/toy.onnx");
  CHECK(models.add(folder / "toy.onnx").value().id == added.id);
  const auto listed = models.list().value();
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].name == "toy");
  CHECK(listed[0].licence == "CC0-1.0");
  CHECK(listed[0].preprocessing.channels == face::ChannelOrder::bgr);
  for (const std::string& name : {std::string("toy"), std::string("toy.onnx"), to_string(added.id).substr(0, 8)})
    CHECK(models.find(face::ModelKind::embedder, name).value().id == added.id);
  CHECK_FALSE(models.find(face::ModelKind::embedder, "other"));

  auto embedder = face::Embedder::open(listed[0]).value();
  const auto face = test::gradient(32, 32);
  const auto once = embedder.embed(face).value();
  CHECK(once.size() == 24);
  double square = 0;
  for (const float x : once) square += double{x} * x;
  CHECK(square == doctest::Approx(1));
  CHECK(embedder.embed(face).value() == once);
  CHECK(embedder.embed(face, true).value() != once);
  Image mirrored(32, 32, PixelFormat::rgb8);
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 32; ++x) std::copy_n(face.row(y) + 3 * x, 3, mirrored.row(y) + 3 * (31 - x));
  const auto mean = embedder.embed(face, true).value(), same = embedder.embed(mirrored, true).value();
  for (std::size_t i = 0; i < mean.size(); ++i) CHECK(mean[i] == doctest::Approx(same[i]).epsilon(1e-4).scale(1));
  says(embedder.embed(test::gradient(33, 32)).error(), ErrorCode::invalid_argument, "32 x 32");
  CHECK_FALSE(embedder.embed(to_grey(face)));
}

TEST_CASE("the network sees the pixels as its declaration says") {
  const test::TemporaryDirectory folder;
  spill(folder / "toy.onnx", test::convolution_onnx(16, 16, 16));
  auto model = face::Model{.id = face::model_id(limen::read_file(folder / "toy.onnx").value()),
                           .kind = face::ModelKind::embedder,
                           .name = "toy",
                           .file = folder / "toy.onnx",
                           .preprocessing = {.width = 16, .height = 16}};
  auto image = test::gradient(16, 16);
  const auto rgb = face::Embedder::open(model).value().embed(image).value();
  model.preprocessing.channels = face::ChannelOrder::bgr;
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 16; ++x) std::swap(image.row(y)[3 * x], image.row(y)[3 * x + 2]);
  CHECK(face::Embedder::open(model).value().embed(image).value() == rgb);
  const auto before = digest(model.preprocessing);
  model.preprocessing.mean = {0.5F, 0.5F, 0.5F};
  CHECK(face::Embedder::open(model).value().embed(image).value() != rgb);
  CHECK(digest(model.preprocessing) != before);
}

TEST_CASE("wrong files are refused with the reason") {
  const test::TemporaryDirectory folder;
  const face::Models models(folder / "models");
  says(models.add(folder / "none.onnx").error(), ErrorCode::not_found, "none.onnx");
  spill(folder / "empty.onnx", "");
  says(models.add(folder / "empty.onnx").error(), ErrorCode::unsupported_format, "not an ONNX file");
  spill(folder / "text.onnx", "This is a text and no network at all.\n");
  says(models.add(folder / "text.onnx").error(), ErrorCode::unsupported_format, "not an ONNX file");
  const auto good = test::convolution_onnx(32, 32, 24);
  spill(folder / "half.onnx", good.substr(0, good.size() / 2));
  spill(folder / "half.onnx.json", declaration);
  CHECK(models.add(folder / "half.onnx").error().code == ErrorCode::unsupported_format);
  spill(folder / "good.onnx", good);
  spill(folder / "good.onnx.json", declaration);
  says(models.add(folder / "good.onnx", test::model_of(3)).error(), ErrorCode::corrupt, "expected was 0303");
  spill(folder / "map.onnx", test::convolution_onnx(32, 32, 24, 1, false));
  spill(folder / "map.onnx.json", declaration);
  says(models.add(folder / "map.onnx").error(), ErrorCode::unsupported_format, "1 x 24 x 32 x 32");
  spill(folder / "few.onnx", test::convolution_onnx(32, 32, 8));
  spill(folder / "few.onnx.json", declaration);
  says(models.add(folder / "few.onnx").error(), ErrorCode::unsupported_format, "not an embedding network");
  spill(folder / "detector.onnx", good);
  spill(folder / "detector.onnx.json", R"({"kind": "detector"})");
  says(models.add(folder / "detector.onnx").error(), ErrorCode::unsupported_format, "this network has embedding");
  CHECK(models.list().value().empty());

  const auto added = models.add(folder / "good.onnx").value();
  spill(folder / "good.onnx", test::convolution_onnx(32, 32, 24, 2));
  says(models.add(folder / "good.onnx").error(), ErrorCode::already_exists, "rename");
  spill(added.file, good + "x");
  says(face::Embedder::open(added).error(), ErrorCode::corrupt, "fetch or add");
  std::filesystem::remove(added.file);
  says(face::Embedder::open(added).error(), ErrorCode::model_missing, "limen models add");
}

TEST_CASE("a declaration is read strictly") {
  CHECK(face::parse_declaration(declaration).value().preprocessing.deviation[2] == 2);
  CHECK(face::parse_declaration(R"( {"kind":"detector"} )").value().kind == face::ModelKind::detector);
  for (std::size_t length = 0; length < declaration.size(); ++length)
    CHECK_FALSE(face::parse_declaration(std::string_view(declaration).substr(0, length)));
  const auto with = [](const std::string& from, const std::string& to) {
    auto text = declaration;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const auto& text :
       {with("embedder", "other"), with("\"mean\"", "\"maen\""), with("0.0078125", "0"), with("0.0078125", "nan"),
        with("\"bgr\"", "\"gbr\""), with("32", "32.5"), with("32", "-1"), with("32", "1e9"),
        with("[1, 1, 1]", "[1, 1]"), with("[1, 0.5, 2]", "[1, 0, 2]"), with("\"toy\"", "\"\""), with("\"toy\"", "7"),
        with("CC0", "CC\\u0030"), with("\"name\": \"toy\",", "\"width\": 32,"), declaration + "x"}) {
    CAPTURE(text);
    CHECK(face::parse_declaration(text).error().code == ErrorCode::corrupt);
  }
  const test::TemporaryDirectory folder;
  spill(folder / "toy.onnx", test::convolution_onnx(32, 32, 24));
  spill(folder / "toy.onnx.json", "{\"kind\": 3}");
  says(face::Models(folder.path()).list().error(), ErrorCode::corrupt, "toy.onnx.json");
}
