#include "limen/io/image_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

#include "limen/core/file.hpp"

#include "pictures.hpp"
#include "silence.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::literals;
using limen::test::File;
using limen::test::picture;

namespace {

int largest_difference(const Image& a, const Image& b) {
  REQUIRE(a.width() == b.width());
  REQUIRE(a.height() == b.height());
  REQUIRE(a.format() == b.format());
  int largest = 0;
  for (std::size_t i = 0; i < a.pixels().size(); ++i)
    largest = std::max(largest, std::abs(int{a.pixels()[i]} - int{b.pixels()[i]}));
  return largest;
}

File file_of(const Image& image, const std::string& extension) {
  const test::TemporaryDirectory folder;
  io::write_image(folder / ("image" + extension), image).value();
  const auto bytes = limen::read_file(folder / ("image" + extension)).value();
  return {bytes.begin(), bytes.end()};
}

const char* const extensions[] = {".png", ".jpg", ".jp2", ".tif", ".bmp", ".pgm", ".ppm"};

}  // namespace

TEST_CASE("what is written is read again, grey and colour, in every format") {
  const test::TemporaryDirectory folder;
  for (const std::string extension : extensions)
    for (const auto format : {PixelFormat::grey8, PixelFormat::rgb8}) {
      CAPTURE(extension);
      const auto image = picture(61, 43, format, 569_ppi);
      const auto path = folder / ("image" + extension);
      REQUIRE(io::write_image(path, image));
      const auto again = io::read_image(path);
      REQUIRE_MESSAGE(again, (again ? "" : again.error().message));
      const bool lossy = extension == ".jpg" || extension == ".jp2";
      CHECK(largest_difference(image, *again) <= (lossy ? 24 : 0));
      const bool carries = extension != ".pgm" && extension != ".ppm" && extension != ".jp2";
      CHECK(again->resolution_assumed == !carries);
      CHECK(again->resolution == (carries ? 569_ppi : 500_ppi));
    }
}

TEST_CASE("an unknown or assumed resolution is not written down as a fact") {
  const test::TemporaryDirectory folder;
  auto image = picture(20, 20, PixelFormat::grey8, 500_ppi);
  image.resolution_assumed = true;
  for (const std::string extension : {".png", ".jpg", ".tif", ".bmp"}) {
    CAPTURE(extension);
    io::write_image(folder / ("image" + extension), image).value();
    const auto again = io::read_image(folder / ("image" + extension), {.assume = 300_ppi}).value();
    if (extension == ".tif" && !again.resolution_assumed) CHECK(again.resolution == 0_ppi);
    CHECK(again.resolution_assumed);
    CHECK(again.resolution == 300_ppi);
  }
}

TEST_CASE("a 16-bit image is scaled, a transparent one laid on white, a palette resolved") {
  Writer deep(Endian::big);  // 3 x 1 grey, 16 bits
  deep.u8(0), deep.u16(0), deep.u16(0x8080), deep.u16(0xFFFF);
  const auto grey = io::decode_image(test::png_file(3, 1, 16, 0, deep.span())).value();
  CHECK(grey.format() == PixelFormat::grey8);
  CHECK(std::vector<int>(grey.pixels().begin(), grey.pixels().end()) == std::vector<int>{0, 128, 255});

  Writer rgba(Endian::big);  // 2 x 1: half transparent red, wholly transparent black
  for (const int v : {0, 255, 0, 0, 128, 0, 0, 0, 0}) rgba.u8(static_cast<std::uint8_t>(v));
  const auto colour = io::decode_image(test::png_file(2, 1, 8, 6, rgba.span())).value();
  CHECK(colour.format() == PixelFormat::rgb8);
  CHECK(std::vector<int>(colour.pixels().begin(), colour.pixels().end()) ==
        std::vector<int>{255, 127, 127, 255, 255, 255});

  Writer row, palette;
  row.u8(0), row.u8(1), row.u8(0);
  for (const int v : {10, 20, 30, 40, 50, 60}) palette.u8(static_cast<std::uint8_t>(v));
  const auto looked_up =
      io::decode_image(test::png_file(2, 1, 8, 3, row.span(), {test::png_chunk("PLTE", palette.span())})).value();
  CHECK(std::vector<int>(looked_up.pixels().begin(), looked_up.pixels().end()) ==
        std::vector<int>{40, 50, 60, 10, 20, 30});
}

TEST_CASE("JPEG 2000: twelve bits are brought to eight; what is not read says so") {
  const auto path = std::filesystem::path(LIMEN_TEST_DATA) / "images" / "ramp-12-bits.jp2";  // 64 x 40, 65 a column
  const auto ramp = io::read_image(path).value();
  REQUIRE(ramp.width() == 64);
  REQUIRE(ramp.height() == 40);
  for (int x = 0; x < 64; ++x) CHECK(std::abs(ramp.row(20)[x] - x * 65 * 255 / 4095) <= 1);
  const auto bytes = limen::read_file(path).value();
  for (const int depth : {0x03, 0x10, 0x8B}) {  // 4 bits, 17 bits, 12 bits signed
    auto changed = File(bytes.begin(), bytes.end());
    for (std::size_t i = 0; i + 42 < changed.size(); ++i)
      if (changed[i] == std::byte{0xFF} && changed[i + 1] == std::byte{0x4F} && changed[i + 2] == std::byte{0xFF})
        changed[i + 42] = static_cast<std::byte>(depth);
    CHECK(io::decode_image(changed).error().code == ErrorCode::unsupported_format);
  }
}

TEST_CASE("PGM: digits, comments and odd maxima") {
  const auto image = io::decode_image(test::bytes_of("P2 # digits\n3 1\n# the maximum\n15\n0 7 15\n")).value();
  CHECK(std::vector<int>(image.pixels().begin(), image.pixels().end()) == std::vector<int>{0, 119, 255});
  const auto deep = io::decode_image(test::bytes_of(std::string_view("P5 2 1 1023\n\x00\x00\x03\xFF", 16))).value();
  CHECK(std::vector<int>(deep.pixels().begin(), deep.pixels().end()) == std::vector<int>{0, 255});
  CHECK_FALSE(io::decode_image(test::bytes_of("P2 3 1 15 0 7 16")));
  CHECK_FALSE(io::decode_image(test::bytes_of("P2 3 1 15 0 7 ")));
  CHECK_FALSE(io::decode_image(test::bytes_of("P5 0 1 255\n....")));
}

TEST_CASE("a 1 x 1 image is an image") {
  for (const std::string extension : {".png", ".jpg", ".tif", ".bmp", ".pgm"}) {
    CAPTURE(extension);
    CHECK(io::decode_image(file_of(picture(1, 1, PixelFormat::grey8), extension)).value().width() == 1);
  }
}

TEST_CASE("a bomb is refused by its header") {
  File row(8);
  const auto huge = io::decode_image(test::png_file(20'000, 20'000, 8, 0, row));
  REQUIRE_FALSE(huge);
  CHECK(huge.error().code == ErrorCode::too_large);
  CHECK(huge.error().message.find("20000 x 20000") != std::string::npos);
  CHECK(io::decode_image(test::png_file(0xFFFFFFFF, 0xFFFFFFFF, 8, 0, row)).error().code == ErrorCode::too_large);

  // The same picture with only its header changed, where the format holds the size in a fixed place.
  auto jpeg = file_of(picture(64, 64, PixelFormat::grey8), ".jpg");
  for (std::size_t i = 0; i + 9 < jpeg.size(); ++i)
    if (jpeg[i] == std::byte{0xFF} && jpeg[i + 1] == std::byte{0xC0}) jpeg[i + 5] = jpeg[i + 7] = std::byte{0xFF};
  CHECK(io::decode_image(jpeg).error().code == ErrorCode::too_large);
  auto jp2 = file_of(picture(64, 64, PixelFormat::grey8), ".jp2");
  for (std::size_t i = 0; i + 16 < jp2.size(); ++i)
    if (jp2[i] == std::byte{0xFF} && jp2[i + 1] == std::byte{0x4F} && jp2[i + 2] == std::byte{0xFF})
      for (const std::size_t at : {8UL, 12UL, 24UL, 28UL}) jp2[i + at + 1] = std::byte{0x01};
  CHECK(io::decode_image(jp2).error().code == ErrorCode::too_large);

  const auto image = picture(30, 20, PixelFormat::grey8);
  CHECK(io::decode_image(file_of(image, ".png"), {.max_pixels = 600}));
  CHECK(io::decode_image(file_of(image, ".png"), {.max_pixels = 599}).error().code == ErrorCode::too_large);
}

TEST_CASE("a file cut at any length is refused, in every format, without a word on stderr") {
  for (const std::string extension : extensions) {
    CAPTURE(extension);
    auto whole = file_of(picture(36, 33, PixelFormat::grey8), extension);
    REQUIRE(io::decode_image(whole));
    // Behind the pixels of a TIFF lies its directory, behind those of a PNG its end: every byte counts.
    std::vector<std::size_t> accepted;
    std::size_t shortest_message = 1000;
    test::CaughtOutput output;
    for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
      const auto image = io::decode_image(std::span(whole).first(length));
      const auto refused =
          !image && (image.error().code == ErrorCode::corrupt || image.error().code == ErrorCode::unsupported_format);
      if (!refused) accepted.push_back(length);
      if (!image) shortest_message = std::min(shortest_message, image.error().message.size());
    }
    CHECK(output.text() == "");
    CHECK(accepted == std::vector<std::size_t>{});
    CHECK(shortest_message > 20);
  }
}

TEST_CASE("any flipped byte of a PNG is found") {
  auto whole = file_of(picture(24, 17, PixelFormat::grey8, 500_ppi), ".png");
  std::vector<std::size_t> accepted;
  test::CaughtOutput output;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    whole[i] ^= std::byte{0x55};
    if (io::decode_image(whole)) accepted.push_back(i);
    whole[i] ^= std::byte{0x55};
  }
  CHECK(output.text() == "");
  CHECK(accepted == std::vector<std::size_t>{});
}

TEST_CASE("a flipped byte of the other formats never crashes and never makes an image beyond the bound") {
  for (const std::string extension : {".jpg", ".jp2", ".tif", ".bmp", ".pgm", ".ppm"}) {
    CAPTURE(extension);
    auto whole = file_of(picture(36, 33, extension == ".ppm" ? PixelFormat::rgb8 : PixelFormat::grey8), extension);
    bool too_large = false;
    test::CaughtOutput output;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      whole[i] ^= std::byte{0x55};
      const auto image = io::decode_image(whole);
      too_large = too_large || (image && std::int64_t{image->width()} * image->height() > 64'000'000);
      whole[i] ^= std::byte{0x55};
    }
    const auto text = output.text();
    if (extension != ".jp2" && extension != ".tif") CHECK(text == "");
    CHECK_FALSE(too_large);
  }
}

TEST_CASE("the codes of a JPEG are checked: restarts in order, no byte too few or too many") {
  // 16 x 16 grey, a restart marker behind each of the four blocks: RST0, RST1, RST2.
  auto whole = test::restart_jpeg();
  REQUIRE(io::decode_image(whole));
  const auto refused = [](const File& file) {
    const auto image = io::decode_image(file);
    return !image && image.error().code == ErrorCode::corrupt;
  };
  const auto marker = [&](int number) {
    for (std::size_t i = 0; i + 1 < whole.size(); ++i)
      if (whole[i] == std::byte{0xFF} && whole[i + 1] == static_cast<std::byte>(0xD0 + number)) return i;
    return whole.size();
  };
  auto swapped = whole;
  swapped[marker(1) + 1] = std::byte{0xD2};
  CHECK(refused(swapped));
  auto cut = whole;  // without the last interval
  cut.erase(cut.begin() + static_cast<std::ptrdiff_t>(marker(2)), cut.end() - 2);
  CHECK(refused(cut));
  auto longer = whole;  // bytes more before the end, and not as many as may be padding
  longer.insert(longer.end() - 2, 16, std::byte{0x12});
  CHECK(refused(longer));
  auto shorter = whole;
  shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(marker(0)) - 1);
  CHECK(refused(shorter));
}

TEST_CASE("files that are no images say so and name themselves") {
  const test::TemporaryDirectory folder;
  std::ofstream(folder / "empty.png").close();
  std::ofstream(folder / "text.png") << "This is a text, not an image.\n";
  const auto expect = [&](const std::string& name, ErrorCode code, const char* words) {
    const auto image = io::read_image(folder / name);
    REQUIRE_FALSE(image);
    CAPTURE(image.error().message);
    CHECK(image.error().code == code);
    CHECK(image.error().message.find(name) != std::string::npos);
    CHECK(image.error().message.find(words) != std::string::npos);
  };
  expect("empty.png", ErrorCode::unsupported_format, "empty file");
  expect("text.png", ErrorCode::unsupported_format, "it reads PNG, JPEG");
  expect("missing.png", ErrorCode::not_found, "No such file");
  CHECK(io::read_image(folder.path()).error().code == ErrorCode::io_error);
  CHECK(io::read_image(folder.path()).error().message.find("is a folder") != std::string::npos);
  REQUIRE(::mkfifo((folder / "pipe.png").c_str(), 0600) == 0);
  expect("pipe.png", ErrorCode::io_error, "not a regular file");
  if (::geteuid() != 0) {
    io::write_image(folder / "secret.png", picture(9, 9, PixelFormat::grey8)).value();
    ::chmod((folder / "secret.png").c_str(), 0);
    expect("secret.png", ErrorCode::io_error, "Permission denied");
  }
}

TEST_CASE("writing replaces whole files and leaves nothing behind when it fails") {
  const test::TemporaryDirectory folder;
  const auto image = picture(9, 9, PixelFormat::grey8);
  CHECK(io::write_image(folder / "image.xyz", image).error().code == ErrorCode::invalid_argument);
  CHECK(io::write_image(folder / "image", image).error().code == ErrorCode::invalid_argument);
  CHECK(io::write_image(folder / "image.png", ImageView{}).error().code == ErrorCode::invalid_argument);
  CHECK(io::write_image(folder / "no/such/folder/image.png", image).error().code == ErrorCode::not_found);
  REQUIRE(std::filesystem::create_directory(folder / "taken.png"));
  CHECK(io::write_image(folder / "taken.png", image).error().code == ErrorCode::io_error);
  io::write_image(folder / "image.PNG", image).value();
  io::write_image(folder / "image.PNG", picture(7, 7, PixelFormat::rgb8)).value();
  CHECK(io::read_image(folder / "image.PNG").value().width() == 7);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2);
}

TEST_CASE("a view with a stride is written as what it shows") {
  const auto image = picture(40, 30, PixelFormat::rgb8);
  ImageView part = image;
  part.data += 3 * 5 + part.stride * 4;
  part.width = 20, part.height = 10;
  const test::TemporaryDirectory folder;
  for (const std::string extension : {".png", ".ppm", ".bmp", ".tif"}) {
    io::write_image(folder / ("part" + extension), part).value();
    CHECK(largest_difference(io::read_image(folder / ("part" + extension)).value(), Image(part)) == 0);
  }
}

TEST_CASE("real images are read, with the resolution assumed where the file says none") {
  const auto data = test::data_dir();
  if (!data) return test::skip("../shared/data is absent");
  test::CaughtOutput output;
  const auto print = io::read_image(*data / "fingerprint/FVC2002_DB1_B/101_1.tif");
  const auto face = io::read_image(*data / "face/LFW_folds_1_4/Al_Pacino_0001.jpg");
  const auto small = io::read_image(*data / "face/ORL/s1/1.pgm");
  CHECK(output.text() == "");
  REQUIRE(print);
  CHECK(print->width() == 388);
  CHECK(print->height() == 374);
  CHECK(print->format() == PixelFormat::grey8);
  CHECK(print->resolution_assumed);
  REQUIRE(face);
  CHECK(face->format() == PixelFormat::rgb8);
  REQUIRE(small);
  CHECK(small->width() == 92);
}
