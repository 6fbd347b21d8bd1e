// After a search, the memory of this process is read from end to end: the probe's bytes are in none of it.
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "limen/fingerprint/synthesise.hpp"
#include "limen/gallery/gallery.hpp"
#include "limen/screening/screen.hpp"

#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool shadowed = true;  // the sanitizers keep terabytes of their own mapped
#elif defined(__has_feature)
constexpr bool shadowed = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool shadowed = false;
#endif

constexpr unsigned char mask = 0xA5;  // what is looked for is kept masked, so as not to find itself

using Needle = std::string;

template <class T>
Needle masked(const T* data, std::size_t count) {
  Needle needle(reinterpret_cast<const char*>(data), count * sizeof(T));
  for (auto& c : needle) c = static_cast<char>(c ^ mask);
  return needle;
}

/// How often the unmasked needle stands in the writable memory of this process.
int occurrences(const Needle& needle) {
  std::ifstream maps("/proc/self/maps");
  int found = 0;
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t begin = 0, end = 0;
    char flags[8] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %7s", &begin, &end, flags) != 3 || flags[0] != 'r' || flags[1] != 'w')
      continue;
    if (line.find("[v") != std::string::npos) continue;  // vvar, vdso
    const auto* memory = reinterpret_cast<const volatile unsigned char*>(begin);
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(needle[i]); };
    for (std::size_t i = 0; i + needle.size() <= end - begin; ++i) {
      std::size_t k = 0;
      while (k < needle.size() && (memory[i + k] ^ mask) == at(k)) ++k;
      found += k == needle.size() ? 1 : 0;
    }
  }
  return found;
}

fingerprint::Template probe_of(std::uint64_t seed) { return fingerprint::synthesis::make_template(seed, 1).value(); }

}  // namespace

TEST_CASE("after a search nothing of the probe is left in memory") {
  if (shadowed) return skip("a sanitizer's own memory is too large to be read");
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", privacy::Key::random()).value();
  REQUIRE(gallery.enrol(make_enrolment(1)));
  const auto view = gallery.view({.purpose = Purpose::border_check}).value();
  auto audit = Audit::open(folder / "audit.log").value();

  Needle minutiae, cells;
  {
    ProbeSet probes;
    probes.fingers.push_back(probe_of(77));
    const auto& finger = probes.fingers[0];
    REQUIRE(finger.minutiae.size() > 8);
    REQUIRE(finger.map.cells.size() > 80);
    minutiae = masked(finger.minutiae.data() + 2, 4);
    cells = masked(finger.map.cells.data() + finger.map.cells.size() / 2, 40);
    CHECK(occurrences(minutiae) >= 1);  // so that the search below means something
    REQUIRE(screen(view, std::move(probes), {.officer = "officer 7", .keep = 1}, audit));
  }
  CHECK(occurrences(minutiae) == 0);
  CHECK(occurrences(cells) == 0);
}
