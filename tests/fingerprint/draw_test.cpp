#include "limen/fingerprint/draw.hpp"

#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;

namespace {

int inked(const Image& image) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) count += image.row(y)[3 * x] < 128 ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("fields become pictures as large as they are in the image") {
  const std::vector<float> values(12, 0.5F);
  CHECK(draw_field("reliability", {values.data(), 4, 3, 1, 4}).width() == 16);
  CHECK(draw_field("period", {values.data(), 4, 3, 1, 16}).height() == 48);
  CHECK(draw_field("wave", {values.data(), 3, 2, 2, 1}).width() == 3);
  CHECK(draw_field("orientation", {values.data(), 3, 2, 2, 16}).width() == 96);
  CHECK(draw_field("quality", {values.data(), 9, 1, 1, 1}).height() == 190);
  CHECK(draw_field("minutiae", {nullptr, 1, 0, 4, 1}).width() == 32);
  CHECK(draw_field("image", {}).empty());
  const std::vector<float> minutia{20, 30, 0, 1};
  CHECK(inked(draw_field("residues", {minutia.data(), 1, 1, 4, 1})) > 30);
}
