#include "limen/interchange/lint.hpp"

#include <map>
#include <set>

#include "limen/core/file.hpp"

#include "inti_samples.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::interchange;
using an2k::Edit;
using limen::test::File;
using limen::test::file_of;

namespace {

// One change to a faultless transaction and the finding that it must bring. A null value removes the field.
struct Case {
  const char* base;
  std::size_t record;
  unsigned field;
  const char* value;
  int code;
  const char* rule;
  const char* name;
};

// clang-format off
constexpr Case cases[] = {
    {"criminal", 0, 2, nullptr, 101, "missing", "1.002"},
    {"criminal", 0, 4, nullptr, 101, "missing", "1.004"},
    {"criminal", 0, 5, nullptr, 101, "missing", "1.005"},
    {"criminal", 0, 9, nullptr, 101, "missing", "1.009"},
    {"criminal", 0, 11, nullptr, 101, "missing", "1.011"},
    {"criminal", 0, 12, nullptr, 101, "missing", "1.012"},
    {"criminal", 0, 13, nullptr, 101, "missing", "1.013"},
    {"criminal", 0, 2, "0502", 109, "content", "1.002"},
    {"criminal", 0, 2, "0700", 110, "content", "1.002"},
    {"criminal", 0, 2, "06", 106, "too_short", "1.002"},
    {"criminal", 0, 2, "06000", 107, "too_long", "1.002"},
    {"criminal", 0, 2, "06x0", 108, "content", "1.002"},
    {"criminal", 0, 4, "PMS", 116, "transaction", "1.004"},
    {"criminal", 0, 5, "20260230", 112, "content", "1.005"},
    {"criminal", 0, 6, "0", 109, "content", "1.006"},
    {"criminal", 0, 7, "", 106, "too_short", "1.007"},
    {"criminal", 0, 8, "X\x7F" "Y", 111, "content", "1.008"},
    {"criminal", 0, 9, "19125458357683J", 201, "content", "1.009"},
    {"criminal", 0, 10, "19125458357684J", 103, "reference", "1.010"},
    {"criminal", 0, 10, "1", 106, "too_short", "1.010"},
    {"criminal", 0, 11, "19,69", 115, "content", "1.011"},
    {"criminal", 0, 12, "1.969", 115, "content", "1.012"},
    {"criminal", 0, 13, "INT-I", 105, "items", "1.013"},
    {"criminal", 0, 13, "INT-I\x1F" "05.03", 115, "content", "1.013-B"},
    {"criminal", 0, 14, "20260102101500", 106, "too_short", "1.014"},
    {"criminal", 0, 14, "20261302101500Z", 112, "content", "1.014"},
    {"criminal", 0, 14, "20260102251500Z", 113, "content", "1.014"},
    {"criminal", 0, 14, "2026010210150xZ", 114, "content", "1.014"},
    {"criminal", 0, 15, "5\x1F" "X", 115, "content", "1.015-A"},
    {"criminal", 0, 15, "3\x1F" "ABCDEFGHIJKLMNOPQ", 107, "too_long", "1.015-B"},
    {"criminal", 0, 16, "a", 103, "forbidden", "1.016"},
    {"criminal", 0, 17, "one", 105, "items", "1.017"},
    {"criminal", 1, 8, "a-b", 111, "content", "2.008"},
    {"criminal", 1, 10, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 107, "too_long", "2.010"},
    {"criminal", 1, 19, "20250229", 112, "content", "2.019"},
    {"criminal", 1, 20, "24:00", 113, "content", "2.020"},
    {"criminal", 1, 21, "1A", 111, "content", "2.021"},
    {"criminal", 1, 35, "19810229", 112, "content", "2.035"},
    {"criminal", 1, 36, "19800101-19791231", 112, "content", "2.036"},
    {"criminal", 1, 36, "19790101-19791231", 103, "date_and_range", "2.036"},
    {"criminal", 1, 56, "20250101-20251231", 103, "date_and_range", "2.056"},
    {"criminal", 1, 37, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 107, "too_long", "2.037"},
    {"criminal", 1, 38, "DE", 106, "too_short", "2.038"},
    {"criminal", 1, 39, "X", 115, "content", "2.039"},
    {"criminal", 1, 40, "W", 103, "forbidden", "2.040"},
    {"criminal", 1, 99, "x", 103, "undefined", "2.099"},
    {"criminal", 2, 3, "2", 115, "content", "14.003"},
    {"criminal", 2, 4, nullptr, 101, "missing", "14.004"},
    {"criminal", 2, 5, "2026", 106, "too_short", "14.005"},
    {"criminal", 2, 6, "49", 118, "image_size", "14.006"},
    {"criminal", 2, 7, "4", 106, "too_short", "14.007"},
    {"criminal", 2, 6, "x9", 108, "content", "14.006"},
    {"criminal", 2, 8, "2", 110, "content", "14.008"},
    {"criminal", 2, 9, "600", 115, "content", "14.009"},
    {"criminal", 2, 10, "1000", 115, "square_pixels", "14.010"},
    {"criminal", 2, 11, "JPEGB", 115, "content", "14.011"},
    {"criminal", 2, 999, "xx", 117, "image_data", "14.999"},
    {"criminal", 2, 12, "16", 110, "content", "14.012"},
    {"criminal", 2, 13, "16", 110, "content", "14.013"},
    {"criminal", 2, 13, nullptr, 101, "missing", "14.013"},
    {"criminal", 2, 13, "7", 503, "finger_repeated", "14.013"},
    {"criminal", 2, 13, "13", 101, "segments", "14.021"},
    {"criminal", 2, 18, "2\x1F" "ZZ", 115, "content", "14.018-B"},
    {"criminal", 2, 18, "2", 105, "items", "14.018"},
    {"criminal", 2, 18, "11\x1F" "XX", 110, "content", "14.018-A"},
    {"criminal", 2, 21, "2\x1F" "0\x1F" "9\x1F" "0\x1F" "9", 103, "segments_of_finger", "14.021"},
    {"criminal", 2, 21, "2\x1F" "9\x1F" "0\x1F" "0\x1F" "9", 117, "segment", "14.021"},
    {"criminal", 2, 21, "2\x1F" "0\x1F" "9\x1F" "0\x1F" "9\x1E" "2\x1F" "0\x1F" "9\x1F" "0\x1F" "9", 503, "segment_repeated", "14.021"},
    {"criminal", 2, 21, "2\x1F" "0\x1F" "9\x1F" "0\x1F" "9\x1E" "2\x1F" "0\x1F" "9\x1F" "0\x1F" "9\x1E" "2\x1F" "0\x1F" "9\x1F" "0\x1F" "9\x1E" "2\x1F" "0\x1F" "9\x1F" "0\x1F" "9\x1E" "2\x1F" "0\x1F" "9\x1F" "0\x1F" "9", 104, "times", "14.021"},
    {"criminal", 2, 22, "2\x1F" "6", 115, "content", "14.022-B"},
    {"criminal", 2, 24, "2\x1F" "101\x1F" "000F\x1F" "1", 115, "content", "14.024-B"},
    {"criminal", 2, 24, "2\x1F" "90\x1F" "00G0\x1F" "1", 111, "content", "14.024-C"},
    {"criminal", 2, 24, "2\x1F" "90\x1F" "000F\x1F" "0", 109, "content", "14.024-D"},
    {"criminal", 2, 999, nullptr, 101, "amputation", "14.018"},
    {"criminal", 2, 20, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 107, "too_long", "14.020"},
    {"criminal", 2, 2, "07", 115, "idc_mismatch", "14.002"},
    {"criminal", 2, 150, "x", 103, "undefined", "14.150"},
    {"latent", 2, 3, "0", 109, "content", "13.003"},
    {"latent", 2, 8, "0", 109, "content", "13.008"},
    {"latent", 2, 12, "7", 109, "content", "13.012"},
    {"latent", 2, 13, "11", 115, "content", "13.013"},
    {"latent", 2, 11, "TIFF", 115, "content", "13.011"},
    {"latent", 2, 7, "41", 117, "image_data", "13.999"},
    {"result", 0, 10, nullptr, 101, "reference", "1.010"},
    {"result", 1, 64, nullptr, 101, "payload", "2.064"},
    {"result", 1, 64, "1\x1F" "true", 105, "items", "2.064"},
    {"result", 1, 64, "4\x1F" "true\x1F" "3\x1F" "CPS\x1F" "I", 115, "respondents", "2.064"},
    {"result", 1, 64, "1\x1F" "yes\x1F" "3\x1F" "CPS\x1F" "I", 115, "respondents", "2.064"},
    {"result", 1, 64, "1\x1F" "true\x1F" "3\x1F" "XXX\x1F" "I", 115, "respondents", "2.064"},
    {"error", 1, 74, "1\x1F" "NAM\x1F" "x", 106, "too_short", "2.074-A"},
    {"error", 1, 74, "101\x1F" "NAME\x1F" "x", 107, "too_long", "2.074-B"},
    {"error", 1, 74, nullptr, 101, "payload", "2.074"},
};
// clang-format on

std::map<std::string, File> bases() {
  const inti::Respondent respondents[] = {{true,
                                           {{10,
                                             "DEU\x1F"
                                             "1"}}},
                                          {false,
                                           {{10,
                                             "FRA\x1F"
                                             "2"}}},
                                          {false, {}}};
  const auto results =
      inti::build_results(test::envelope(), "19125458357684J", inti::Search::criminal, respondents).value();
  const inti::ErrorItem items[] = {{101, "NAM", "MANDATORY ELEMENT MISSING"}};
  return {{"criminal", test::criminal_search()},
          {"latent", test::latent_search()},
          {"result", file_of(results[0])},
          {"error", file_of(inti::build_error(test::envelope(), "19125458357684J", items).value())}};
}

File edited(const File& base, const Case& c) {
  const auto file = an2k::read(base).value();
  Edit edit{.kind = c.value == nullptr ? Edit::Kind::remove_field : Edit::Kind::set_field,
            .record = c.record,
            .field = c.field};
  if (c.value != nullptr) {
    const auto bytes = file_of(std::string_view(c.value));
    edit.value.assign(bytes.begin(), bytes.end());
  }
  return file_of(an2k::apply(file, std::span(&edit, 1)).value());
}

bool found(const std::vector<Finding>& findings, int code, std::string_view rule, std::string_view field) {
  for (const auto& f : findings)
    if (f.code == code && f.rule == rule && f.field == field) return true;
  return false;
}

std::string all(const std::vector<Finding>& findings) {
  std::string text;
  for (const auto& f : findings) text += to_string(f) + "\n";
  return text;
}

}  // namespace

TEST_CASE("lint: what the builders make has no fault") {
  for (const auto& base : bases()) {
    const auto file = an2k::read(base.second, Strictness::strict).value();
    CHECK(profile_of(file) == Profile::int_i);
    const auto findings = lint(file);
    CHECK_MESSAGE(findings.empty(), base.first << ": " << all(findings));
  }
}

TEST_CASE("lint: every change brings its finding, with INTERPOL's number, the field and what would be right") {
  const auto base = bases();
  std::set<std::tuple<int, std::string, std::string>> distinct;
  for (const auto& c : cases) {
    CAPTURE(c.name);
    CAPTURE(c.rule);
    CAPTURE(c.code);
    const auto bytes = edited(base.at(c.base), c);
    const auto file = an2k::read(bytes).value();
    const auto findings = lint(file, Profile::int_i);
    CHECK_MESSAGE(found(findings, c.code, c.rule, c.name), all(findings));
    distinct.emplace(c.code, c.rule, c.name);
    for (const auto& f : findings) {
      CHECK(f.offset < bytes.size());
      CHECK(!error_text(f.code).empty());
    }
  }
  CHECK(distinct.size() >= 60);
}

TEST_CASE("lint: records that do not belong, are missing, or are there twice") {
  auto records = test::ordinary();
  records[0] = test::type_1("CPS");
  const auto findings_of = [&](const std::vector<an2k::DraftRecord>& list) {
    const auto bytes = test::an2k_file(list);
    return lint(an2k::read(bytes).value(), Profile::int_i);
  };
  an2k::DraftRecord iris{.type = 17, .idc = 1};
  iris.add(3, "1");
  CHECK(found(findings_of({records[0], records[1], iris}), 102, "record_type", ""));
  CHECK(found(findings_of({records[0], records[1]}), 502, "fingers", ""));
  CHECK(found(findings_of({test::type_1("MPS"), records[1]}), 502, "latent", ""));
  CHECK(found(findings_of({records[0], records[2]}), 101, "descriptive", ""));
  CHECK(found(findings_of({records[0], records[1], test::type_2(3)}), 104, "descriptive", ""));
  CHECK(found(findings_of({records[0], records[1], test::type_4(1, 7, 9, 5)}), 109, "content", "4.006"));
  CHECK(found(findings_of({records[0], records[1], test::type_4(1, 16, 12, 12)}), 115, "content", "4.004"));
  CHECK(found(findings_of({records[0], records[1], test::type_4(1, 7, 12, 12), test::type_4(2, 7, 12, 12)}), 503,
              "finger_repeated", "4.004"));
  CHECK(found(findings_of({records[0], records[1],
                           test::type_14(2, 13, 30, 30,
                                         "7\x1F"
                                         "0\x1F"
                                         "9\x1F"
                                         "0\x1F"
                                         "9")}),
              503, "segment_hand", "14.021"));
  an2k::DraftRecord minutiae{.type = 9, .idc = 5};
  minutiae.add(3, "0").add(4, "S").add(10, "3").add(12,
                                                    "001\x1F"
                                                    "05081524270");
  const auto findings = findings_of({records[0], records[1], minutiae});
  CHECK(found(findings, 117, "minutiae_image", "9.002"));
  CHECK(found(findings, 117, "minutiae_count", "9.010"));
}

TEST_CASE("lint: without the profile only what holds for all") {
  const auto bytes =
      test::an2k_file({test::type_1("AMN"), test::type_2(), test::type_4(1, 7, 12, 12), test::type_14(2, 2, 11, 6)});
  const auto file = an2k::read(bytes).value();
  CHECK(profile_of(file) == Profile::standard);
  CHECK_MESSAGE(lint(file).empty(), all(lint(file)));
  CHECK(lint(file, Profile::int_i).size() > 5);
}

TEST_CASE("lint: findings are bounded and texts are safe to print") {
  std::string many;
  for (int i = 0; i < 5000; ++i)
    many +=
        "x\x1F"
        "y\x1E";
  const auto bytes = test::an2k_file({test::type_1("CPS"), test::type_2().add(74, many)});
  const auto findings = lint(an2k::read(bytes).value(), Profile::int_i);
  CHECK(findings.size() <= 1000);
  for (const auto& f : findings)
    for (const char c : f.found) CHECK((static_cast<unsigned char>(c) >= 0x20));
}

TEST_CASE("lint: damaged at every byte, a report") {
  const auto bytes = test::criminal_search();
  std::size_t count = 0;
  test::for_each_mutation(
      bytes,
      [&](const File& damaged) {
        const auto file = an2k::read(damaged);
        if (!file) return;
        const auto findings = lint(*file);
        count += findings.size();
        std::size_t before = 0;
        for (const auto& f : findings) {  // in the file's order, and all is said
          CHECK(f.offset >= before);
          CHECK_MESSAGE((!f.found.empty() || !f.field.empty()), to_string(f));
          CHECK_MESSAGE((f.code > 0 && !f.rule.empty() && !f.expected.empty()), to_string(f));
          before = f.offset;
        }
      },
      7);
  CHECK(count > 100);
}

TEST_CASE("lint: the samples") {
  const auto data = test::data_dir();
  if (!data) return test::skip("no data folder");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / "interchange" / "an2k")) {
    const auto extension = entry.path().extension().string();
    if (extension != ".an2" && extension != ".an2k" && extension != ".nst") continue;
    CAPTURE(entry.path().filename().string());
    const auto bytes = limen::read_file(entry.path()).value();
    const auto file = an2k::read(bytes).value();
    const auto findings = lint(file);
    if (entry.path().filename() == "type9-15.an2k") CHECK(found(findings, 115, "idc_mismatch", "9.002"));
    if (entry.path().filename() == "type-10-tattoo-zoom.an2") CHECK(found(findings, 115, "idc_repeated", "10.002"));
    CHECK(findings.size() < 200);
  }
}
