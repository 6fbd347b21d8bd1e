// Lossless JPEG: every predictor, restarts, colour, 16 bits, and damage.
#include "lossless_jpeg.hpp"

#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include "limen/io/image_file.hpp"

using namespace limen;
using namespace limen::test::lossless_jpeg;

namespace {

Planes noise(int width, int height, int components, int depth) {
  Planes planes{width, height, {}};
  std::uint32_t state = 12345;
  for (int i = 0; i < components; ++i) {
    auto& plane = planes.of.emplace_back();
    for (int k = 0; k < width * height; ++k) {
      state = state * 1664525U + 1013904223U;
      // Smooth in places, wild in others; both ends of the range.
      const int wild = static_cast<int>(state >> 8) & ((1 << depth) - 1);
      plane.push_back(k % 7 == 0 ? wild : k % 11 == 0 ? (1 << depth) - 1 : (k * 3 + i * 40) & ((1 << depth) - 1));
    }
  }
  return planes;
}

void check_same(const Planes& planes, const Coding& coding) {
  const auto image = io::decode_image(Encoder(planes, coding).run());
  REQUIRE_MESSAGE(image, (image ? "" : image.error().message));
  REQUIRE(image->width() == planes.width);
  REQUIRE(image->height() == planes.height);
  REQUIRE(image->channels() == static_cast<int>(planes.of.size()));
  const int highest = (1 << coding.depth) - 1;
  int wrong = 0;
  for (int y = 0; y < planes.height; ++y)
    for (int x = 0; x < planes.width; ++x)
      for (std::size_t c = 0; c < planes.of.size(); ++c) {
        const int sample = planes.of[c][static_cast<std::size_t>(y * planes.width + x)] >> coding.shift << coding.shift;
        const int want = coding.depth == 8 ? sample : (sample * 255 + highest / 2) / highest;
        wrong += image->row(y)[static_cast<std::size_t>(x) * planes.of.size() + c] != want;
      }
  CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("Lossless JPEG: every predictor, depth and order gives the pixels back") {
  for (int predictor = 1; predictor <= 7; ++predictor) {
    CAPTURE(predictor);
    check_same(noise(17, 13, 1, 8), {.predictor = predictor});
    check_same(noise(17, 13, 1, 8), {.predictor = predictor, .restart_lines = 3});
    check_same(noise(17, 13, 1, 8), {.predictor = predictor, .shift = 2});
    check_same(noise(9, 8, 1, 16), {.depth = 16, .predictor = predictor});
    check_same(noise(9, 8, 1, 12), {.depth = 12, .predictor = predictor});
    check_same(noise(9, 8, 3, 8), {.predictor = predictor});
    check_same(noise(9, 8, 3, 8), {.predictor = predictor, .interleaved = false});
  }
  check_same(noise(1, 1, 1, 8), {});
  check_same(noise(5, 4, 1, 8), {.table_for_ac = true});  // as NIST's encoder writes it
}

TEST_CASE("Lossless JPEG: damaged at every byte, an error or an image of that size") {
  const auto file = Encoder(noise(9, 7, 1, 8), {.predictor = 4, .restart_lines = 2}).run();
  for (std::size_t n = 0; n < file.size(); ++n)
    CHECK_FALSE(io::decode_image(std::vector(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(n))));
  for (std::size_t i = 0; i < file.size(); ++i)
    for (const auto value : {std::byte{0}, std::byte{0xFF}, file[i] ^ std::byte{1}, file[i] ^ std::byte{0x80}}) {
      auto copy = file;
      copy[i] = value;
      if (const auto image = io::decode_image(copy, {.max_pixels = 100'000})) CHECK_FALSE(image->empty());
    }
}

TEST_CASE("Lossless JPEG: what is not read says so") {
  auto planes = noise(8, 8, 2, 8);
  const auto two = io::decode_image(Encoder(planes, {}).run());
  CHECK_FALSE(two);
  auto missing = Encoder(noise(8, 8, 3, 8), {.interleaved = false}).run();
  // The last scan's component is named again as the first: the third never comes.
  for (std::size_t i = missing.size(); i-- > 0;)
    if (missing[i] == std::byte{0xDA} && missing[i - 1] == std::byte{0xFF}) {
      missing[i + 4] = std::byte{1};
      break;
    }
  CHECK_FALSE(io::decode_image(missing));
}
