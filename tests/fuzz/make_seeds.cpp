// make_seeds DIR: writes DIR/good and DIR/bad, small files of every format made by our own writers and their mutations.
#include <cstdio>
#include <filesystem>
#include <string>

#include "limen/core/file.hpp"
#include "limen/interchange/image_records.hpp"
#include "limen/interchange/minutiae_template.hpp"
#include "limen/io/image_file.hpp"
#include "limen/io/wsq.hpp"

#include "tests/interchange/image_samples.hpp"
#include "tests/interchange/inti_samples.hpp"
#include "tests/io/lossless_jpeg.hpp"

namespace {

using namespace limen;
using namespace limen::interchange;
using test::File;

struct Seed {
  std::string name;
  File bytes;
};

MinutiaeRecord minutiae(MinutiaeFormat format) {
  fingerprint::Template finger;
  finger.position = FingerPosition::right_index;
  finger.width = 200, finger.height = 240, finger.quality_value = 80;
  for (int i = 0; i < 12; ++i)
    finger.minutiae.push_back(
        fingerprint::on_grid({20.0F + 13.0F * static_cast<float>(i), 200.0F - 11.0F * static_cast<float>(i),
                              0.5F * static_cast<float>(i), 0.9F - 0.05F * static_cast<float>(i),
                              i % 2 == 0 ? fingerprint::MinutiaKind::ending : fingerprint::MinutiaKind::bifurcation}));
  MinutiaeRecord record;
  record.format = format;
  if (to_string(format).starts_with("ansi")) record.owner = 0x0101;
  record.views.push_back(to_view(finger, format));
  return record;
}

// A small colour picture as JPEG, which the library writes to files only.
File jpeg() {
  const auto path = std::filesystem::temp_directory_path() / "limen-make-seeds.jpg";
  io::write_image(path, Image(24, 32, PixelFormat::rgb8)).value();
  const auto bytes = test::file_of(limen::read_file(path).value());
  std::filesystem::remove(path);
  return bytes;
}

// A Type-8 record: two lines of T.6, three white, two black and three white pixels each.
an2k::DraftRecord fax() {
  Writer body(Endian::big);
  for (const int byte : {0, 1, 0, 0, 8, 0, 2, 0x31, 0xF8, 0x00, 0x80, 0x08, 0x00})
    body.u8(static_cast<std::uint8_t>(byte));
  return {.type = 8, .idc = 1, .binary = body.take()};
}

std::vector<Seed> good() {
  std::vector<Seed> seeds;
  for (const auto format : minutiae_formats)
    seeds.push_back({std::string(to_string(format)) + (to_string(format).starts_with("iso_card") ? ".card" : ".fmr"),
                     test::file_of(write_minutiae_record(minutiae(format)).value())});
  seeds.push_back({"ordinary.an2", test::an2k_file(test::ordinary())});
  an2k::DraftRecord m1{.type = 9, .idc = 2};
  m1.add(3, "0").add(4, "U").add(128, "11").add(129, "6").add(130, "1").add(131, "500").add(132, "500").add(134, "02");
  m1.add(137,
         "001\x1F"
         "5\x1F"
         "3\x1F"
         "45\x1F"
         "1\x1F"
         "90");
  auto with_minutiae = test::ordinary();
  with_minutiae.push_back(m1);
  seeds.push_back({"minutiae.an2", test::an2k_file(with_minutiae)});
  seeds.push_back({"search.nist", test::criminal_search()});
  seeds.push_back({"latent.nist", test::latent_search()});
  const inti::Respondent candidates[] = {{true, {{10, "A"}}}};
  seeds.push_back(
      {"result.nist",
       test::file_of(
           inti::build_results(test::envelope(), "19125458357684J", inti::Search::criminal, candidates).value()[0])});
  const inti::ErrorItem items[] = {{101, "NAM", "MANDATORY ELEMENT MISSING"}};
  seeds.push_back({"error.nist", test::file_of(inti::build_error(test::envelope(), "19125458357684J", items).value())});
  const auto finger = test::finger(FingerPosition::right_index, 32, 24);
  seeds.push_back({"finger.wsq", test::file_of(io::encode_wsq(finger.image, {.bits_per_pixel = 1.5}).value())});
  for (const auto compression : {FingerCompression::raw, FingerCompression::wsq})
    seeds.push_back({compression == FingerCompression::raw ? "raw.fir" : "wsq.fir",
                     test::file_of(write_finger_image_record(std::span(&finger, 1), compression).value())});
  const auto record = test::face_record(jpeg(), 24, 32);
  seeds.push_back({"face.fac", record});
  seeds.push_back({"dg2.bin", test::data_group(0x75, record)});
  seeds.push_back({"dg3.bin", test::data_group(0x63, seeds[seeds.size() - 3].bytes)});
  const test::lossless_jpeg::Planes planes{5, 4, {{9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 255, 254, 100, 5, 5, 5, 5, 5, 5, 5}}};
  seeds.push_back({"lossless.jpg", test::lossless_jpeg::Encoder(planes, {.predictor = 4}).run()});
  seeds.push_back({"signature.an2", test::an2k_file({test::type_1(), fax()})});
  return seeds;
}

// Three flaws of each: cut in the middle, a length of all ones, and data behind the end.
std::vector<Seed> bad(const std::vector<Seed>& seeds) {
  std::vector<Seed> out;
  for (const auto& [name, bytes] : seeds) {
    if (name.ends_with(".card")) continue;  // a card is nothing but its minutiae: any whole number of them is one
    out.push_back({"cut-" + name, File(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2))});
    auto huge = bytes;
    for (std::size_t i = 8; i < 12; ++i) huge[i] = std::byte{0xFF};
    out.push_back({"length-" + name, huge});
  }
  return out;
}

void write(const std::filesystem::path& folder, const std::vector<Seed>& seeds) {
  std::filesystem::create_directories(folder);
  for (const auto& [name, bytes] : seeds) limen::write_file(folder / name, bytes).value();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "make_seeds DIR\n"), 2;
  const auto seeds = good();
  write(std::filesystem::path(argv[1]) / "good", seeds);
  write(std::filesystem::path(argv[1]) / "bad", bad(seeds));
  return 0;
}
