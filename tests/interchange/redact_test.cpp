#include "limen/interchange/redact.hpp"

#include <filesystem>

#include "limen/core/file.hpp"
#include "limen/interchange/an2k_image.hpp"
#include "limen/interchange/image_metadata.hpp"
#include "limen/interchange/lint.hpp"
#include "limen/interchange/minutiae_record.hpp"
#include "limen/io/image_file.hpp"
#include "limen/io/wsq.hpp"

#include "inti_samples.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::interchange;
using limen::test::File;
using limen::test::file_of;
using limen::test::text_of;

namespace {

constexpr std::string_view secret = "GPS 48.85 N, officer Doe";

Image picture() {
  Image image(48, 40, PixelFormat::grey8, {500});
  for (std::size_t i = 0; i < image.pixels().size(); ++i) image.pixels()[i] = static_cast<std::uint8_t>(i / 5);
  return image;
}

File written(const std::string& extension) {
  const test::TemporaryDirectory folder;
  io::write_image(folder / ("image" + extension), picture()).value();
  return file_of(limen::read_file(folder / ("image" + extension)).value());
}

File inserted(File file, std::size_t at, std::span<const std::byte> more) {
  file.insert(file.begin() + static_cast<std::ptrdiff_t>(at), more.begin(), more.end());
  return file;
}

File segment(unsigned marker, std::string_view text) {
  Writer writer(Endian::big);
  writer.u16(static_cast<std::uint16_t>(marker)), writer.u16(static_cast<std::uint16_t>(text.size() + 2));
  writer.bytes(std::as_bytes(std::span(text)));
  return file_of(writer.span());
}

File png_chunk(std::string_view type, std::string_view text) {
  Writer writer(Endian::big);
  writer.u32(static_cast<std::uint32_t>(text.size()));
  writer.bytes(std::as_bytes(std::span(type)));
  writer.bytes(std::as_bytes(std::span(text)));
  writer.u32(0);
  return file_of(writer.span());
}

File box(std::string_view type, std::string_view text) {
  Writer writer(Endian::big);
  writer.u32(static_cast<std::uint32_t>(text.size() + 8));
  writer.bytes(std::as_bytes(std::span(type)));
  writer.bytes(std::as_bytes(std::span(text)));
  return file_of(writer.span());
}

/// The same picture in each format, with a secret in every place that the format has for one.
std::vector<std::pair<std::string, File>> with_secrets() {
  std::vector<std::pair<std::string, File>> files;
  const std::string exif =
      std::string("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", 32) + std::string(secret);
  auto jpeg = inserted(inserted(written(".jpg"), 20, segment(0xFFFE, secret)), 20, segment(0xFFE1, exif));
  const auto tail = file_of(secret);
  jpeg.insert(jpeg.end(), tail.begin(), tail.end());
  files.emplace_back("jpeg", jpeg);
  files.emplace_back("png", inserted(written(".png"), 33, png_chunk("tEXt", secret)));
  auto jp2 = written(".jp2");
  const auto more = box("xml ", secret);
  jp2.insert(jp2.end(), more.begin(), more.end());
  const auto siz = text_of(jp2).find("\xFF\x52");  // COD: behind SIZ
  REQUIRE(siz != std::string_view::npos);
  const auto stream = text_of(jp2).find("jp2c") - 4;
  const auto comment = segment(0xFF64, secret);
  jp2 = inserted(jp2, siz, comment);
  auto length = (std::to_integer<unsigned>(jp2[stream + 2]) << 8 | std::to_integer<unsigned>(jp2[stream + 3]));
  if (length > 0) {
    length += static_cast<unsigned>(comment.size());
    jp2[stream + 2] = static_cast<std::byte>(length >> 8), jp2[stream + 3] = static_cast<std::byte>(length);
  }
  // And in the header of its one tile-part, whose length (0: up to the end) follows.
  const auto tile = text_of(jp2).find(std::string_view("\xFF\x90\0\x0A", 4));
  REQUIRE(tile != std::string_view::npos);
  for (const auto at : {tile + 6, stream}) {
    std::uint32_t part = 0;
    for (std::size_t i = 0; i < 4; ++i) part = part << 8 | std::to_integer<std::uint32_t>(jp2[at + i]);
    if (part == 0) continue;
    part += static_cast<std::uint32_t>(comment.size());
    for (std::size_t i = 4; i-- > 0; part >>= 8) jp2[at + i] = static_cast<std::byte>(part & 0xFF);
  }
  jp2 = inserted(jp2, tile + 12, comment);
  files.emplace_back("jp2", jp2);
  files.emplace_back(
      "wsq", file_of(io::encode_wsq(picture(), {.comments = {std::string(secret),
                                                             "NIST_COM 3\nPPI 500\nNAME " + std::string(secret)}})
                         .value()));
  return files;
}

}  // namespace

TEST_CASE("image metadata: nothing but the picture is left, and it is the same picture") {
  for (const auto& one : with_secrets()) {
    const auto& file = one.second;
    CAPTURE(one.first);
    REQUIRE(text_of(file).find(secret) != std::string_view::npos);
    const auto stripped = strip_metadata(file);
    REQUIRE_MESSAGE(stripped, (stripped ? "" : stripped.error().message));
    CHECK(text_of(stripped->bytes).find(secret) == std::string_view::npos);
    CHECK(stripped->removed.size() >= (one.first == "png" ? 1 : 2));
    const auto before = io::decode_image(file), after = io::decode_image(stripped->bytes);
    REQUIRE_MESSAGE(after, (after ? "" : after.error().message));
    if (before) CHECK(*before == *after);
    const auto again = strip_metadata(stripped->bytes).value();
    CHECK_MESSAGE(again.removed.empty(), (again.removed.empty() ? "" : again.removed[0].what));
    CHECK(again.bytes == stripped->bytes);
  }
  CHECK_FALSE(strip_metadata(file_of("BM something else")));
}

TEST_CASE("image metadata: the EXIF orientation is all that stays of EXIF") {
  const auto jpeg = with_secrets()[0].second;
  const auto stripped = strip_metadata(jpeg).value();
  const auto upright = io::decode_image(stripped.bytes).value();
  CHECK(upright.width() == 40);  // orientation 6: turned
  CHECK(upright.height() == 48);
}

TEST_CASE("image metadata: damaged at every byte, an error or an image without the secret's place") {
  for (const auto& one : with_secrets()) {
    std::size_t refused = 0;
    test::for_each_mutation(
        one.second, [&](const File& damaged) { refused += !strip_metadata(damaged); }, 3);
    CHECK_MESSAGE(refused > 20, one.first);
  }
}

TEST_CASE("redact: a transaction loses its person, its places and what hides in its images, and stays valid") {
  auto records = test::ordinary();
  auto photo = an2k::DraftRecord{.type = 10, .idc = 5};
  photo.add(3, "FACE").add(4, "SRC").add(5, "20260102").add(6, "40").add(7, "48").add(8, "0").add(9, "1").add(10, "1");
  photo.add(11, "JPEGB").add(12, "SRGB").add(38, secret).add(904, secret).add(996, "00FF").add(998, secret);
  photo.add(999, with_secrets()[0].second);
  auto four = test::type_4(6, 2, 48, 40);
  four.binary.resize(13);
  four.binary[12] = std::byte{1};  // WSQ
  const auto secrets = with_secrets();
  four.binary.insert(four.binary.end(), secrets[3].second.begin(), secrets[3].second.end());
  records[1].add(63, secret);
  records.push_back(photo), records.push_back(four);
  records.push_back({.type = 8, .idc = 7, .binary = {std::byte{1}, std::byte{2}}});
  const auto bytes = test::an2k_file(records);
  const auto redacted = redact(bytes).value();
  CHECK(text_of(redacted.bytes).find(secret) == std::string_view::npos);
  CHECK(text_of(redacted.bytes).find("Doe") == std::string_view::npos);
  const auto file = an2k::read(redacted.bytes, Strictness::strict).value();
  CHECK(file.records.size() == records.size() - 1);
  CHECK(file.find(10)->find(38) == nullptr);
  CHECK(an2k::decode(an2k::image_record(file, *file.find(10)).value()));
  CHECK(an2k::decode(an2k::image_record(file, *file.find(4, 6)).value()));
  CHECK(lint(file).empty());
  CHECK(redacted.removed.size() >= 12);
  for (const auto& removed : redacted.removed) CHECK(removed.what.find("Doe") == std::string::npos);
  CHECK(redact(redacted.bytes).value().removed.empty());

  const auto kept = redact(bytes, {.keep = {"2.030", "type-8"}}).value();
  const auto kept_file = an2k::read(kept.bytes, Strictness::strict).value();
  CHECK(kept_file.records[1].value(30) == "Doe\x1FJane");
  CHECK(kept_file.find(8) != nullptr);
  CHECK(redact(bytes, {.keep = {"names"}}).error().code == ErrorCode::invalid_argument);
}

TEST_CASE("redact: a damaged file is not redacted, and neither is an unknown one") {
  auto bytes = test::an2k_file(test::ordinary());
  bytes.push_back(std::byte{'x'});
  CHECK(redact(bytes).error().code == ErrorCode::corrupt);
  CHECK_FALSE(redact(file_of("hello")));
  CHECK_FALSE(redact({}));
}

TEST_CASE("redact: minutiae records lose the device and vendors' data") {
  MinutiaeRecord record;
  record.device = 181;
  MinutiaeView view;
  view.width = view.height = 100;
  view.minutiae.push_back({5, 6, 7, 1, 80});
  view.extensions.push_back({0x0221, {std::byte{1}, std::byte{2}}});
  record.views.push_back(view);
  auto late = record;
  late.format = MinutiaeFormat::iso_2011;
  late.views[0].capture = {{0x07, 0xEA, 1, 2, 3, 4, 5, 0, 6}, 3, 0xABCD, true};
  const auto clean = redact(write_minutiae_record(late).value()).value();
  CHECK(clean.removed.size() == 3);
  CHECK(read_minutiae_record(clean.bytes)->record.views[0].capture == CaptureDetails{.endings_of_valleys = true});
  CHECK(redact(clean.bytes).value().removed.empty());
  const auto redacted = redact(write_minutiae_record(record).value()).value();
  CHECK(redacted.removed.size() == 2);
  const auto again = read_minutiae_record(redacted.bytes, Strictness::strict).value();
  CHECK(again.record.device == 0);
  CHECK(again.record.views[0].extensions.empty());
  CHECK(again.record.views[0].minutiae == view.minutiae);
  CHECK(redact(redacted.bytes).value().removed.empty());
  record.format = MinutiaeFormat::ansi_2004;
  record.owner = 0x0101;
  CHECK(redact(redact(write_minutiae_record(record).value()).value().bytes).value().removed.empty());
}

TEST_CASE("redact: the number of the device in 9.127") {
  an2k::DraftRecord nine{.type = 9, .idc = 1};
  nine.add(3, "0")
      .add(4, "U")
      .add(127,
           "APPF\x1F"
           "4711")
      .add(128, "11")
      .add(129, "6");
  const auto bytes = test::an2k_file({test::type_1(), nine});
  const auto redacted = redact(bytes).value();
  CHECK(an2k::read(redacted.bytes, Strictness::strict)->records[1].value(127) ==
        "APPF\x1F"
        "0");
  CHECK(redacted.removed.size() == 1);
  CHECK(redact(redacted.bytes)->removed.empty());
  CHECK(text_of(redact(bytes, {.keep = {"9.127"}})->bytes).find("4711") != std::string_view::npos);
}

TEST_CASE("redact: the samples") {
  const auto data = test::data_dir();
  if (!data) return test::skip("no data folder");
  int redacted = 0, refused = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / "interchange" / "an2k")) {
    const auto extension = entry.path().extension().string();
    if (extension != ".an2" && extension != ".an2k") continue;
    CAPTURE(entry.path().filename().string());
    const auto bytes = limen::read_file(entry.path()).value();
    const auto result = redact(bytes);
    if (!result) {
      ++refused;
      continue;
    }
    ++redacted;
    const auto file = an2k::read(result->bytes).value();
    CHECK(file.complete);
    for (const auto& record : file.records) CHECK((record.type != 2 || record.fields.size() <= 2));
  }
  CHECK(redacted >= 40);
  CHECK(refused <= 5);
}
