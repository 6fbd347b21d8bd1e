#include "limen/face/calibration.hpp"

#include <cmath>

#include "limen/face/models.hpp"

#include "faces.hpp"
#include "onnx.hpp"
#include "tests/files.hpp"
#include "tests/support.hpp"

using namespace limen;
using limen::test::spill;

namespace {

face::ModelCalibration measured() {
  face::ModelCalibration made;
  made.model = test::model_of(5);
  made.preprocessing = 4000000000U;
  made.trial = "a \"trial\"";
  made.mated = 10, made.non_mated = 100000, made.subjects = 77;
  made.table.knots = {{-0.4, 0, 0, 0}, {0.1, 1, 0.9, 1.1}, {0.3123456789, 2.5, 2.25, 3.0625}};
  made.table.tail_slope = 12.5;
  made.table.evidence = {-3.25, 12, -1, 2.5};
  return made;
}

}  // namespace

TEST_CASE("a calibration file gives back what was written") {
  const auto made = measured();
  const auto text = face::to_json(made);
  const auto read = face::parse_calibration(text).value();
  CHECK(read.model == made.model);
  CHECK(read.preprocessing == made.preprocessing);
  CHECK(read.trial == "a  trial ");  // what would need escapes becomes a space
  CHECK(read.subjects == 77);
  CHECK(face::to_json(read) == text);
  for (int milli = -1000; milli <= 1000; ++milli) {
    CHECK(read.table.view().minus_log10_fmr({milli}) == made.table.view().minus_log10_fmr({milli}));
    CHECK(read.table.view().log10_likelihood_ratio({milli}) == made.table.view().log10_likelihood_ratio({milli}));
  }
  auto unbounded = made;
  for (auto& knot : unbounded.table.knots) knot.low = knot.high = std::nan("");
  CHECK_FALSE(face::parse_calibration(face::to_json(unbounded)).value().table.view().bounds({200}));
}

TEST_CASE("a calibration file is read strictly") {
  const auto text = face::to_json(measured());
  for (std::size_t length = 0; length + 2 < text.size(); ++length)
    CHECK(face::parse_calibration(std::string_view(text).substr(0, length)).error().code == ErrorCode::corrupt);
  const auto with = [&](const std::string& from, const std::string& to) {
    auto changed = text;
    return changed.replace(changed.find(from), from.size(), to);
  };
  CHECK(face::parse_calibration(with("calibration 1", "calibration 2")).error().code == ErrorCode::newer_version);
  for (const auto& bad : {with("limen calibration 1", "other"),
                          with("0505", "05"),
                          with("0505", "zz05"),
                          with("\"mated\": 10", "\"mated\": -1"),
                          with("\"mated\": 10", "\"mated\": 1.5"),
                          with("\"mated\": 10", "\"mated\": \"x\""),
                          with("4000000000", "5000000000"),
                          with("12.5", "0"),
                          with("12.5", "-3"),
                          with("12.5", "nan"),
                          with("[-0.4, 0.1", "[0.4, 0.1"),
                          with("[-0.4, 0.1, ", "[0.1, "),
                          with("[0, 1, 2.5]", "[0, 1, 1]"),
                          with("[0, 1, 2.5]", "[0.5, 1, 2.5]"),
                          with("0.9", "1.05"),
                          with("-3.25, 12", "-3.25, -12"),
                          with("-3.25, 12, ", "12, "),
                          with("\"trial\"", "\"trail\""),
                          with("{\n", "{\"extra\": 1,\n"),
                          text + "x"}) {
    CAPTURE(bad);
    CHECK(face::parse_calibration(bad).error().code == ErrorCode::corrupt);
  }
}

TEST_CASE("a measured calibration goes before a shipped one; without either there is none") {
  const auto known = *face::model_id_from(face::known_models()[2].sha256);
  const auto shipped = *face::calibration(known);
  CHECK(face::calibration(known, {})->threshold(1e-3) == shipped.threshold(1e-3));
  CHECK_FALSE(face::calibration(test::model_of(5), {}));
  auto own = measured();
  own.model = known;
  const std::vector all{measured(), own};
  CHECK(face::calibration(known, all)->threshold(1e-3) != shipped.threshold(1e-3));
  CHECK(face::calibration(test::model_of(5), all).has_value());
}

TEST_CASE("a calibration is kept beside its model, and only there") {
  const test::TemporaryDirectory folder;
  spill(folder / "toy.onnx", test::convolution_onnx(32, 32, 24));
  spill(folder / "toy.onnx.json", R"({"kind": "embedder", "width": 32, "height": 32, "channels": "bgr",
    "scale": 0.0078125, "mean": [1, 1, 1], "deviation": [1, 0.5, 2]})");
  const face::Models models(folder / "models");
  const auto model = models.add(folder / "toy.onnx").value();
  CHECK(models.calibrations().value().empty());
  auto own = measured();
  CHECK(models.calibrate(own).error().code == ErrorCode::model_missing);
  own.model = model.id;
  CHECK(models.calibrate(own).error().code == ErrorCode::model_mismatch);
  own.preprocessing = digest(model.preprocessing);
  auto flat = own;
  flat.table.tail_slope = 0;
  CHECK(models.calibrate(flat).error().code == ErrorCode::corrupt);
  CHECK(models.calibrate(own).value().name == "toy");
  CHECK(models.calibrate(own).has_value());
  REQUIRE(models.calibrations().value().size() == 1);
  CHECK(models.calibrations().value()[0].subjects == 77);
  CHECK(models.list().value().size() == 1);

  // It travels with its model, and not with another one.
  const face::Models second(folder / "second");
  CHECK(second.add(folder / "models/toy.onnx").has_value());
  CHECK(second.calibrations().value().size() == 1);
  spill(folder / "other.onnx", test::convolution_onnx(32, 32, 24, 2));
  std::filesystem::copy(folder / "toy.onnx.json", folder / "other.onnx.json");
  std::filesystem::copy(folder / "models/toy.onnx.calibration.json", folder / "other.onnx.calibration.json");
  CHECK(second.add(folder / "other.onnx").error().code == ErrorCode::model_mismatch);
  CHECK(second.list().value().size() == 1);
  spill(folder / "models/toy.onnx.calibration.json", "{\"format\": 1}");
  CHECK(models.calibrations().error().code == ErrorCode::corrupt);
}
