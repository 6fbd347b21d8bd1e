// Enrols one finger of a person: with a purpose and a retention class, or not at all. Makes key and gallery if needed.
//   enrol watchlist.limen gallery.key "case 2019-0417" right_index print.png
#include <filesystem>
#include <iostream>

#include "limen/fingerprint/extract.hpp"
#include "limen/gallery/gallery.hpp"
#include "limen/io/image_file.hpp"

int main(int argc, char** argv) try {
  const auto position = argc == 6 ? limen::finger_position_from(argv[4]) : std::nullopt;
  if (!position) {
    std::cerr << "usage: enrol GALLERY KEY LABEL POSITION PRINT.png\n";
    return 2;
  }
  const std::filesystem::path gallery_file = argv[1], key_file = argv[2];
  if (!exists(key_file)) limen::privacy::Key::random().save(key_file).value();
  const auto key = limen::privacy::Key::load(key_file).value();
  auto gallery = exists(gallery_file) ? limen::Gallery::open(gallery_file, key).value()
                                      : limen::Gallery::create(gallery_file, key).value();

  const limen::Sample sample{.image = limen::io::read_image(argv[5]).value(), .position = *position};
  const auto subject = gallery.enrol({.label = argv[3],
                                      .purposes = {limen::Purpose::border_check, limen::Purpose::law_enforcement},
                                      .retention_class = "interpol_notice",
                                      .fingers = {limen::fingerprint::extract(sample).value()}});
  std::cout << "subject " << subject.value().value << ", to be reviewed before "
            << limen::to_string(gallery.subject(*subject).value().references[0].expires) << '\n';
} catch (const limen::Exception& error) {
  std::cerr << to_string(error.code()) << ": " << error.what() << '\n';
  return 3;
}
