// The files in tests/data/interchange, which tests/fuzz/make_seeds.cpp wrote: every later version reads them alike.
#include <filesystem>

#include "limen/core/file.hpp"
#include "limen/interchange/formats.hpp"
#include "limen/interchange/lint.hpp"
#include "limen/interchange/minutiae_record.hpp"
#include "limen/io/wsq.hpp"

#include "an2k_samples.hpp"
#include "mutations.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::interchange;

namespace {

const std::filesystem::path folder = std::filesystem::path(LIMEN_TEST_DATA) / "interchange";

MinutiaeFormat card_format(const std::filesystem::path& path) {
  return path.stem() == "iso_card_compact" ? MinutiaeFormat::iso_card_compact : MinutiaeFormat::iso_card_normal;
}

}  // namespace

TEST_CASE("corpus: the good files are read without a complaint") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "good")) {
    CAPTURE(entry.path().filename().string());
    const auto bytes = limen::read_file(entry.path()).value();
    ++files;
    if (entry.path().extension() == ".card") {
      CHECK(read_minutiae_card(bytes, card_format(entry.path())).value().views[0].minutiae.size() == 12);
      continue;
    }
    const auto contents = read(bytes);
    REQUIRE_MESSAGE(contents, (contents ? "" : contents.error().message));
    CHECK(contents->diagnostics.empty());
    if (entry.path().extension() == ".nist") CHECK(lint(an2k::read(bytes).value()).empty());
  }
  CHECK(files == 21);
}

TEST_CASE("corpus: the bad files are refused or complained about") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "bad")) {
    CAPTURE(entry.path().filename().string());
    const auto contents = read(limen::read_file(entry.path()).value());
    CHECK((!contents || !contents->diagnostics.empty() || contents->format == Format::image));
    ++files;
  }
  CHECK(files == 38);
}

TEST_CASE("corpus: damaged at every byte, whatever comes in is read or refused in bounded time") {
  std::size_t tried = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "good")) {
    const auto bytes = test::file_of(limen::read_file(entry.path()).value());
    const std::size_t step = 1 + bytes.size() / 400;
    test::for_each_mutation(
        bytes, [&](const test::File& damaged) { (void)read(damaged, {.max_pixels = 100'000}), ++tried; }, step);
  }
  CHECK(tried > 5000);
}

TEST_CASE("corpus: many images that say they are large cost no more than one") {
  // Two hundred records, each a WSQ that says 8000 x 8000 pixels and breaks off in its first block.
  Image noise(16, 16);
  for (std::size_t i = 0; i < noise.pixels().size(); ++i) noise.pixels()[i] = static_cast<std::uint8_t>(i * i * 7);
  auto wsq = test::file_of(io::encode_wsq(noise).value());
  for (std::size_t i = 0; i + 10 < wsq.size(); ++i)
    if (wsq[i] == std::byte{0xFF} && wsq[i + 1] == std::byte{0xA2})
      for (const std::size_t at : {i + 6, i + 8}) wsq[at] = std::byte{8000 >> 8}, wsq[at + 1] = std::byte{8000 & 0xFF};
  std::vector records{test::type_1()};
  for (int n = 1; n < 200; ++n) {
    auto record = test::type_14(n % 100, 1, 16, 16);
    for (auto& field : record.fields) {
      const auto set = [&](std::span<const std::byte> value) { field.value.assign(value.begin(), value.end()); };
      if (field.number == 11) set(std::as_bytes(std::span("WSQ20", 5)));
      if (field.number == 999) set(wsq);
    }
    records.push_back(record);
  }
  const auto bytes = test::an2k_file(records);
  const auto contents = read(bytes, {.max_pixels = 70'000'000});
  REQUIRE(contents);
  CHECK(contents->fingers.size() <= 1);
  std::size_t too_large = 0;
  for (const auto& d : contents->diagnostics) too_large += d.text.find("at most 6000000") != std::string::npos;
  CHECK(too_large == 198);  // the first was tried, and charged
}
