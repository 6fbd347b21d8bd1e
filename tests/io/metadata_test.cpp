// Resolution and kinds of samples, in files put together byte by byte.
#include <array>
#include <string>
#include <vector>

#include "limen/core/file.hpp"
#include "limen/io/image_file.hpp"

#include "pictures.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::literals;
using limen::test::File;

namespace {

struct Tag {
  std::uint16_t number, type;
  std::uint32_t count, value;
};

// An image file directory with its values behind it: shorts and longs inline, rationals by their numerator over 10.
void directory(Writer& out, std::vector<Tag> tags, std::uint32_t at) {
  out.u16(static_cast<std::uint16_t>(tags.size()));
  auto behind = at + 2 + 12 * static_cast<std::uint32_t>(tags.size()) + 4;
  std::vector<std::uint32_t> rationals;
  for (const auto& tag : tags) {
    out.u16(tag.number), out.u16(tag.type), out.u32(tag.count);
    if (tag.type == 5) {
      out.u32(behind + 8 * static_cast<std::uint32_t>(rationals.size()));
      rationals.push_back(tag.value);
    } else if (tag.type == 3) {
      out.u16(static_cast<std::uint16_t>(tag.value)), out.u16(0);
    } else {
      out.u32(tag.value);
    }
  }
  out.u32(0);
  for (const auto value : rationals) out.u32(value), out.u32(10);
}

// Uncompressed pixels first, then the directory.
File tiff(Endian endian, int width, int height, int channels, int bits, std::span<const std::byte> pixels,
          std::vector<Tag> more = {}) {
  Writer out(endian);
  const auto order = endian == Endian::big ? std::string("MM") : std::string("II");
  out.bytes(test::bytes_of(order));
  out.u16(42);
  const auto padded = static_cast<std::uint32_t>((pixels.size() + 1) / 2 * 2);
  out.u32(8 + padded);
  out.bytes(pixels);
  for (auto i = static_cast<std::uint32_t>(pixels.size()); i < padded; ++i) out.u8(0);
  std::vector<Tag> tags{{256, 3, 1, static_cast<std::uint32_t>(width)},
                        {257, 3, 1, static_cast<std::uint32_t>(height)},
                        {258, 3, 1, static_cast<std::uint32_t>(bits)},
                        {259, 3, 1, 1},
                        {262, 3, 1, channels == 1 ? 1U : 2U},
                        {273, 4, 1, 8},
                        {277, 3, 1, static_cast<std::uint32_t>(channels)},
                        {278, 3, 1, static_cast<std::uint32_t>(height)},
                        {279, 4, 1, static_cast<std::uint32_t>(pixels.size())}};
  tags.insert(tags.end(), more.begin(), more.end());
  directory(out, tags, 8 + padded);
  return {out.span().begin(), out.span().end()};
}

std::vector<int> values(const Image& image) { return {image.pixels().begin(), image.pixels().end()}; }

// Bytes put in at a place.
File with(const File& file, std::size_t at, std::span<const std::byte> more) {
  File out(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(at));
  test::append(out, more);
  test::append(out, std::span(file).subspan(at));
  return out;
}

File file_of(const Image& image, const std::string& extension) {
  const test::TemporaryDirectory folder;
  io::write_image(folder / ("image" + extension), image).value();
  const auto bytes = limen::read_file(folder / ("image" + extension)).value();
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("TIFF: both byte orders, inch and centimetre, 16 bits") {
  const std::array pixels{std::byte{10}, std::byte{20}, std::byte{30}, std::byte{40}, std::byte{50}, std::byte{60}};
  for (const auto endian : {Endian::little, Endian::big}) {
    const auto plain = io::decode_image(tiff(endian, 3, 2, 1, 8, pixels)).value();
    CHECK(values(plain) == std::vector<int>{10, 20, 30, 40, 50, 60});
    CHECK(plain.resolution_assumed);
    const auto inch = tiff(endian, 3, 2, 1, 8, pixels, {{282, 5, 1, 10000}, {283, 5, 1, 10000}, {296, 3, 1, 2}});
    CHECK(io::decode_image(inch).value().resolution == 1000_ppi);
    const auto metric = tiff(endian, 3, 2, 1, 8, pixels, {{282, 5, 1, 2000}, {283, 5, 1, 2000}, {296, 3, 1, 3}});
    CHECK(io::decode_image(metric).value().resolution.value == doctest::Approx(508));
    const auto none = tiff(endian, 3, 2, 1, 8, pixels, {{282, 5, 1, 10}, {283, 5, 1, 10}, {296, 3, 1, 1}});
    CHECK(io::decode_image(none).value().resolution_assumed);
    Writer deep(endian);
    for (const int v : {0, 0x8080, 0xFFFF}) deep.u16(static_cast<std::uint16_t>(v));
    CHECK(values(io::decode_image(tiff(endian, 3, 1, 1, 16, deep.span())).value()) == std::vector<int>{0, 128, 255});
  }
}

TEST_CASE("TIFF: what is not read says so") {
  const std::array pixels{std::byte{10}, std::byte{20}, std::byte{30}, std::byte{40}};
  const auto code = [&](int bits, std::vector<Tag> more) {
    return io::decode_image(tiff(Endian::little, 2, 2, 1, bits, pixels, std::move(more))).error().code;
  };
  CHECK(code(8, {{282, 5, 1, 2000}, {283, 5, 1, 1000}}) == ErrorCode::unsupported_format);  // not square
  CHECK(code(8, {{339, 3, 1, 3}}) == ErrorCode::unsupported_format);                        // floating point
  CHECK(code(32, {}) == ErrorCode::unsupported_format);
  CHECK(code(16, {}) == ErrorCode::corrupt);  // half of the bytes are there
}

TEST_CASE("JPEG: the resolution of EXIF counts when JFIF has none, and the picture stands upright") {
  const auto plain = file_of(test::picture(40, 24, PixelFormat::rgb8), ".jpg");
  CHECK(io::decode_image(plain).value().resolution_assumed);
  const auto exif = [&](std::vector<Tag> tags) {
    Writer block;
    block.bytes(test::bytes_of("II"));
    block.u16(42), block.u32(8);
    directory(block, std::move(tags), 8);
    Writer segment(Endian::big);
    segment.u16(0xFFE1);
    segment.u16(static_cast<std::uint16_t>(2 + 6 + block.size()));
    segment.bytes(test::bytes_of(std::string("Exif\0\0", 6)));
    segment.bytes(block.span());
    return with(plain, 2 + 18, segment.span());  // behind SOI and the JFIF segment
  };
  const auto described = io::decode_image(exif({{282, 5, 1, 3000}, {283, 5, 1, 3000}, {296, 3, 1, 2}})).value();
  CHECK(described.resolution == 300_ppi);
  CHECK_FALSE(described.resolution_assumed);
  CHECK(described.width() == 40);
  const auto turned = io::decode_image(exif({{274, 3, 1, 6}})).value();
  CHECK(turned.width() == 24);
  CHECK(turned.height() == 40);
  CHECK(io::decode_image(exif({{282, 5, 4'000'000, 1}})).value().resolution_assumed);  // a damaged comment
}

TEST_CASE("JPEG 2000: capture and display resolution in the header box") {
  const auto plain = file_of(test::picture(40, 36, PixelFormat::grey8), ".jp2");
  CHECK(io::decode_image(plain).value().resolution_assumed);
  std::size_t header = 0;
  for (std::size_t i = 4; i + 4 < plain.size() && header == 0; ++i)
    if (std::string_view(reinterpret_cast<const char*>(&plain[i]), 4) == "jp2h") header = i - 4;
  REQUIRE(header > 0);
  const auto res = [&](const std::string& type, std::uint16_t per_unit, int exponent) {
    Writer box(Endian::big);
    box.u32(26), box.bytes(test::bytes_of("res "));
    box.u32(18), box.bytes(test::bytes_of(type));
    box.u16(per_unit), box.u16(1), box.u16(per_unit), box.u16(1);
    box.write(static_cast<std::int8_t>(exponent)), box.write(static_cast<std::int8_t>(exponent));
    Reader length{std::span(plain).subspan(header), "box", Endian::big};
    const auto old = length.u32();
    auto file = with(plain, header + old, box.span());
    Writer longer(Endian::big);
    longer.u32(old + 26);
    std::copy(longer.span().begin(), longer.span().end(), file.begin() + static_cast<std::ptrdiff_t>(header));
    return io::decode_image(file).value();
  };
  CHECK(res("resc", 19685, 0).resolution == 500_ppi);
  CHECK(res("resd", 3937, 1).resolution == 1000_ppi);
  CHECK(res("resc", 0, 0).resolution_assumed);
}

TEST_CASE("PNG: the unit and the shape of pixels") {
  const File rows(1 + 2);
  const auto phys = [](std::uint32_t x, std::uint32_t y, int unit) {
    Writer data(Endian::big);
    data.u32(x), data.u32(y), data.u8(static_cast<std::uint8_t>(unit));
    return test::png_chunk("pHYs", data.span());
  };
  const auto read = [&](const File& chunk) { return io::decode_image(test::png_file(2, 1, 8, 0, rows, {chunk})); };
  CHECK(read(phys(19685, 19685, 1)).value().resolution == 500_ppi);
  CHECK(read(phys(22402, 22402, 1)).value().resolution == 569_ppi);
  CHECK(read(phys(20000, 20000, 1)).value().resolution == 508_ppi);
  CHECK(read(phys(1, 1, 0)).value().resolution_assumed);
  CHECK(read(phys(0, 0, 1)).value().resolution_assumed);
  CHECK(read(phys(20000, 10000, 1)).error().code == ErrorCode::unsupported_format);
}
