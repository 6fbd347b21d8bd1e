// One to one: are these two images prints of the same finger?
//   verify A.png B.png
#include <cmath>
#include <iostream>

#include "limen/fingerprint/calibration.hpp"
#include "limen/fingerprint/compare.hpp"
#include "limen/fingerprint/extract.hpp"
#include "limen/io/image_file.hpp"

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: verify A.png B.png\n";
    return 2;
  }
  const auto extract = [](const char* file) {
    return limen::fingerprint::extract({.image = limen::io::read_image(file).value()}).value();
  };
  const auto comparison = limen::fingerprint::compare(extract(argv[1]), extract(argv[2])).value();
  const auto& calibration = limen::fingerprint::calibration(comparison.method);
  const bool same = comparison.score >= calibration.threshold(1e-4);  // one stranger in 10 000 would pass
  std::cout << "score " << comparison.score.natural() << ", false-match rate "
            << std::pow(10, -calibration.minus_log10_fmr(comparison.score)) << ": " << (same ? "a match" : "no match")
            << '\n';
  return same ? 0 : 1;
} catch (const limen::Exception& error) {
  std::cerr << to_string(error.code()) << ": " << error.what() << '\n';
  return 3;
}
