#include "limen/interchange/image_records.hpp"

#include <filesystem>

#include "limen/core/file.hpp"
#include "limen/interchange/formats.hpp"
#include "limen/interchange/lint.hpp"
#include "limen/interchange/minutiae_record.hpp"
#include "limen/io/wsq.hpp"

#include "image_samples.hpp"
#include "inti_samples.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::interchange;
using limen::test::data_group;
using limen::test::face_record;
using limen::test::File;
using limen::test::file_of;
using limen::test::joined;
using limen::test::tlv;

namespace {

File jpeg(int width, int height) {
  const test::TemporaryDirectory folder;
  Image image(width, height, PixelFormat::rgb8);
  for (std::size_t i = 0; i < image.pixels().size(); ++i) image.pixels()[i] = static_cast<std::uint8_t>(i / 9);
  io::write_image(folder / "face.jpg", image).value();
  return file_of(limen::read_file(folder / "face.jpg").value());
}

}  // namespace

TEST_CASE("face records: the image and its points") {
  const auto bytes = face_record(jpeg(40, 48), 40, 48);
  const auto record = read_face_record(bytes, Strictness::strict).value();
  REQUIRE(record.views.size() == 1);
  CHECK(record.views[0].image_type == 1);
  CHECK(record.views[0].points == std::vector<FeaturePoint>{{1, 0xC1, 7, 9}});
  const auto contents = interchange::read(bytes).value();
  CHECK(contents.format == Format::face_record);
  REQUIRE(contents.faces.size() == 1);
  CHECK(contents.faces[0].height() == 48);
}

TEST_CASE("finger image records: written and read again, raw and WSQ") {
  const Sample fingers[] = {test::finger(FingerPosition::right_index),
                            test::finger(FingerPosition::left_thumb, 33, 47)};
  for (const auto compression : {FingerCompression::raw, FingerCompression::wsq}) {
    const auto bytes = write_finger_image_record(fingers, compression).value();
    const auto record = read_finger_image_record(bytes, Strictness::strict).value();
    REQUIRE(record.views.size() == 2);
    const auto second = decode(record, record.views[1]).value();
    CHECK(second.position == FingerPosition::left_thumb);
    CHECK(second.image.width() == 33);
    CHECK(second.image.resolution == Ppi{500});
    if (compression == FingerCompression::raw) CHECK(second.image == fingers[1].image);
  }
  CHECK_FALSE(write_finger_image_record({}));
  auto other = fingers[0];
  other.image.resolution = {};
  CHECK_FALSE(write_finger_image_record(std::span(&other, 1)));
}

TEST_CASE("finger image records: pixels of other depths, and packed ones of eight bits") {
  const Sample finger = test::finger(FingerPosition::right_index, 12, 10);
  const auto eight = file_of(write_finger_image_record(std::span(&finger, 1), FingerCompression::raw).value());
  constexpr std::size_t depth_at = 28, compression_at = 29, pixels_at = 32 + 14;
  auto packed = eight;
  packed[compression_at] = std::byte{1};
  const auto again = read_finger_image_record(packed, Strictness::strict).value();
  CHECK(decode(again, again.views[0]).value().image == finger.image);
  packed[depth_at] = std::byte{4};
  const auto four = read_finger_image_record(packed).value();
  CHECK(decode(four, four.views[0]).error().code == ErrorCode::unsupported_format);

  Writer twelve(Endian::big);
  twelve.bytes(std::span(eight).first(pixels_at));
  for (const auto pixel : finger.image.pixels()) twelve.u16(static_cast<std::uint16_t>(pixel * 4095 / 255));
  auto deep = file_of(twelve.span());
  deep[depth_at] = std::byte{12};
  const auto length = static_cast<std::uint32_t>(deep.size());
  for (std::size_t i = 0; i < 4; ++i) {
    deep[10 + i] = static_cast<std::byte>(length >> (24 - 8 * i));
    deep[32 + i] = static_cast<std::byte>((length - 32) >> (24 - 8 * i));
  }
  const auto record = read_finger_image_record(deep, Strictness::strict).value();
  CHECK(decode(record, record.views[0]).value().image == finger.image);
  CHECK(decode(record, record.views[0], {.max_pixels = 119}).error().code == ErrorCode::too_large);
}

TEST_CASE("data groups: the passport's wrapping around faces and fingers") {
  const Sample fingers[] = {test::finger(FingerPosition::right_index)};
  const auto dg2 = data_group(0x75, face_record(jpeg(40, 48), 40, 48));
  const auto dg3 = data_group(0x63, file_of(write_finger_image_record(fingers).value()));
  CHECK(sniff(dg2) == Format::data_group);
  CHECK(interchange::read(dg2).value().faces.size() == 1);
  CHECK(interchange::read(dg3).value().fingers.size() == 1);
  CHECK(data_group_blocks(tlv(0x65, {std::byte{1}})).error().message.find("39794") != std::string::npos);
  CHECK_FALSE(data_group_blocks(tlv(0x75, tlv(0x7F61, {}))));
}

TEST_CASE("formats: each is told from its bytes") {
  CHECK(sniff(test::criminal_search()) == Format::an2k);
  CHECK(sniff(jpeg(40, 40)) == Format::image);
  CHECK(sniff(file_of("<?xml")) == Format::an2k_xml);
  CHECK(sniff({}) == Format::unknown);
  MinutiaeRecord record;
  record.views.emplace_back();
  record.views[0].width = record.views[0].height = 100;
  record.views[0].minutiae.push_back({3, 4, 5, 1, 60});
  const auto contents = interchange::read(write_minutiae_record(record).value()).value();
  CHECK(contents.templates.size() == 1);
  const auto search = interchange::read(test::criminal_search()).value();
  CHECK(search.fingers.size() == 2);
  CHECK(search.diagnostics.empty());
  CHECK(interchange::read(file_of("<?xml")).error().code == ErrorCode::unsupported_format);
  CHECK_FALSE(interchange::read({}));
  const auto cbeff = interchange::read(file_of("<?xml version='1.0'?><cbeff:BIR><BDB>Rk1S</BDB></cbeff:BIR>"));
  CHECK(cbeff.error().message.find("BDB") != std::string::npos);
}

TEST_CASE("formats: a WSQ without its last block is read, and complained about, wherever it stands") {
  auto wsq = file_of(io::encode_wsq(test::finger(FingerPosition::right_index, 64, 64).image).value());
  std::size_t last = 0;
  for (std::size_t i = 0; i + 1 < wsq.size(); ++i)
    if (wsq[i] == std::byte{0xFF} && wsq[i + 1] == std::byte{0xA3}) last = i;
  wsq.resize(last);
  wsq.push_back(std::byte{0xFF}), wsq.push_back(std::byte{0xA1});
  auto record = test::type_14(1, 2, 64, 64);
  for (auto& field : record.fields) {
    if (field.number == 11) field.value = {std::byte{'W'}, std::byte{'S'}, std::byte{'Q'}};
    if (field.number == 999) field.value.assign(wsq.begin(), wsq.end());
  }
  const auto transaction = test::an2k_file({test::type_1(), record});
  for (const auto& file : {wsq, transaction}) {
    const auto contents = interchange::read(file).value();
    CHECK(contents.fingers.size() == 1);
    REQUIRE(contents.diagnostics.size() == 1);
    CHECK(contents.diagnostics[0].code == "image_mended");
    CHECK(contents.diagnostics[0].text.find("last block") != std::string::npos);
  }
  const auto findings = lint(an2k::read(transaction).value());
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule == "image_mended");
  CHECK(findings[0].field == "14.999");
}

TEST_CASE("image records: damaged at every byte, refused or read") {
  Sample small = test::finger(FingerPosition::right_index, 12, 10);
  const auto fir = file_of(write_finger_image_record(std::span(&small, 1), FingerCompression::raw).value());
  const auto fac = face_record(File(30, std::byte{7}), 40, 48);
  std::size_t refused = 0;
  for (const auto& file : {fir, fac, data_group(0x75, fac), data_group(0x63, fir)})
    test::for_each_mutation(
        file, [&](const File& damaged) { refused += !interchange::read(damaged, {.max_pixels = 100'000}); });
  CHECK(refused > 300);
}

TEST_CASE("face records: the sample") {
  const auto data = test::data_dir();
  if (!data) return test::skip("no data folder");
  const auto bytes = limen::read_file(*data / "interchange" / "iso19794-5" / "face01.iso2005").value();
  const auto record = read_face_record(bytes).value();
  REQUIRE(record.views.size() == 1);
  CHECK(record.views[0].points.size() == 4);
  const auto contents = interchange::read(bytes).value();
  REQUIRE(contents.faces.size() == 1);
  CHECK(contents.faces[0].width() == record.views[0].width);
  CHECK(contents.faces[0].height() == record.views[0].height);
}
