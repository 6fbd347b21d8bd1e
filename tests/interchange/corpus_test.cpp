// The files in tests/data/interchange, which tests/fuzz/make_seeds.cpp wrote: every later version reads them alike.
#include <filesystem>

#include "limen/interchange/formats.hpp"
#include "limen/interchange/lint.hpp"
#include "limen/interchange/minutiae_record.hpp"
#include "limen/io/file.hpp"

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
    const auto bytes = io::read_file(entry.path()).value();
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
    const auto contents = read(io::read_file(entry.path()).value());
    CHECK((!contents || !contents->diagnostics.empty() || contents->format == Format::image));
    ++files;
  }
  CHECK(files == 38);
}

TEST_CASE("corpus: damaged at every byte, whatever comes in is read or refused in bounded time") {
  std::size_t tried = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "good")) {
    const auto bytes = test::file_of(io::read_file(entry.path()).value());
    const std::size_t step = 1 + bytes.size() / 400;
    test::for_each_mutation(
        bytes, [&](const test::File& damaged) { (void)read(damaged, {.max_pixels = 100'000}), ++tried; }, step);
  }
  CHECK(tried > 5000);
}
