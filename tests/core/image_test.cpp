#include "limen/core/image.hpp"

#include <array>

#include <doctest/doctest.h>

using limen::Image;
using limen::ImageView;
using limen::PixelFormat;
using namespace limen::literals;

TEST_CASE("an image begins as zeros, without padding") {
  const Image image(3, 2, PixelFormat::rgb8, 500_ppi);
  CHECK(image.width() == 3);
  CHECK(image.height() == 2);
  CHECK(image.channels() == 3);
  CHECK(image.stride() == 9);
  CHECK(image.pixels().size() == 18);
  CHECK(image.resolution == 500_ppi);
  for (const auto value : image.pixels()) CHECK(value == 0);
}

TEST_CASE("an image copied from a view leaves the padding behind") {
  const std::array<std::uint8_t, 12> memory{1, 2, 3, 99, 4, 5, 6, 99, 7, 8, 9, 99};
  const ImageView view{memory.data(), 3, 3, 4, PixelFormat::grey8, 500_ppi, true};
  const Image image(view);
  for (int y = 0; y < 3; ++y)
    for (int x = 0; x < 3; ++x) CHECK(image.row(y)[x] == 3 * y + x + 1);
  CHECK(image.resolution == 500_ppi);
  CHECK(image.resolution_assumed);
  CHECK(Image(ImageView(image)) == image);

  const ImageView upside_down{memory.data() + 8, 3, 3, -4, PixelFormat::grey8, {}, false};
  CHECK(Image(upside_down).row(0)[0] == 7);
  CHECK(Image(upside_down).row(2)[2] == 3);
}

TEST_CASE("an image is a value") {
  Image a(2, 2);
  a.row(1)[1] = 9;
  Image b = a;
  CHECK(a == b);
  b.row(0)[0] = 1;
  CHECK(a != b);
  const Image c = std::move(b);
  CHECK(c.row(0)[0] == 1);
  CHECK(Image(2, 3) != Image(3, 2));
}

TEST_CASE("nothing is also an image") {
  CHECK(Image().empty());
  CHECK(ImageView{}.empty());
  CHECK(ImageView(Image()).empty());
  for (const auto& [width, height] : {std::pair{0, 0}, std::pair{0, 5}, std::pair{5, 0}}) {
    const Image none(width, height);
    CHECK(none.empty());
    CHECK(Image(ImageView(none)) == none);
    CHECK(to_rgb(none).empty());
    CHECK(to_grey(to_rgb(none)).empty());
  }
}

TEST_CASE("grey values come through colour and back") {
  Image grey(256, 1, PixelFormat::grey8, 300_ppi);
  for (int x = 0; x < 256; ++x) grey.row(0)[x] = static_cast<std::uint8_t>(x);
  const Image rgb = to_rgb(grey);
  CHECK(rgb.format() == PixelFormat::rgb8);
  CHECK(rgb.resolution == 300_ppi);
  CHECK(to_grey(rgb) == grey);
  CHECK(to_grey(grey) == grey);
  CHECK(to_rgb(rgb) == rgb);
}

TEST_CASE("luma weighs red, green and blue as Rec. 601") {
  Image rgb(3, 1, PixelFormat::rgb8);
  rgb.row(0)[0] = rgb.row(0)[4] = rgb.row(0)[8] = 255;
  const Image grey = to_grey(rgb);
  CHECK(grey.row(0)[0] == 76);
  CHECK(grey.row(0)[1] == 150);
  CHECK(grey.row(0)[2] == 29);
}
