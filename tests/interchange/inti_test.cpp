#include "limen/interchange/inti.hpp"

#include <fstream>
#include <sstream>

#include "limen/interchange/an2k_image.hpp"

#include "inti_samples.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::interchange;

TEST_CASE("INT-I: the check letter of transaction numbers") {
  CHECK(inti::valid_tcn("19125458357683H"));
  CHECK(inti::valid_tcn("19125458357684J"));
  CHECK_FALSE(inti::valid_tcn("19125458357683J"));
  CHECK_FALSE(inti::valid_tcn("19125458357683"));
  CHECK_FALSE(inti::valid_tcn("1912545835768xH"));
  CHECK(inti::make_tcn(19, 125458357683) == "19125458357683H");
  for (std::uint64_t i = 0; i < 100; ++i) CHECK(inti::valid_tcn(inti::make_tcn(26, i * 7919)));
}

TEST_CASE("INT-I: the numbers in INTERPOL's own samples check") {
  const auto data = test::data_dir();
  if (!data) return test::skip("no data folder");
  std::ifstream in(*data / "interchange" / "int-i" / "Sample-ERR-INT-ITransaction.xml");
  std::stringstream text;
  text << in.rdbuf();
  const auto xml = text.str();
  int numbers = 0;
  for (auto at = xml.find("<nc:IdentificationID>"); at != std::string::npos;
       at = xml.find("<nc:IdentificationID>", at + 1)) {
    const auto value = xml.substr(at + 21, 16);
    if (value[15] != '<') continue;
    CHECK(inti::valid_tcn(value.substr(0, 15)));
    ++numbers;
  }
  CHECK(numbers == 2);
}

TEST_CASE("INT-I: a search holds its fingers and its person") {
  const auto bytes = test::criminal_search();
  const auto file = an2k::read(bytes, Strictness::strict).value();
  REQUIRE(file.records.size() == 4);
  CHECK(file.records[0].value(4) == "CPS");
  CHECK(file.records[1].value(30) == "Doe\x1FJane");
  const auto fingers = an2k::fingers(file, file.records[3]).value();
  CHECK(fingers[0].position == FingerPosition::left_index);
  CHECK(fingers[0].image.width() == 48);
}

TEST_CASE("INT-I: what must not travel is refused") {
  const Sample fingers[] = {test::finger(FingerPosition::right_index)};
  const auto build = [&](const inti::Envelope& envelope, const inti::Descriptive& person,
                         std::span<const Sample> samples) {
    return inti::build(inti::Search::criminal, envelope, person, samples, "XX");
  };
  CHECK(build(test::envelope(), {}, fingers));
  CHECK_FALSE(build(test::envelope(), {{40, "W"}}, fingers));
  CHECK_FALSE(build(test::envelope(), {{1, "9"}}, fingers));
  CHECK_FALSE(build(test::envelope(), {}, {}));
  auto envelope = test::envelope();
  envelope.tcn = "19125458357683X";
  CHECK_FALSE(build(envelope, {}, fingers));
  auto other = fingers[0];
  other.image.resolution = {1000};
  CHECK_FALSE(build(test::envelope(), {}, std::span(&other, 1)));
  other = fingers[0];
  other.position = FingerPosition::unknown;
  CHECK_FALSE(build(test::envelope(), {}, std::span(&other, 1)));
}

TEST_CASE("INT-I: the answers to one search are put together again, in any order, also twice, also with gaps") {
  const inti::Respondent candidates[] = {{true, {{10, "A"}}}, {false, {{10, "B"}}}, {false, {{10, "C"}}}};
  const auto messages =
      inti::build_results(test::envelope(), "19125458357684J", inti::Search::criminal, candidates).value();
  REQUIRE(messages.size() == 3);
  std::vector<inti::ResultMessage> received;
  for (const std::size_t i : {2U, 0U, 2U})
    received.push_back(inti::parse_result(an2k::read(messages[i]).value()).value());
  CHECK(received[1].verified);
  CHECK(received[0].tcn != received[1].tcn);
  CHECK(received[0].fields == inti::Descriptive{{10, "C"}});
  const auto results = inti::reassemble(received);
  REQUIRE(results.size() == 1);
  CHECK(results[0].hit);
  CHECK(results[0].total == 3);
  CHECK(results[0].candidates.size() == 2);
  CHECK(results[0].missing == std::vector<int>{2});

  const auto none = inti::build_results(test::envelope(), "19125458357684J", inti::Search::latent, {}).value();
  REQUIRE(none.size() == 1);
  const auto answer = inti::parse_result(an2k::read(none[0]).value()).value();
  CHECK_FALSE(answer.hit);
  CHECK(answer.category == "MPS");
  CHECK(inti::reassemble(std::span(&answer, 1))[0].missing.empty());
}

TEST_CASE("INT-I: an error message and back") {
  const inti::ErrorItem items[] = {{101, "NAM", "MANDATORY ELEMENT MISSING"}, {503, "FGP", "SEQUENCE"}};
  const auto bytes = inti::build_error(test::envelope(), "19125458357684J", items).value();
  const auto message = inti::parse_error(an2k::read(bytes).value()).value();
  CHECK(message.tcr == "19125458357684J");
  REQUIRE(message.items.size() == 2);
  CHECK(message.items[1].code == 503);
  CHECK(message.items[1].field == "FGP");
  CHECK_FALSE(inti::parse_result(an2k::read(bytes).value()));
  CHECK_FALSE(inti::build_error(test::envelope(), "", {}));
}

TEST_CASE("INT-I: results damaged at every byte are refused or read") {
  const inti::Respondent candidates[] = {{true, {{10, "A"}}}};
  const auto bytes = test::file_of(
      inti::build_results(test::envelope(), "19125458357684J", inti::Search::criminal, candidates).value()[0]);
  std::size_t refused = 0;
  test::for_each_mutation(bytes, [&](const test::File& damaged) {
    const auto file = an2k::read(damaged);
    if (file) refused += !inti::parse_result(*file);
    if (file) (void)inti::parse_error(*file);
  });
  CHECK(refused > 10);
}
