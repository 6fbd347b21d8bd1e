// Makes nobody's fingerprints, so that the other examples have something to work on: two touches of one finger and one
// of another.
//   prints DIRECTORY
#include <filesystem>
#include <iostream>

#include "limen/fingerprint/synthesise.hpp"
#include "limen/io/image_file.hpp"

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: prints DIRECTORY\n";
    return 2;
  }
  using namespace limen::fingerprint::synthesis;
  const std::filesystem::path folder = argv[1];
  create_directories(folder);
  const auto write = [&](const char* name, const Finger& finger, std::uint64_t touch) {
    limen::io::write_image(folder / name, make_impression(finger, touch).value()).value();
  };
  const auto finger = make_finger(2019).value();
  write("enrolled.png", finger, 1);
  write("again.png", finger, 2);
  write("other.png", make_finger(2020).value(), 1);
} catch (const limen::Exception& error) {
  std::cerr << to_string(error.code()) << ": " << error.what() << '\n';
  return 3;
}
