#include "limen/interchange/minutiae_record.hpp"

#include <cmath>
#include <fstream>
#include <numbers>
#include <random>
#include <sstream>

#include "limen/core/file.hpp"
#include "limen/interchange/minutiae_template.hpp"

#include "expected_parse.hpp"
#include "mutations.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::interchange;
using limen::test::File;
using limen::test::file_of;

namespace {

MinutiaeRecord sample(MinutiaeFormat format, unsigned views = 2) {
  std::mt19937 random(7);
  const bool compact = format == MinutiaeFormat::iso_card_compact,
             card = compact || format == MinutiaeFormat::iso_card_normal;
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  MinutiaeRecord record;
  record.format = format;
  if (!card) record.device = 181;
  if (to_string(format).substr(0, 4) == "ansi") record.owner = 0x42, record.product = 0x11;
  for (unsigned v = 0; v < (card ? 1 : views); ++v) {
    MinutiaeView view;
    if (!card)
      view.width = 400, view.height = 512, view.quality = 90, view.position = static_cast<std::uint8_t>(7 - 5 * v);
    for (unsigned i = 0; i < 12 + 5 * v; ++i)
      view.minutiae.push_back({static_cast<std::uint16_t>(below(compact ? 256 : 400)),
                               static_cast<std::uint16_t>(below(compact ? 256 : 512)),
                               static_cast<std::uint8_t>(below(static_cast<unsigned>(angle_units(format)))),
                               static_cast<std::uint8_t>(1 + below(2)),
                               static_cast<std::uint8_t>(card ? 0 : 1 + below(100))});
    if (!card && v == 1)
      view.extensions.push_back(
          {1, {std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}, std::byte{0}, std::byte{0}, std::byte{0}}});
    record.views.push_back(std::move(view));
  }
  return record;
}

bool has_code(const Diagnostics& diagnostics, std::string_view code) {
  for (const auto& d : diagnostics)
    if (d.code == code) return true;
  return false;
}

bool is_card(MinutiaeFormat format) { return to_string(format).substr(0, 8) == "iso_card"; }

std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("minutiae records: every format is written and read again, strictly") {
  for (const auto format : minutiae_formats) {
    CAPTURE(to_string(format));
    const auto record = sample(format);
    const auto bytes = write_minutiae_record(record).value();
    if (is_card(format)) {
      CHECK(read_minutiae_card(bytes, format).value() == record);
      continue;
    }
    const auto again = read_minutiae_record(bytes, Strictness::strict);
    REQUIRE_MESSAGE(again, (again ? "" : again.error().message));
    CHECK(again->record == record);
    CHECK(again->diagnostics.empty());
  }
}

TEST_CASE("minutiae records: the ridge counts of the extended data") {
  const auto counts = ridge_counts(sample(MinutiaeFormat::ansi_2004).views[1].extensions[0]);
  CHECK(counts == std::vector<RidgeCount>{{2, 3, 4}});
}

TEST_CASE("minutiae records: a long ANSI 2004 record has a length of six bytes") {
  const auto record = sample(MinutiaeFormat::ansi_2004, 1);
  auto large = record;
  large.views[0].minutiae.resize(255);
  for (int i = 0; i < 47; ++i) large.views.push_back(large.views[0]);
  const auto bytes = write_minutiae_record(large).value();
  REQUIRE(bytes.size() > 0x10000);
  const auto again = read_minutiae_record(bytes, Strictness::strict).value();
  CHECK(again.record.format == MinutiaeFormat::ansi_2004);
  CHECK(again.record == large);
}

TEST_CASE("minutiae records: flaws are listed, and refused by a strict reader") {
  auto bytes = file_of(write_minutiae_record(sample(MinutiaeFormat::iso_2005)).value());
  bytes.push_back(std::byte{0});
  auto reading = read_minutiae_record(bytes).value();
  CHECK(has_code(reading.diagnostics, "trailing_data"));
  CHECK(read_minutiae_record(bytes, Strictness::strict).error().code == ErrorCode::corrupt);
  bytes.pop_back();
  bytes[4] = std::byte{'0'};
  CHECK(has_code(read_minutiae_record(bytes).value().diagnostics, "version"));
  bytes[4] = std::byte{' '};
  bytes[14] = bytes[15] = std::byte{0};
  reading = read_minutiae_record(bytes).value();
  CHECK(has_code(reading.diagnostics, "image_size"));
  CHECK(has_code(reading.diagnostics, "minutia_outside"));
  CHECK(reading.diagnostics[0].offset > 0);
}

TEST_CASE("minutiae records: extended data are read with either meaning of their length") {
  const auto record = sample(MinutiaeFormat::iso_2005);
  auto bytes = file_of(write_minutiae_record(record).value());
  const auto length_at = bytes.size() - record.views[1].extensions[0].data.size() - 1;
  REQUIRE(bytes[length_at] == std::byte{7});
  bytes[length_at] = std::byte{11};
  auto reading = read_minutiae_record(bytes).value();
  CHECK(reading.record == record);
  CHECK(has_code(reading.diagnostics, "extension_length"));
  bytes[length_at] = std::byte{12};
  reading = read_minutiae_record(bytes).value();
  CHECK(reading.record.views[1].minutiae == record.views[1].minutiae);
  CHECK(reading.record.views[1].extensions.empty());
  CHECK(has_code(reading.diagnostics, "extension_dropped"));
}

TEST_CASE("minutiae records: what does not fit is not written") {
  auto record = sample(MinutiaeFormat::iso_2005);
  record.views[0].minutiae[0].angle = 255;
  CHECK(write_minutiae_record(record));
  record.format = MinutiaeFormat::ansi_2004;
  CHECK(write_minutiae_record(record).error().code == ErrorCode::invalid_argument);
  record = sample(MinutiaeFormat::iso_2005);
  record.views[1].width = 300;
  CHECK_FALSE(write_minutiae_record(record));
  record.format = MinutiaeFormat::iso_2011;
  CHECK(write_minutiae_record(record));
  record = sample(MinutiaeFormat::iso_card_compact);
  record.views[0].minutiae[0].x = 256;
  CHECK_FALSE(write_minutiae_record(record));
}

TEST_CASE("minutiae records: cards of a wrong length or with too many minutiae") {
  CHECK_FALSE(read_minutiae_card(File(4), MinutiaeFormat::iso_card_compact));
  CHECK_FALSE(read_minutiae_card(File(3 * 256), MinutiaeFormat::iso_card_compact));
  CHECK_FALSE(read_minutiae_card({}, MinutiaeFormat::iso_card_normal));
  CHECK(read_minutiae_card(File(5), MinutiaeFormat::iso_2005).error().code == ErrorCode::invalid_argument);
}

TEST_CASE("minutiae records: to a template and back, units and sense of the angle") {
  MinutiaeRecord record = sample(MinutiaeFormat::ansi_2004, 1);
  record.views[0].minutiae = {};
  record.views[0].minutiae.push_back({100, 200, 45, 1, 80});  // 90 degrees: upwards
  record.views[0].minutiae.push_back({120, 220, 0, 2, 0});
  const auto finger = to_template(record.views[0], record.format).value();
  CHECK(finger.width == 400);
  CHECK(finger.position == FingerPosition::left_index);
  CHECK(finger.map.empty());
  REQUIRE(finger.minutiae.size() == 2);
  CHECK(finger.minutiae[0].x == 100);
  CHECK(finger.minutiae[0].direction == doctest::Approx(1.5 * std::numbers::pi));  // −y
  CHECK(finger.minutiae[0].kind == fingerprint::MinutiaKind::ending);
  CHECK(finger.minutiae[1].direction == 0);
  CHECK(finger.minutiae[1].quality == doctest::Approx(0.5).epsilon(0.01));
  for (const auto format : minutiae_formats) {
    CAPTURE(to_string(format));
    MinutiaeRecord out;
    out.format = format;
    out.views.push_back(to_view(finger, format));
    REQUIRE(write_minutiae_record(out));
    const auto back = to_template(out.views[0], format).value();
    REQUIRE(back.minutiae.size() == 2);
    const bool compact = format == MinutiaeFormat::iso_card_compact;
    const double moved = compact ? 100 : 0, moved_y = compact ? 200 : 0, step = compact ? 1.0 : 0.26;
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(std::abs(back.minutiae[i].x + moved - finger.minutiae[i].x) <= step);
      CHECK(std::abs(back.minutiae[i].y + moved_y - finger.minutiae[i].y) <= step);
      CHECK(std::abs(std::remainder(back.minutiae[i].direction - finger.minutiae[i].direction, 2 * std::numbers::pi)) <
            0.05);
      CHECK(back.minutiae[i].kind == finger.minutiae[i].kind);
    }
  }
}

TEST_CASE("minutiae records: another resolution is brought to 500 ppi") {
  auto view = sample(MinutiaeFormat::iso_2005, 1).views[0];
  view.x_density = view.y_density = 394;
  view.minutiae = {};
  view.minutiae.push_back({200, 300, 64, 1, 50});
  const auto finger = to_template(view, MinutiaeFormat::iso_2005).value();
  CHECK(finger.width == 200);
  CHECK(finger.minutiae[0].x == 100);
  CHECK(finger.minutiae[0].y == 150);
  view.x_density = 98;
  CHECK_FALSE(to_template(view, MinutiaeFormat::iso_2005));
}

TEST_CASE("minutiae records: minutiae stay where they are if the record's image is too small or has no size") {
  auto view = sample(MinutiaeFormat::iso_2005, 1).views[0];
  view.minutiae = {};
  view.minutiae.push_back({200, 300, 64, 1, 50});
  view.minutiae.push_back({16000, 3, 64, 1, 50});  // where no finger is
  for (const std::uint16_t side : {std::uint16_t{0}, std::uint16_t{150}}) {
    view.width = view.height = side;
    const auto finger = to_template(view, MinutiaeFormat::iso_2005).value();
    REQUIRE(finger.minutiae.size() == 1);
    CHECK(finger.minutiae[0].x == 200);
    CHECK(finger.minutiae[0].y == 300);
    CHECK(finger.width == 201);
    CHECK(finger.height == 301);
  }
}

TEST_CASE("minutiae records: between all formats") {
  for (const auto from : minutiae_formats)
    for (const auto to : minutiae_formats) {
      if (is_card(from) && !is_card(to)) continue;  // a card does not know its image
      CAPTURE(to_string(from));
      CAPTURE(to_string(to));
      auto record = sample(from, 1);
      const auto converted = convert(record, to).value();
      CHECK(converted.views[0].minutiae.size() <= record.views[0].minutiae.size());
      CHECK(write_minutiae_record(converted));
    }
}

TEST_CASE("minutiae records: damaged at every byte, an error or a record") {
  std::size_t refused = 0;
  for (const auto format : minutiae_formats) {
    const auto bytes = file_of(write_minutiae_record(sample(format)).value());
    test::for_each_mutation(bytes, [&](const File& damaged) {
      if (is_card(format))
        refused += !read_minutiae_card(damaged, format);
      else
        refused += !read_minutiae_record(damaged);
      (void)read_minutiae_record(damaged, Strictness::strict);
    });
  }
  CHECK(refused > 500);
}

TEST_CASE("minutiae records: the samples, equal to the expected parse") {
  const auto data = test::data_dir();
  if (!data) return test::skip("no data folder");
  const auto root = *data / "interchange";
  int with_json = 0, files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const auto folder = entry.path().parent_path().filename().string();
    if (folder.substr(0, 4) != "fmr-" || folder == "fmr-iso-card" || entry.path().extension() == ".json") continue;
    CAPTURE(entry.path().string());
    const auto reading = read_minutiae_record(limen::read_file(entry.path()).value());
    REQUIRE_MESSAGE(reading, (reading ? "" : reading.error().message));
    auto name = std::string(to_string(reading->record.format));
    std::erase(name, '_');
    std::string expected = folder.substr(4);
    CHECK(name == expected);
    ++files;
    const auto json_path = std::filesystem::path(entry.path()).replace_extension(".json");
    if (entry.path().extension() != ".dat") continue;
    CHECK(test::differences(reading->record, text_of_file(json_path)) == "");
    ++with_json;
  }
  CHECK(with_json == 5);
  CHECK(files == 10);
}
