// Prints format × file × result for every file below a folder. Exit status 1 if a file that is one of limen's formats
// could not be read, did not round-trip, or is not decoded as the reference picture beside it says.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "limen/core/file.hpp"
#include "limen/interchange/an2k_image.hpp"
#include "limen/interchange/an2k_write.hpp"
#include "limen/interchange/formats.hpp"
#include "limen/interchange/image_records.hpp"
#include "limen/interchange/lint.hpp"
#include "limen/interchange/minutiae_record.hpp"
#include "limen/io/wsq.hpp"

#include "tests/interchange/expected_parse.hpp"

namespace {

using namespace limen;
using namespace limen::interchange;
using Bytes = std::span<const std::byte>;

struct Outcome {
  std::string format;
  bool passed = true;
  std::string text;
};

Outcome minutiae(const std::filesystem::path& path, Bytes bytes) {
  const auto reading = read_minutiae_record(bytes);
  if (!reading) return {"minutiae record", false, reading.error().message};
  std::size_t count = 0;
  for (const auto& view : reading->record.views) count += view.minutiae.size();
  Outcome outcome{std::string(to_string(reading->record.format)), true,
                  std::to_string(reading->record.views.size()) + " views, " + std::to_string(count) + " minutiae"};
  const auto written = write_minutiae_record(reading->record);
  const auto again = written ? read_minutiae_record(*written) : Result<MinutiaeReading>(written.error());
  if (!again)
    outcome.text += ", not written: " + again.error().message;
  else if (again->record.views == reading->record.views)
    outcome.text += ", written and read again: equal";
  else
    outcome.passed = false;
  if (const auto json = limen::read_file(std::filesystem::path(path).replace_extension(".json"))) {
    const auto different =
        test::differences(reading->record, {reinterpret_cast<const char*>(json->data()), json->size()});
    outcome.text +=
        different.empty() ? ", equal to the expected parse" : ", DIFFERS from the expected parse:" + different;
    outcome.passed = outcome.passed && different.empty();
  }
  for (const auto& d : reading->diagnostics) outcome.text += "; " + d.code;
  return outcome;
}

Outcome transaction(Bytes bytes) {
  const auto file = an2k::read(bytes);
  if (!file) return {"ANSI/NIST-ITL", false, file.error().message};
  const auto again = an2k::apply(*file, {});
  const bool same = again && std::equal(again->begin(), again->end(), bytes.begin(), bytes.end());
  int images = 0, decoded = 0;
  std::string undecoded;
  for (const auto& record : file->records) {
    const auto image = an2k::image_record(*file, record);
    if (!image) continue;
    ++images;
    const auto pixels = an2k::decode(*image);
    decoded += pixels.has_value();
    if (!pixels && undecoded.find(pixels.error().message) == std::string::npos)
      undecoded += "; " + pixels.error().message;
  }
  std::string text =
      std::to_string(file->records.size()) + " records, round trip " + (same ? "identical" : "DIFFERENT");
  text += ", images " + std::to_string(decoded) + "/" + std::to_string(images) + ", lint " +
          std::to_string(lint(*file).size());
  for (const auto& d : file->diagnostics) text += "; " + d.where + " " + d.code;
  text += undecoded;
  return {"ANSI/NIST-ITL", same && file->complete, text};
}

// Against DIR/…/reference/NAME.pgm: largest difference and share of equal pixels.
Outcome image(const std::filesystem::path& path, Bytes bytes) {
  const auto decoded = io::decode_image(bytes);
  if (!decoded) return {"image", false, decoded.error().message};
  std::string text = std::to_string(decoded->width()) + " x " + std::to_string(decoded->height());
  if (path.extension() != ".wsq") return {"image", true, text};
  const auto name = path.stem().string() + ".pgm";
  for (const auto& folder : {path.parent_path() / "reference", path.parent_path().parent_path() / "reference"}) {
    const auto reference = io::read_image(folder / name);
    if (!reference || reference->pixels().size() != decoded->pixels().size()) continue;
    int largest = 0;
    std::size_t different = 0;
    for (std::size_t i = 0; i < decoded->pixels().size(); ++i) {
      const int d = std::abs(int{decoded->pixels()[i]} - int{reference->pixels()[i]});
      largest = std::max(largest, d);
      different += d != 0;
    }
    const double share = 100.0 * static_cast<double>(different) / static_cast<double>(decoded->pixels().size());
    text +=
        ", reference: largest difference " + std::to_string(largest) + ", different " + std::to_string(share) + " %";
    return {"WSQ", largest <= 1 && share <= 0.1, text};
  }
  return {"WSQ", true, text + ", no reference"};
}

std::optional<MinutiaeFormat> card_format(const std::filesystem::path& path) {
  if (path.extension() == ".ISOCC") return MinutiaeFormat::iso_card_compact;
  if (path.extension() == ".ISONC") return MinutiaeFormat::iso_card_normal;
  return path.extension() == ".card" ? minutiae_format_from(path.stem().string()) : std::nullopt;
}

Outcome judge(const std::filesystem::path& path) {
  const auto bytes = limen::read_file(path);
  if (!bytes) return {"", false, bytes.error().message};
  if (const auto format = card_format(path)) {  // a card's bytes do not say what they are
    const auto card = read_minutiae_card(*bytes, *format);
    if (!card) return {std::string(to_string(*format)), false, card.error().message};
    const auto again = write_minutiae_record(*card);
    const bool same = again && *again == *bytes;
    return {
        std::string(to_string(*format)), same,
        std::to_string(card->views[0].minutiae.size()) + " minutiae, round trip " + (same ? "identical" : "DIFFERENT")};
  }
  switch (sniff(*bytes)) {
    case Format::minutiae_record: return minutiae(path, *bytes);
    case Format::an2k: return transaction(*bytes);
    case Format::an2k_xml: return {"XML", true, "recognised, not supported"};
    case Format::image: return image(path, *bytes);
    default: {
      const auto contents = interchange::read(*bytes);
      if (!contents) return {"", false, contents.error().message};
      return {
          std::string(to_string(contents->format)), true,
          std::to_string(contents->faces.size()) + " faces, " + std::to_string(contents->fingers.size()) + " fingers"};
    }
  }
}

bool skipped(const std::filesystem::path& path) {
  constexpr const char* extensions[] = {".json", ".tsv", ".csv", ".txt", ".md", ""};
  return std::any_of(std::begin(extensions), std::end(extensions),
                     [&](const char* e) { return path.extension() == e; });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || !std::filesystem::is_directory(argv[1])) return std::fprintf(stderr, "limen_conformance DIR\n"), 2;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1]))
    if (entry.is_regular_file() && !skipped(entry.path())) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  int failed = 0;
  for (const auto& path : paths) {
    const auto outcome = judge(path);
    failed += !outcome.passed;
    std::printf("%-4s  %-18s  %-58s  %s\n", outcome.passed ? "ok" : "FAIL", outcome.format.c_str(),
                std::filesystem::relative(path, argv[1]).c_str(), outcome.text.c_str());
  }
  std::printf("%zu files, %d failed\n", paths.size(), failed);
  return failed == 0 ? 0 : 1;
}
