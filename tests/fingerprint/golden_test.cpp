// What every stage of the extraction gives on one synthetic print: a change shows at the first stage that it touches.
#include <array>
#include <cmath>
#include <map>

#include "limen/fingerprint/extract.hpp"
#include "limen/fingerprint/synthesise.hpp"

#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;

namespace {

struct Summary {
  int width = 0;
  int height = 0;
  double mean = 0;
  double deviation = 0;
};

Summary summarise(FieldView field) {
  const auto count = static_cast<std::ptrdiff_t>(field.width) * field.height * field.channels;
  double sum = 0, squares = 0;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const auto value = static_cast<double>(field.data[i]);
    sum += value;
    squares += value * value;
  }
  const auto n = static_cast<double>(count);
  return {field.width, field.height, sum / n, std::sqrt(std::max(0.0, squares / n - sum / n * sum / n))};
}

struct Golden {
  std::string stage;
  Summary summary;
};

}  // namespace

TEST_CASE("golden: each stage of the extraction of a synthetic print") {
  // In the order of the pipeline. After a wanted change the failures below print the new numbers.
  const std::array<Golden, 10> golden{{
      {"image", {388, 374, 173.782, 66.3914}},
      {"normalised", {388, 374, -0.00396698, 0.705712}},
      {"enhanced", {388, 374, 0.00110579, 0.527662}},
      {"orientation", {194, 187, 1.19254, 0.794334}},
      {"period", {25, 24, 9.69178, 0.476156}},
      {"wave", {388, 374, -0.00126492, 0.554544}},
      {"reliability", {97, 94, 0.623829, 0.470093}},
      {"residues", {1, 45, 102.122, 115.45}},
      {"minutiae", {1, 45, 102.118, 115.454}},
      {"quality", {9, 1, 160.512, 419.844}},
  }};
  std::map<std::string, Summary> found;
  std::vector<std::string> order;
  const Trace trace(
      [&](std::string_view name, FieldView field) {
        order.emplace_back(name);
        found[order.back()] = summarise(field);
      },
      {});
  const Image image = synthesis::make_impression(synthesis::make_finger(77).value(), 1).value();
  REQUIRE(extract({image}, {}, trace).has_value());
  REQUIRE(order.size() == golden.size());
  for (std::size_t i = 0; i < golden.size(); ++i) {
    const Summary& is = found[golden[i].stage];
    const Summary& was = golden[i].summary;
    CAPTURE(golden[i].stage);
    INFO("{\"" << golden[i].stage << "\", {" << is.width << ", " << is.height << ", " << is.mean << ", " << is.deviation
               << "}},");
    CHECK(order[i] == golden[i].stage);
    CHECK(is.width == was.width);
    CHECK(is.height == was.height);
    CHECK(is.mean == doctest::Approx(was.mean).epsilon(2e-3));
    CHECK(is.deviation == doctest::Approx(was.deviation).epsilon(2e-3));
  }
}
