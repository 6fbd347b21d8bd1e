#include "limen/face/runtime.hpp"

#include <algorithm>
#include <cmath>

#include "limen/face/embed.hpp"
#include "limen/face/extract.hpp"
#include "limen/io/image_file.hpp"

#include "drawn_face.hpp"
#include "face/network.hpp"
#include "face/onnx_input.hpp"
#include "faces.hpp"
#include "onnx.hpp"
#include "tests/io/silence.hpp"
#include "tests/support.hpp"

using namespace limen;
using face::Runtime;

namespace {

bool have_onnxruntime() {
  if (face::available(Runtime::onnxruntime)) return true;
  test::skip("ONNX Runtime is absent");
  return false;
}

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

float farthest(const std::vector<face::Tensor>& a, const std::vector<face::Tensor>& b) {
  REQUIRE(a.size() == b.size());
  float most = 0;
  for (const auto& tensor : a) {
    const auto other = std::find_if(b.begin(), b.end(), [&](const auto& t) { return t.name == tensor.name; });
    REQUIRE(other != b.end());
    REQUIRE(other->values.size() == tensor.values.size());
    CHECK(other->shape == tensor.shape);
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
      most = std::max(most, std::abs(tensor.values[i] - other->values[i]));
  }
  return most;
}

}  // namespace

TEST_CASE("runtimes have names, and OpenCV is always there") {
  for (const auto runtime : face::runtimes) CHECK(to_string(runtime) != "invalid");
  CHECK(face::available(Runtime::automatic));
  CHECK(face::available(Runtime::opencv));
  const auto other = face::available(Runtime::onnxruntime);
  if (other) return;
  CHECK(other.error().code == ErrorCode::unavailable);
  CHECK(other.error().message.find("LIMEN_ONNXRUNTIME") != std::string::npos);
  const auto network = face::Network::load(bytes_of(test::convolution_onnx(16, 16, 16)), "toy", Runtime::onnxruntime);
  CHECK(network.error().code == ErrorCode::unavailable);
}

TEST_CASE("both runtimes give the same numbers") {
  if (!have_onnxruntime()) return;
  const auto onnx = test::convolution_onnx(32, 32, 24);
  const auto input = test::random_vector(3, 3 * 32 * 32);
  auto a = face::Network::load(bytes_of(onnx), "toy", Runtime::opencv).value();
  auto b = face::Network::load(bytes_of(onnx), "toy", Runtime::onnxruntime).value();
  CHECK(a.outputs() == b.outputs());
  CHECK(farthest(a.run(input, 32, 32).value(), b.run(input, 32, 32).value()) < 1e-4F);
  auto moved = std::move(b);
  CHECK(farthest(a.run(input, 32, 32).value(), moved.run(input, 32, 32).value()) < 1e-4F);
}

TEST_CASE("a declared input size is freed, and nothing else of the file") {
  const auto onnx = test::convolution_onnx(640, 120, 16, 1, false);
  const auto given = bytes_of(onnx);
  const auto free = face::with_free_input_size(given);
  REQUIRE(free.size() == given.size());
  std::size_t changed = 0;
  for (std::size_t i = 0; i < free.size(); ++i) changed += free[i] != given[i];
  CHECK(changed >= 4);  // 08 78 → 12 00; 08 80 05 → 12 01 6E
  CHECK(changed <= 5);
  const auto same = face::with_free_input_size(free);
  CHECK(same == free);
  for (const std::size_t length : {std::size_t{0}, std::size_t{5}, given.size() / 2, given.size() - 3})
    CHECK(face::with_free_input_size(given.first(length)).size() == length);
  if (!have_onnxruntime()) return;
  auto a = face::Network::load(given, "toy", Runtime::opencv).value();
  auto b = face::Network::load(given, "toy", Runtime::onnxruntime).value();
  const auto input = test::random_vector(3, 3 * 48 * 32);
  CHECK(farthest(a.run(input, 48, 32).value(), b.run(input, 48, 32).value()) < 1e-4F);
}

TEST_CASE("what ONNX Runtime cannot run says why, without a word on stderr") {
  if (!have_onnxruntime()) return;
  test::CaughtOutput output;
  const auto onnx = test::convolution_onnx(32, 32, 24);
  const auto half = face::Network::load(bytes_of(onnx.substr(0, onnx.size() / 2)), "half", Runtime::onnxruntime);
  CHECK(half.error().code == ErrorCode::unsupported_format);
  CHECK(half.error().message.find("half: ONNX Runtime cannot import") == 0);
  auto network = face::Network::load(bytes_of(onnx), "toy", Runtime::onnxruntime).value();
  const auto input = test::random_vector(3, 3 * 16 * 16);
  const auto other = network.run(input, 16, 16);  // smaller than its kernel
  CHECK(other.error().code == ErrorCode::unsupported_format);
  CHECK(other.error().message.find("16 x 16") != std::string::npos);
  CHECK(output.text() == "");
}

TEST_CASE("real models: the same faces and embeddings by both runtimes") {
  if (!have_onnxruntime()) return;
  const auto data = test::data_dir();
  if (!data) return test::skip("../shared/data is absent");
  const face::Models models(*data / "models");
  const auto image = io::read_image(*data / "face/ORL/s1/1.pgm").value();
  for (const auto* name : {"yunet-2022mar", "yunet-2023mar"}) {
    CAPTURE(name);
    const auto model = models.find(face::ModelKind::detector, name).value();
    const auto a = face::Detector::open(model, {.runtime = Runtime::opencv}).value().detect(image).value();
    const auto b = face::Detector::open(model, {.runtime = Runtime::onnxruntime}).value().detect(image).value();
    REQUIRE(a.size() == 1);
    REQUIRE(b.size() == 1);
    for (std::size_t i = 0; i < 5; ++i) CHECK(std::abs(a[0].landmarks[i].x - b[0].landmarks[i].x) < 0.01F);
    CHECK(std::abs(a[0].confidence - b[0].confidence) < 1e-4F);
  }
  // One network in two files: OpenCV 4.6 reads the one, ONNX Runtime the other.
  const auto embed = [&](const char* name, Runtime runtime) {
    return face::Embedder::open(models.find(face::ModelKind::embedder, name).value(), runtime)
        .value()
        .embed(test::gradient(112, 112), true)
        .value();
  };
  const auto a = embed("mobilefacenet-cv46", Runtime::opencv), b = embed("mobilefacenet", Runtime::onnxruntime);
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(std::abs(a[i] - b[i]) < 1e-4F);
  CHECK(embed("mobilefacenet", Runtime::automatic) == b);
  const auto refused =
      face::Embedder::open(models.find(face::ModelKind::embedder, "mobilefacenet-cv46").value(), Runtime::onnxruntime);
  CHECK(refused.error().code == ErrorCode::unsupported_format);
  // Where no embedder is named, the first is taken that the runtime can run.
  auto extractor = face::Extractor::open(models, {.runtime = Runtime::onnxruntime}).value();
  CHECK(extractor.embedder().name == "mobilefacenet");
  CHECK(extractor.extract({image}).has_value());
}
