// One to many: is this finger on the watchlist? What is asked is logged before it is answered; the probe is wiped.
//   screen watchlist.limen gallery.key audit.log right_index print.png
#include <iostream>

#include "limen/fingerprint/extract.hpp"
#include "limen/gallery/gallery.hpp"
#include "limen/io/image_file.hpp"
#include "limen/screening/decide.hpp"

int main(int argc, char** argv) try {
  const auto position = argc == 6 ? limen::finger_position_from(argv[4]) : std::nullopt;
  if (!position) {
    std::cerr << "usage: screen GALLERY KEY AUDIT POSITION PRINT.png\n";
    return 2;
  }
  const auto key = limen::privacy::Key::load(argv[2]).value();
  auto audit = limen::Audit::open(argv[3]).value();
  const limen::ScreenRequest request{
      .officer = "officer 4711", .legal_basis = "Border Act, s. 7", .case_reference = "control point 3"};

  auto image = limen::io::read_image(argv[5]).value();
  auto sample = limen::Sample{std::move(image), *position};
  auto probe = limen::fingerprint::extract(sample).value();
  auto gallery = limen::Gallery::open(argv[1], key).value();
  auto view = gallery.view({.purpose = limen::Purpose::border_check}).value();
  auto found = limen::screen(view, {.fingers = {std::move(probe)}}, request, audit).value();
  auto decision = limen::decide(found, {.fpir = 1e-3}).value();

  for (const auto& candidate : decision.candidates)
    std::cout << "candidate: subject " << candidate.subject.value << ", false-match rate 1e-"
              << candidate.score.natural() << "; a human being has to confirm it\n";
  std::cout << (decision.hit ? "hit" : "no hit") << " among " << found.view_subjects << " subjects; audit entry "
            << found.receipt.sequence << ", head " << to_string(found.receipt.head) << '\n';
  return decision.hit ? 0 : 1;
} catch (const limen::Exception& error) {
  std::cerr << to_string(error.code()) << ": " << error.what() << '\n';
  return 3;
}
