// The seven lines of the README, in the folder in which they find their files (tests/checks/readme.py compares them).
#include <iostream>

#include "limen/fingerprint/extract.hpp"
#include "limen/gallery/gallery.hpp"
#include "limen/io/image_file.hpp"
#include "limen/screening/decide.hpp"

int main() try {
  const auto key = limen::privacy::Key::load("gallery.key").value();
  auto audit = limen::Audit::open("audit-seven.log").value();
  // clang-format off
  auto image    = limen::io::read_image("again.png").value();
  auto sample   = limen::Sample{image, limen::FingerPosition::right_index};
  auto probe    = limen::fingerprint::extract(sample).value();
  auto gallery  = limen::Gallery::open("watchlist.limen", key).value();
  auto view     = gallery.view({.purpose = limen::Purpose::border_check, .legal_basis = "Border Act, s. 7"}).value();
  auto found    = limen::screen(view, {.fingers = {probe}}, {.officer = "4711", .case_reference = "B-17"}, audit).value();
  auto decision = limen::decide(found, {.fpir = 1e-3}).value();
  // clang-format on
  std::cout << (decision.hit ? "hit" : "no hit") << '\n';
} catch (const limen::Exception& error) {
  std::cerr << to_string(error.code()) << ": " << error.what() << '\n';
  return 3;
}
