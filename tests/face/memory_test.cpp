// After the extraction of a face, and after a network has run, the memory of this process is read from end to end: the
// bytes of the picture, of what was made of it for the networks, and of what they answered are in none of it.
#include <algorithm>
#include <random>
#include <stdexcept>

#include "limen/face/extract.hpp"
#include "limen/face/runtime.hpp"

#include "drawn_face.hpp"
#include "face/network.hpp"
#include "faces.hpp"
#include "onnx.hpp"
#include "tests/files.hpp"
#include "tests/memory_scan.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;

namespace {

/// A drawn face of which each row of pixels is like no other.
Sample portrait() {
  auto image = backdrop(320, 320);
  draw_face(image, 160, 130, 60);
  std::mt19937 random(9);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < 3 * image.width(); ++x) {
      auto& p = image.row(y)[x];
      p = static_cast<std::uint8_t>(std::clamp(static_cast<int>(p) + static_cast<int>(random() % 9) - 4, 0, 255));
    }
  return {image};
}

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

/// From the middle, where the picture is not plain.
Needle needle_of(ImageView image) {
  return masked(image.row(image.height / 2) + image.width / 2 * image.channels(), 48);
}

/// Pixels of one colour as the networks get them: 32-bit floats in a row.
Needle plane_of(ImageView rgb, int channel, float factor, float shift) {
  SecureVector<float> values;
  for (int x = rgb.width / 2; x < rgb.width / 2 + 12; ++x)
    values.push_back(static_cast<float>(rgb.row(rgb.height / 2)[3 * x + channel]) * factor - shift);
  return masked(values.data(), values.size());
}

/// Of every output that is not the same all over: twelve numbers where it varies most.
void add_needles(const std::vector<face::Tensor>& tensors, std::vector<Needle>& needles) {
  for (const auto& tensor : tensors) {
    if (tensor.values.size() < 12) continue;
    const auto at = std::adjacent_find(tensor.values.begin(), tensor.values.end() - 11, std::not_equal_to<>{});
    if (at < tensor.values.end() - 12) needles.push_back(masked(&*at, 12));
  }
}

/// Runs a network on noise, and looks for it and for the answers while the network still lives.
void check_network(const std::string& onnx, int side, face::Runtime runtime) {
  CAPTURE(static_cast<int>(runtime));
  auto network = face::Network::load(bytes_of(onnx), "network", runtime).value();
  std::vector<Needle> needles;
  {
    auto input = random_vector(5, static_cast<std::size_t>(3 * side * side));
    const SecureVector<float> planes(input.begin(), input.end());
    std::ranges::fill(input, 0.0F);
    needles.push_back(masked(planes.data() + planes.size() / 2, 12));
    const auto tensors = network.run(planes, side, side);
    REQUIRE_MESSAGE(tensors.has_value(), tensors.error().message);
    add_needles(*tensors, needles);
    CHECK(occurrences(needles[0]) >= 1);
  }
  CHECK(needles.size() >= 2);
  for (std::size_t i = 0; i < needles.size(); ++i) {
    INFO("needle " << i);
    CHECK(occurrences(needles[i]) == 0);
  }
}

}  // namespace

TEST_CASE("of what a network was given and of what it answered nothing is left in memory") {
  if (shadowed) return skip("a sanitizer's own memory is too large to be read");
  check_network(convolution_onnx(112, 112, 32), 112, face::Runtime::opencv);
  if (face::available(face::Runtime::onnxruntime))
    check_network(convolution_onnx(112, 112, 32), 112, face::Runtime::onnxruntime);
}

TEST_CASE("real models: of what a network was given and of what it answered nothing is left in memory") {
  if (shadowed) return skip("a sanitizer's own memory is too large to be read");
  const auto data = data_dir();
  if (!data) return skip("../shared/data is absent");
  for (const auto* name :
       {"face_detection_yunet_2022mar.onnx", "face_detection_yunet_2023mar.onnx", "mobilefacenet_foamliu_cv46.onnx"}) {
    CAPTURE(name);
    const auto onnx = slurp(*data / "models" / name);
    check_network(onnx, std::string(name).find("yunet") == std::string::npos ? 112 : 320, face::Runtime::opencv);
  }
  if (face::available(face::Runtime::onnxruntime))
    check_network(slurp(*data / "models/mobilefacenet_foamliu.onnx"), 112, face::Runtime::onnxruntime);
}

namespace {

enum class Way { done, thrown, refused };

void check_extraction(face::Extractor& extractor) {
  const auto& how = extractor.embedder().preprocessing;
  for (const auto way : {Way::done, Way::thrown, Way::refused}) {
    std::vector<Needle> needles;
    bool ended = false;
    {
      auto sample = portrait();
      if (way == Way::refused)  // no face
        for (int y = 0; y < sample.image.height(); ++y)
          for (int x = 0; x < 3 * sample.image.width(); ++x)
            sample.image.row(y)[x] = static_cast<std::uint8_t>((x * 7919 + y * 104729 + x * y) % 251);
      needles.push_back(needle_of(sample.image));
      for (const int channel : {0, 1, 2}) needles.push_back(plane_of(sample.image, channel, 1, 0));
      needles.push_back(needle_of(to_grey(sample.image)));
      const Trace trace([](std::string_view, FieldView) {},
                        [&](std::string_view name, ImageView image) {
                          if (name != "aligned") return;
                          needles.push_back(needle_of(image));
                          for (const int channel : {0, 1, 2}) {
                            const auto c = static_cast<std::size_t>(channel);
                            const auto place = how.channels == face::ChannelOrder::rgb ? c : 2 - c;
                            needles.push_back(plane_of(image, static_cast<int>(place), how.scale / how.deviation[c],
                                                       how.mean[c] / how.deviation[c]));
                          }
                          if (way == Way::thrown) throw std::runtime_error("trace");
                        });
      CHECK(occurrences(needles[0]) >= 1);
      try {
        const auto made = extractor.extract(sample, trace);
        ended = made.has_value() == (way == Way::done);
        if (made) needles.push_back(masked(made->embedding.data() + 8, 12));
      } catch (const std::runtime_error&) {
        ended = way == Way::thrown;
      }
    }
    INFO("way " << static_cast<int>(way));
    CHECK(ended);
    for (std::size_t i = 0; i < needles.size(); ++i) {
      INFO("needle " << i);
      CHECK(occurrences(needles[i]) == 0);
    }
  }
}

}  // namespace

TEST_CASE("of a probe's picture, its aligned face and its embedding nothing is left in memory, also after errors") {
  if (shadowed) return skip("a sanitizer's own memory is too large to be read");
  if (!face::Detector::open_cascade()) return skip("OpenCV's cascades (opencv-data) are absent");
  const TemporaryDirectory folder;
  auto extractor = face::Extractor::open(face::Models(folder.path()), {.allow_demonstration = true}).value();
  check_extraction(extractor);
}

TEST_CASE("real models: of a probe's picture, its aligned face and its embedding nothing is left in memory") {
  if (shadowed) return skip("a sanitizer's own memory is too large to be read");
  const auto data = data_dir();
  if (!data) return skip("../shared/data is absent");
  const face::Models models(*data / "models");
  auto extractor = face::Extractor::open(models, {.embedder = "mobilefacenet-cv46"}).value();
  check_extraction(extractor);
}
