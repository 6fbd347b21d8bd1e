#include "limen/interchange/an2k_image.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "limen/core/file.hpp"
#include "limen/fingerprint/extract.hpp"
#include "limen/io/wsq.hpp"

#include "an2k_samples.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::literals;
using namespace limen::interchange;
using limen::test::an2k_file;
using limen::test::File;

TEST_CASE("AN2K images: raw fingers of Types 4 and 14, with position, impression and resolution") {
  const auto bytes = an2k_file(test::ordinary());
  const auto file = an2k::read(bytes).value();
  const auto four = an2k::fingers(file, file.records[2]).value();
  REQUIRE(four.size() == 1);
  CHECK(four[0].position == FingerPosition::left_index);
  CHECK(four[0].image.width() == 9);
  CHECK(four[0].image.resolution == 500_ppi);
  CHECK(four[0].image.pixels()[10] == 70);
  const auto fourteen = an2k::fingers(file, file.records[3]).value();
  CHECK(fourteen[0].position == FingerPosition::right_index);
  CHECK(fourteen[0].image.pixels()[1] == 0x1D);
  CHECK_FALSE(an2k::fingers(file, file.records[1]));
}

TEST_CASE("AN2K images: a slap is cut by its segments") {
  const auto bytes = an2k_file({test::type_1(), test::type_14(1, 13, 40, 20,
                                                              "2\x1F"
                                                              "0\x1F"
                                                              "10\x1F"
                                                              "0\x1F"
                                                              "20\x1E"
                                                              "3\x1F"
                                                              "10\x1F"
                                                              "99\x1F"
                                                              "5\x1F"
                                                              "20")});
  const auto file = an2k::read(bytes).value();
  const auto samples = an2k::fingers(file, file.records[1]).value();
  REQUIRE(samples.size() == 2);
  CHECK(samples[0].position == FingerPosition::right_index);
  CHECK(samples[0].image.width() == 10);
  CHECK(samples[1].position == FingerPosition::right_middle);
  CHECK(samples[1].image.width() == 30);  // clipped to the image
  CHECK(samples[1].image.height() == 15);
}

TEST_CASE("AN2K images: a WSQ image; the record's resolution wins over the comment's") {
  Image picture(32, 32, PixelFormat::grey8, 1000_ppi);
  const auto wsq = io::encode_wsq(picture, {.bits_per_pixel = 2}).value();
  auto record = test::type_14(1, 1, 32, 32);
  for (auto& field : record.fields) {
    if (field.number == 11)
      field.value = {std::byte{'W'}, std::byte{'S'}, std::byte{'Q'}, std::byte{'2'}, std::byte{'0'}};
    if (field.number == 999) field.value = wsq;
  }
  const auto bytes = an2k_file({test::type_1(), record});
  const auto file = an2k::read(bytes).value();
  CHECK(an2k::fingers(file, file.records[1]).value()[0].image.resolution == 500_ppi);
}

TEST_CASE("AN2K images: sizes that do not fit, records without image") {
  auto record = test::type_14(1, 1, 8, 8);
  for (auto& field : record.fields)
    if (field.number == 6) field.value = {std::byte{'9'}};
  const auto bytes = an2k_file({test::type_1(), record, test::type_4(2, 1, 0, 5)});
  const auto file = an2k::read(bytes).value();
  CHECK(an2k::fingers(file, file.records[1]).error().code == ErrorCode::corrupt);
  CHECK(an2k::fingers(file, file.records[2]).error().code == ErrorCode::corrupt);
  CHECK_FALSE(an2k::image_record(file, file.records[0]));
}

TEST_CASE("AN2K images: fax-coded pixels, bare and in a TIFF; signatures of several depths") {
  // T.6, three white, two black, three white pixels; a second line like it; the end.
  const File fax{std::byte{0b00110001}, std::byte{0b11111000}, std::byte{0b00000000},
                 std::byte{0b10000000}, std::byte{0b00001000}, std::byte{0}};
  const auto record = [](int type, std::initializer_list<unsigned> header, std::span<const std::byte> data) {
    Writer body(Endian::big);
    for (const auto byte : header) body.u8(static_cast<std::uint8_t>(byte));
    body.bytes(data);
    return an2k::DraftRecord{.type = type, .idc = 1, .binary = body.take()};
  };
  const auto pixels = [&](const an2k::DraftRecord& draft) {
    const auto bytes = an2k_file({test::type_1(), draft});
    const auto file = an2k::read(bytes).value();
    const auto image = an2k::image_record(file, file.records[1]);
    if (!image) return Result<Image>(image.error());
    return an2k::decode(*image);
  };
  for (const auto& draft :
       {record(6, {0, 2, 255, 255, 255, 255, 255, 0, 0, 8, 0, 2, 1}, fax), record(8, {0, 1, 0, 0, 8, 0, 2}, fax)}) {
    const auto image = pixels(draft);
    REQUIRE_MESSAGE(image, (image ? "" : image.error().message));
    for (int y = 0; y < 2; ++y)
      for (int x = 0; x < 8; ++x) CHECK(image->row(y)[x] == (x == 3 || x == 4 ? 0 : 255));
  }
  CHECK(pixels(record(8, {0, 0, 0, 0, 8, 0, 2}, File(2)))->pixels()[0] == 255);
  CHECK(pixels(record(8, {0, 0, 0, 0, 8, 0, 2}, File(16, std::byte{9})))->pixels()[0] == 9);
  CHECK(pixels(record(8, {0, 0, 0, 0, 8, 0, 2}, File(48, std::byte{9})))->channels() == 3);
  CHECK(pixels(record(8, {0, 2, 0, 0, 0, 0, 0}, File(14))).error().code == ErrorCode::unsupported_format);
  auto short_fax = fax;
  short_fax.resize(1);
  (void)pixels(record(8, {0, 1, 0, 0, 8, 0, 2}, short_fax));  // an image or an error, and no output
}

TEST_CASE("AN2K minutiae: M1, EFS and standard blocks") {
  an2k::DraftRecord m1{.type = 9, .idc = 1};
  m1.add(3, "0")
      .add(4, "U")
      .add(128, "400")
      .add(129, "500")
      .add(130, "1")
      .add(131, "500")
      .add(132, "500")
      .add(134, "08");
  m1.add(137,
         "001\x1F"
         "100\x1F"
         "200\x1F"
         "45\x1F"
         "1\x1F"
         "90\x1E"
         "002\x1F"
         "50\x1F"
         "60\x1F"
         "0\x1F"
         "2\x1F"
         "80");
  an2k::DraftRecord efs{.type = 9, .idc = 2};
  efs.add(3, "0")
      .add(4, "U")
      .add(300,
           "2032\x1F"
           "2540")
      .add(302,
           "8\x1F"
           "DST")
      .add(331,
           "508\x1F"
           "1016\x1F"
           "90\x1F"
           "B");
  an2k::DraftRecord standard{.type = 9, .idc = 3};
  standard.add(3, "0").add(4, "S").add(6, "08").add(12,
                                                    "001\x1F"
                                                    "05081524270\x1F"
                                                    "00\x1F"
                                                    "A");
  const auto bytes = an2k_file({test::type_1(), m1, efs, standard, test::type_4(3, 8, 400, 500)});
  const auto file = an2k::read(bytes).value();
  const auto first = an2k::minutiae(file, file.records[1]).value();
  REQUIRE(first.minutiae.size() == 2);
  CHECK(first.position == FingerPosition::left_middle);
  for (std::size_t i = 1; i <= 3; ++i) {
    const auto finger = an2k::minutiae(file, file.records[i]).value();
    CAPTURE(i);
    CHECK(finger.width == 400);
    CHECK(finger.height == 500);
    CHECK(finger.minutiae[0].x == doctest::Approx(100));
    CHECK(finger.minutiae[0].y == doctest::Approx(200));
    CHECK(finger.minutiae[0].direction == doctest::Approx(1.5 * std::numbers::pi));
  }
  CHECK_FALSE(an2k::minutiae(file, file.records[4]));
}

TEST_CASE("AN2K images: damaged at every byte, images and minutiae are refused or made") {
  an2k::DraftRecord m1{.type = 9, .idc = 1};
  m1.add(4, "U").add(128, "40").add(129, "50").add(137,
                                                   "1\x1F"
                                                   "10\x1F"
                                                   "20\x1F"
                                                   "45\x1F"
                                                   "1\x1F"
                                                   "90");
  const auto bytes = an2k_file({test::type_1(), m1,
                                test::type_14(2, 13, 8, 4,
                                              "2\x1F"
                                              "0\x1F"
                                              "4\x1F"
                                              "0\x1F"
                                              "4"),
                                test::type_4(3, 2, 4, 3)});
  std::size_t made = 0;
  test::for_each_mutation(bytes, [&](const File& damaged) {
    const auto file = an2k::read(damaged);
    if (!file) return;
    for (const auto& record : file->records) {
      made += an2k::fingers(*file, record, {.max_pixels = 10'000}).has_value();
      made += an2k::minutiae(*file, record).has_value();
    }
  });
  CHECK(made > 100);
}

TEST_CASE("AN2K images: the samples' images and minutiae") {
  const auto data = test::data_dir();
  if (!data) return test::skip("no data folder");
  std::map<std::string, int> refused;
  int images = 0, sheets = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / "interchange" / "an2k")) {
    const auto extension = entry.path().extension().string();
    if (extension != ".an2" && extension != ".an2k" && extension != ".nst") continue;
    const auto bytes = limen::read_file(entry.path()).value();
    const auto file = an2k::read(bytes).value();
    for (const auto& record : file.records) {
      if (record.type == 9) {
        const auto made = an2k::minutiae(file, record);
        if (made)
          ++sheets;
        else
          ++refused[entry.path().filename().string() + ": " + made.error().message];
      }
      const auto image = an2k::image_record(file, record);
      if (!image) continue;
      const auto decoded = an2k::decode(*image);
      if (decoded) {
        ++images;
      } else {
        ++refused[entry.path().filename().string() + ": " + std::string(image->compression) + ": " +
                  decoded.error().message];
      }
    }
  }
  CHECK(refused.size() == 1);  // valid1.2: 512 x 512 pixels of 8 bits in a bilevel record of 800 x 800
  CHECK(images >= 95);
  CHECK(sheets >= 10);
}

TEST_CASE("AN2K minutiae: one finger in the standard and the M1 block is the same finger") {
  const auto data = test::data_dir();
  if (!data) return test::skip("no data folder");
  const auto folder = *data / "interchange" / "an2k" / "nist-reference";
  const auto finger = [&](const char* name) {
    const auto bytes = limen::read_file(folder / name).value();
    const auto file = an2k::read(bytes).value();
    auto minutiae = an2k::minutiae(file, *file.find(9)).value();
    std::sort(minutiae.minutiae.begin(), minutiae.minutiae.end(), [](const auto& a, const auto& b) {
      return std::pair(std::lround(a.y), a.x) < std::pair(std::lround(b.y), b.x);
    });
    return minutiae;
  };
  const auto standard = finger("type-9-14-std.an2"), m1 = finger("type-9-14-m1.an2");
  REQUIRE(standard.minutiae.size() == 48);
  REQUIRE(m1.minutiae.size() == 48);
  int near = 0;
  for (const auto& a : standard.minutiae)
    for (const auto& b : m1.minutiae)
      near += std::hypot(a.x - b.x, a.y - b.y) < 1.5 &&
              std::abs(std::remainder(a.direction - b.direction, 2 * std::numbers::pi)) < 0.06;
  CHECK(near == 48);
}

TEST_CASE("AN2K minutiae: a record's angles have the sense of our extraction from the image beside it") {
  const auto data = test::data_dir();
  if (!data) return test::skip("no data folder");
  const auto folder = *data / "interchange" / "an2k" / "nist-reference";
  for (const auto* name : {"type-9-14-m1.an2", "type-9-14-std.an2", "type-9-13-m1.an2"}) {
    CAPTURE(name);
    const auto bytes = limen::read_file(folder / name).value();
    const auto file = an2k::read(bytes).value();
    const auto recorded = an2k::minutiae(file, *file.find(9)).value();
    const auto samples = an2k::fingers(file, file.records.back()).value();
    const auto extracted = fingerprint::extract(samples.front()).value();
    int near = 0, alike = 0;
    for (const auto& r : recorded.minutiae) {
      const auto nearest =
          std::min_element(extracted.minutiae.begin(), extracted.minutiae.end(), [&](const auto& a, const auto& b) {
            return std::hypot(a.x - r.x, a.y - r.y) < std::hypot(b.x - r.x, b.y - r.y);
          });
      if (std::hypot(nearest->x - r.x, nearest->y - r.y) > 10) continue;
      ++near;
      alike += std::cos(nearest->direction - r.direction) > std::cos(std::numbers::pi / 8);
    }
    CHECK(near >= 15);
    CHECK(alike >= near * 9 / 10);
  }
}
