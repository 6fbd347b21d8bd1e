#include "limen/io/wsq.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "limen/core/file.hpp"

#include "pictures.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::literals;
using limen::test::File;

namespace {

/// Ridges of about nine pixels that curve, on a lighter ground: what WSQ is made for.
Image ridges(int width, int height) {
  Image image(width, height, PixelFormat::grey8, 500_ppi);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double r = std::hypot(x - 0.45 * width, y - 0.6 * height) + 6 * std::sin(0.02 * x);
      const double inside = std::hypot(x - 0.5 * width, 0.8 * (y - 0.5 * height)) < 0.45 * width ? 1 : 0.1;
      image.row(y)[x] = static_cast<std::uint8_t>(std::lround(150 + 90 * inside * std::sin(2 * 3.14159265 * r / 9)));
    }
  return image;
}

double psnr(const Image& a, const Image& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels().size(); ++i) {
    const double d = int{a.pixels()[i]} - int{b.pixels()[i]};
    sum += d * d;
  }
  return 10 * std::log10(255.0 * 255.0 / (sum / static_cast<double>(a.pixels().size()) + 1e-9));
}

File encoded(const Image& image, const io::WsqOptions& options = {}) {
  const auto bytes = io::encode_wsq(image, options).value();
  return {bytes.begin(), bytes.end()};
}

std::size_t find_marker(const File& file, unsigned low, std::size_t from = 0) {
  for (std::size_t i = from; i + 1 < file.size(); ++i)
    if (file[i] == std::byte{0xFF} && file[i + 1] == static_cast<std::byte>(low)) return i;
  return file.size();
}

}  // namespace

TEST_CASE("WSQ: what is encoded is decoded again, closer with more bits") {
  const auto image = ridges(321, 277);
  double before = 0;
  std::size_t size = 0;
  for (const double rate : {0.5, io::WsqOptions::ten_print, io::WsqOptions::latent, 5.0}) {
    CAPTURE(rate);
    const auto bytes = encoded(image, {.bits_per_pixel = rate});
    const auto again = io::decode_wsq(bytes).value();
    CHECK(again.warnings.empty());
    CHECK(again.image.resolution == 500_ppi);
    CHECK_FALSE(again.image.resolution_assumed);
    const double quality = psnr(image, again.image);
    CHECK(quality > before);
    CHECK(bytes.size() > size);
    before = quality;
    size = bytes.size();
  }
  CHECK(before > 45);
}

TEST_CASE("WSQ: every shape, also one pixel wide, high, or plain") {
  for (const auto& shape : {std::array{1, 1}, {1, 40}, {40, 1}, {2, 3}, {17, 16}, {31, 33}, {64, 65}, {100, 99}}) {
    const int width = shape[0], height = shape[1];
    CAPTURE(width);
    CAPTURE(height);
    const auto image = test::picture(width, height, PixelFormat::grey8);
    const auto again = io::decode_wsq(encoded(image, {.bits_per_pixel = 6})).value();
    REQUIRE(again.image.width() == width);
    REQUIRE(again.image.height() == height);
    if (width > 30 && height > 30) CHECK(psnr(image, again.image) > 30);
  }
  Image plain(200, 100);
  for (auto& p : plain.pixels()) p = 77;
  const auto again = io::decode_wsq(encoded(plain)).value();
  CHECK(psnr(plain, again.image) > 90);
}

TEST_CASE("WSQ: it is one of io's formats") {
  const test::TemporaryDirectory folder;
  const auto image = ridges(160, 160);
  REQUIRE(io::write_image(folder / "print.wsq", image));
  const auto again = io::read_image(folder / "print.wsq").value();
  CHECK(psnr(image, again) > 20);
  CHECK(again.resolution == 500_ppi);
  const auto too_large = io::read_image(folder / "print.wsq", {.max_pixels = 1000});
  CHECK((!too_large && too_large.error().code == ErrorCode::too_large));
}

TEST_CASE("WSQ: comments are kept, a PPI of 255 or −1 is no resolution") {
  auto image = ridges(64, 64);
  image.resolution = {};
  const auto bytes = encoded(image, {.comments = {"taken at gate 7"}});
  const auto again = io::decode_wsq(bytes, {.assume = 1000_ppi}).value();
  REQUIRE(again.comments.size() == 2);
  CHECK(again.comments[0].find("PPI -1\n") != std::string::npos);
  CHECK(again.comments[1] == "taken at gate 7");
  CHECK(again.image.resolution_assumed);
  CHECK(again.image.resolution == 1000_ppi);
  for (const std::string ppi : {"255", "500"}) {
    const auto given = encoded(image, {.nist_comment = false, .comments = {"NIST_COM 2\nPPI " + ppi}});
    CHECK(io::decode_wsq(given).value().image.resolution_assumed == (ppi == "255"));
  }
}

TEST_CASE("WSQ: a missing last block is zero, with a warning") {
  const auto image = ridges(200, 200);
  auto bytes = encoded(image, {.bits_per_pixel = 2.25});
  std::size_t last = 0;
  for (auto at = find_marker(bytes, 0xA3); at < bytes.size(); at = find_marker(bytes, 0xA3, at + 2)) last = at;
  bytes.resize(last);
  bytes.push_back(std::byte{0xFF}), bytes.push_back(std::byte{0xA1});
  const auto again = io::decode_wsq(bytes).value();
  REQUIRE(again.warnings.size() == 1);
  CHECK(again.warnings[0].find("last block") != std::string::npos);
  CHECK(psnr(image, again.image) > 15);
}

TEST_CASE("WSQ: filters of other lengths, odd and even, decoded as by NIST's decoder") {
  const auto folder = std::filesystem::path(LIMEN_TEST_DATA) / "wsq";  // see benchmarks/peers/wsq_filters.py
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".wsq") continue;
    CAPTURE(entry.path().filename().string());
    const auto ours = io::read_image(entry.path()).value();
    const auto theirs = io::read_image(std::filesystem::path(entry.path()).replace_extension(".png")).value();
    REQUIRE(ours.width() == theirs.width());
    REQUIRE(ours.height() == theirs.height());
    int largest = 0;
    for (std::size_t i = 0; i < ours.pixels().size(); ++i)
      largest = std::max(largest, std::abs(int{ours.pixels()[i]} - int{theirs.pixels()[i]}));
    CHECK(largest <= 1);
    ++files;
  }
  CHECK(files == 4);
  auto bytes = encoded(ridges(64, 64));
  const auto table = find_marker(bytes, 0xA4);
  for (const auto& [low, high] : {std::pair{8, 7}, {0, 7}, {33, 7}, {9, 255}}) {  // not both odd or both even; too long
    bytes[table + 4] = static_cast<std::byte>(low), bytes[table + 5] = static_cast<std::byte>(high);
    CHECK(io::decode_wsq(bytes).error().code == ErrorCode::unsupported_format);
  }
}

TEST_CASE("WSQ: restart markers within a block, each behind padding to a whole byte") {
  const auto original = encoded(ridges(64, 64), {.nist_comment = false});
  const auto code = find_marker(original, 0xA6);
  std::vector<int> symbols;  // of all subbands, −1, 0 and 1 in turn; a block of all coefficients
  for (int i = 0; i < 3000; ++i) symbols.push_back(i % 7 < 3 ? 2 : i % 3);
  const auto with_restarts = [&](std::size_t interval) {
    File file(original.begin(), original.begin() + static_cast<std::ptrdiff_t>(code));
    const auto put = [&](std::initializer_list<int> values) {
      for (const int value : values) file.push_back(static_cast<std::byte>(value));
    };
    put({0xFF, 0xA6, 0, 2 + 1 + 16 + 3, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 179, 181, 1});
    put({0xFF, 0xA3, 0, 3, 0});
    unsigned word = 0, bits = 0;
    int marker = 0;
    for (std::size_t i = 0; i < symbols.size(); ++i) {
      if (i > 0 && interval > 0 && i % interval == 0) {
        if (bits > 0) put({static_cast<int>((word << (8 - bits) | ((1U << (8 - bits)) - 1)) & 0xFF)});
        put({0xFF, 0xB0 + marker++ % 8});
        word = bits = 0;
      }
      word = word << 5 | static_cast<unsigned>(symbols[i]);  // codes of five bits: 00000, 00001, 00010
      for (bits += 5; bits >= 8; bits -= 8) put({static_cast<int>(word >> (bits - 8) & 0xFF)});
    }
    if (bits > 0) put({static_cast<int>((word << (8 - bits) | ((1U << (8 - bits)) - 1)) & 0xFF)});
    put({0xFF, 0xA1});
    return file;
  };
  const auto plain = io::decode_wsq(with_restarts(0)).value();
  CHECK(psnr(plain.image, ridges(64, 64)) < 90);
  for (const std::size_t interval : {1U, 7U, 8U, 100U}) {
    const auto cut = io::decode_wsq(with_restarts(interval)).value();
    CHECK(std::equal(cut.image.pixels().begin(), cut.image.pixels().end(), plain.image.pixels().begin()));
    CHECK(cut.warnings == plain.warnings);
  }
}

TEST_CASE("WSQ: options out of range are refused") {
  CHECK(io::encode_wsq(Image{}).error().code == ErrorCode::invalid_argument);
  CHECK_FALSE(io::encode_wsq(ridges(32, 32), {.bits_per_pixel = 0}));
  CHECK_FALSE(io::encode_wsq(ridges(32, 32), {.bits_per_pixel = std::nan("")}));
  CHECK_FALSE(io::encode_wsq(ridges(32, 32), {.comments = {std::string(65534, 'x')}}));
}

TEST_CASE(
    "WSQ: truncated at every byte, each byte flipped, lengths of 0 and 2^32 - 1: an error or an image of the stated "
    "size") {
  const auto bytes = encoded(ridges(48, 40), {.nist_comment = false});
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    const File part(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n));
    if (const auto image = io::decode_wsq(part)) CHECK(!image->warnings.empty());
  }
  std::size_t refused = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (const int change : {0xFF, 0x01, 0x80}) {
      auto flipped = bytes;
      flipped[i] ^= static_cast<std::byte>(change);
      refused += !io::decode_wsq(flipped, {.max_pixels = 100'000});
    }
  for (std::size_t i = 0; i + 4 <= bytes.size(); ++i)
    for (const auto value : {std::byte{0}, std::byte{0xFF}}) {  // lengths and counts of nothing and of 4 GB
      auto changed = bytes;
      std::fill_n(changed.begin() + static_cast<std::ptrdiff_t>(i), 4, value);
      refused += !io::decode_wsq(changed, {.max_pixels = 100'000});
    }
  CHECK(refused > bytes.size() / 8);
}

TEST_CASE("WSQ: the samples are decoded as by the reference, ±1 grey level and 99.9 % of the pixels equal") {
  const auto data = test::data_dir();
  if (!data) return test::skip("no data folder");
  const auto folder = *data / "interchange" / "wsq";
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".wsq") continue;
    CAPTURE(entry.path().filename().string());
    const auto ours = io::read_image(entry.path()).value();
    const auto theirs = io::read_image(folder / "reference" / (entry.path().stem().string() + ".pgm")).value();
    REQUIRE(ours.width() == theirs.width());
    REQUIRE(ours.height() == theirs.height());
    int largest = 0;
    std::size_t different = 0;
    for (std::size_t i = 0; i < ours.pixels().size(); ++i) {
      const int d = std::abs(int{ours.pixels()[i]} - int{theirs.pixels()[i]});
      largest = std::max(largest, d);
      different += d != 0;
    }
    CHECK(largest <= 1);
    CHECK(different * 1000 <= ours.pixels().size());
    ++files;
  }
  CHECK(files == 11);
}
