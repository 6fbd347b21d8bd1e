// After a search, or an extraction, the memory of this process is read from end to end, as a core dump would hold it:
// the bytes of the probe, of its image and of what was made of them are in none of it.
#include <algorithm>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "limen/fingerprint/extract.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/gallery/gallery.hpp"
#include "limen/io/image_file.hpp"
#include "limen/screening/screen.hpp"

#include "tests/gallery/people.hpp"
#include "tests/memory_scan.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;

namespace {

fingerprint::Template probe_of(std::uint64_t seed) { return fingerprint::synthesis::make_template(seed, 1).value(); }

/// What a template would leave behind: some of its minutiae, and of its ridge map.
std::vector<Needle> needles_of(const fingerprint::Template& finger) {
  REQUIRE(finger.minutiae.size() > 8);
  REQUIRE(finger.map.cells.size() > 80);
  return {masked(finger.minutiae.data() + 2, 4), masked(finger.map.cells.data() + finger.map.cells.size() / 2, 40)};
}

Needle needle_of(ImageView image) { return masked(image.row(image.height / 2) + image.width / 2 - 24, 48); }

struct Border {
  TemporaryDirectory folder;
  Gallery gallery = Gallery::create(folder / "g.limen", privacy::Key::random()).value();
  Audit audit = Audit::open(folder / "audit.log").value();
  Border() { gallery.enrol_many(std::vector{make_enrolment(1), make_enrolment(2)}).value(); }
  View view() { return gallery.view({.purpose = Purpose::border_check, .legal_basis = "act 7"}).value(); }
};

}  // namespace

TEST_CASE("after a search nothing of the probe is left in memory, whatever the way out") {
  if (shadowed) return skip("a sanitizer's own memory is too large to be read");
  Border border;
  const auto view = border.view();
  ScreenRequest done, stopped, refused, thrown;
  done.officer = stopped.officer = thrown.officer = "officer 7";  // `refused` names none
  auto all = done;
  all.profile = fingerprint::Profile::exhaustive;
  std::stop_source stop;
  stop.request_stop();
  stopped.work.stop = stop.get_token();
  thrown.work.progress = [](std::size_t, std::size_t) { throw std::runtime_error("progress"); };
  for (const auto* request : {&done, &all, &stopped, &refused, &thrown}) {
    std::vector<Needle> needles;
    bool ended = false;
    {
      ProbeSet probes;
      probes.fingers.push_back(probe_of(77));
      needles = needles_of(probes.fingers[0]);
      CHECK(occurrences(needles) >= 2);  // so that the search below means something
      try {
        const auto found = screen(view, std::move(probes), *request, border.audit);
        ended = found.has_value() == (request == &done || request == &all);
      } catch (const std::runtime_error&) {
        ended = request == &thrown;
      }
    }
    CHECK(ended);
    CHECK(occurrences(needles) == 0);
  }
}

TEST_CASE("an error in one probe wipes the others too") {
  if (shadowed) return skip("a sanitizer's own memory is too large to be read");
  Border border;
  const auto view = border.view();
  std::vector<Needle> needles;
  {
    ProbeSet probes;
    probes.fingers.push_back(probe_of(78));
    probes.faces.push_back(make_face(5, 1, model(9)));  // a model of which nothing is known
    needles = needles_of(probes.fingers[0]);
    needles.push_back(masked(probes.faces[0].embedding.data() + 10, 16));
    CHECK(occurrences(needles) >= 3);
    REQUIRE_FALSE(screen(view, std::move(probes), {.officer = "officer 7"}, border.audit));
  }
  CHECK(occurrences(needles) == 0);
}

TEST_CASE("of a probe's image, and of what extraction makes of it on the way, nothing is left, also after errors") {
  if (shadowed) return skip("a sanitizer's own memory is too large to be read");
  const TemporaryDirectory folder;
  const auto file = folder / "probe.pgm";
  {
    const auto made = fingerprint::synthesis::make_impression(fingerprint::synthesis::make_finger(5).value(), 1);
    REQUIRE(made);
    REQUIRE(io::write_image(file, *made));
  }
  enum class Way { done, thrown, refused };
  for (const auto way : {Way::done, Way::thrown, Way::refused}) {
    std::vector<Needle> needles;
    bool ended = false;
    {
      Sample sample{io::read_image(file).value()};
      if (way == Way::refused)  // noise: no print
        for (int y = 0; y < sample.image.height(); ++y)
          for (int x = 0; x < sample.image.width(); ++x)
            sample.image.row(y)[x] = static_cast<std::uint8_t>((x * 7919 + y * 104729 + x * y) % 251);
      needles.push_back(needle_of(sample.image));
      CHECK(occurrences(needles) >= 1);
      const Trace trace(
          [&](std::string_view name, FieldView field) {
            const auto* const middle = field.data +
                                       static_cast<std::ptrdiff_t>(field.height / 2) * field.width * field.channels +
                                       static_cast<std::ptrdiff_t>(field.width / 2) * field.channels;
            const bool plain = std::all_of(middle, middle + 12, [&](float v) { return v == *middle; });
            if (!plain && field.width > 24) needles.push_back(masked(middle, 12));
            if (way == Way::thrown && name == "enhanced") throw std::runtime_error("trace");
          },
          [&](std::string_view, ImageView) {});
      try {
        const auto made = fingerprint::extract(sample, {}, trace);
        ended = made.has_value() == (way == Way::done);
        if (made) needles.push_back(needles_of(*made)[0]);
      } catch (const std::runtime_error&) {
        ended = way == Way::thrown;
      }
    }
    INFO("way " << static_cast<int>(way));
    CHECK(ended);
    if (way != Way::refused) CHECK(needles.size() > 2);
    for (const auto& needle : needles) CHECK(occurrences(needle) == 0);
  }
}
