// Whose time has come? Two people are enrolled, one alert is solved, the other person's data are needed by a court:
// what a sweep would do, and what it did.
//   retention FOLDER
#include <filesystem>
#include <iostream>

#include "limen/fingerprint/synthesise.hpp"
#include "limen/gallery/gallery.hpp"

using namespace limen;

namespace {

Enrolment person(const char* label, std::uint64_t seed) {
  return {.label = label,
          .purposes = {Purpose::border_check, Purpose::law_enforcement},
          .retention_class = "sis_arrest",  // five years, then a review; erased at once when it is solved
          .agency = "police of Y",
          .fingers = {fingerprint::synthesis::make_template(seed, 0).value()}};
}

void show(const SweepItem& item) {
  std::cout << to_string(item.action) << " reference " << item.reference.value << " by " << item.rule;
  if (!item.held_by.empty()) std::cout << ", held by " << item.held_by;
  std::cout << ": " << to_string(item.state_before) << " -> " << to_string(item.state_after) << '\n';
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: retention FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  auto gallery = Gallery::create(folder / "g.limen", privacy::Key::random()).value();
  auto audit = Audit::open(folder / "audit.log", {}).value();
  const auto first = gallery.enrol(person("case 1", 1)).value();
  const auto second = gallery.enrol(person("case 2", 2)).value();

  gallery.record_event(first, privacy::Event::solved).value();
  gallery.record_event(second, privacy::Event::solved).value();
  gallery
      .hold(
          second,
          {.owner = "Court of X", .reason = "proceedings 12/24", .until = SystemClock{}.now() + std::chrono::days{90}})
      .value();

  const auto plan = gallery.plan_sweep().value();  // nothing has been done yet: somebody looks at it
  for (const auto& item : plan.items) show(item);

  const auto done =
      gallery.sweep(plan.token, {.officer = "data-protection officer", .justification = "monthly sweep"}, audit)
          .value();
  std::cout << done.tombstones.size() << " erased, " << done.searched_for
            << " searched for by their own template and not found; audit entry " << done.receipt.sequence << '\n';
} catch (const Exception& error) {
  std::cerr << to_string(error.code()) << ": " << error.what() << '\n';
  return 3;
}
