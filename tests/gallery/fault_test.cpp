// Every step at which a disk can be full or a process be killed, in enrolling, sweeping, changing the key and
// upgrading: afterwards the gallery is as it was before or as it was to be, and never between.
#include <functional>

#include <doctest/doctest.h>
#include <sys/wait.h>

#include "limen/gallery/gallery.hpp"

#include "tests/gallery/failing_disk.hpp"
#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using privacy::Key;

namespace {

const auto five_years_on = today + std::chrono::days{1830};

/// What is done to a copy of one gallery, again and again.
struct Scene {
  TemporaryDirectory folder{};
  std::filesystem::path original = folder / "original.limen", path = folder / "g.limen", log = folder / "log";
  int runs = 0;
  FixedClock clock{today};
  GalleryOptions options{
      .clock = &clock, .patience = std::chrono::milliseconds{50}, .max_skew = std::chrono::days{4000}};
  Key key = Key::random(), fresh = Key::random();

  Scene() {
    auto gallery = Gallery::create(original, key, options).value();
    REQUIRE(gallery.enrol(make_enrolment(1)));
    REQUIRE(gallery.enrol(make_enrolment(2)));
    REQUIRE(gallery.hold({2}, {"court", "case", five_years_on + std::chrono::days{100}}));
    clock.set(five_years_on);
    REQUIRE(gallery.enrol(make_enrolment(3)));
  }
  void reset() {
    for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + suffix);
    log = folder / ("log" + std::to_string(++runs));
    std::filesystem::copy_file(original, path);
  }
  /// Everything there is to be seen, by whichever key opens it.
  std::vector<SubjectRecord> examined() {
    auto gallery = Gallery::open(path, key, options);
    if (!gallery) gallery = Gallery::open(path, fresh, options);
    REQUIRE(gallery);
    const auto sound = gallery->check();
    INFO((sound ? "" : sound.error().message));
    REQUIRE(sound);
    return gallery->list().value();
  }
  bool opens(const Key& by) { return Gallery::open(path, by, options).has_value(); }
};

using Deed = std::function<bool(Scene&, Gallery&)>;  // true: it was acknowledged

bool enrol(Scene&, Gallery& gallery) {
  const std::vector<Enrolment> many{make_enrolment(10), make_enrolment(11), make_enrolment(12)};
  return gallery.enrol_many(many).has_value();
}

bool rotate(Scene& scene, Gallery& gallery) { return gallery.rotate(scene.fresh).has_value(); }

bool sweep(Scene& scene, Gallery& gallery) {
  auto audit = Audit::open(scene.log, {.clock = &scene.clock});
  const auto plan = gallery.plan_sweep();
  return audit && plan && gallery.sweep(plan->token, {.officer = "officer"}, *audit).has_value();
}

/// At every step: the disk is full.
void try_full(const Deed& deed) {
  Scene scene;
  scene.reset();
  const auto before = scene.examined();
  {
    auto gallery = Gallery::open(scene.path, scene.key, scene.options).value();
    REQUIRE(deed(scene, gallery));
  }
  const auto after = scene.examined();
  REQUIRE(before.size() != 0);
  int failed = 0;
  for (int n = 1;; ++n) {
    scene.reset();
    FailingDisk disk;
    auto gallery = Gallery::open(scene.path, scene.key, scene.options).value();
    disk.fail_at(n);
    const bool acknowledged = deed(scene, gallery);
    const bool reached = disk.steps() >= n;
    disk.heal();
    INFO("step " << n);
    const auto now = gallery.list();
    REQUIRE(now);  // the same process goes on
    CHECK((*now == before || *now == after));
    if (acknowledged) CHECK(*now == after);
    CHECK(gallery.check());
    CHECK(gallery.enrol(make_enrolment(99)));
    CHECK(gallery.remove(gallery.subject("subject 99").value().id));
    CHECK((scene.examined() == before || scene.examined() == after));
    if (!reached) break;
    failed += acknowledged ? 0 : 1;
  }
  CHECK(failed > 3);
}

/// At every step: the process is killed with the step half done.
void try_killed(const Deed& deed) {
  Scene scene;
  scene.reset();
  const auto before = scene.examined();
  {
    auto gallery = Gallery::open(scene.path, scene.key, scene.options).value();
    REQUIRE(deed(scene, gallery));
  }
  const auto after = scene.examined();
  int killed = 0, was = 0, is = 0;
  for (int n = 1;; ++n) {
    scene.reset();
    const pid_t child = fork();
    if (child == 0) {
      FailingDisk disk(FailingDisk::At::killed);
      auto gallery = Gallery::open(scene.path, scene.key, scene.options);
      disk.fail_at(n);
      _exit(gallery && deed(scene, *gallery) ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    INFO("step " << n);
    const auto now = scene.examined();
    CHECK((now == before || now == after));
    if (WIFEXITED(status)) {
      CHECK(WEXITSTATUS(status) == 0);
      CHECK(now == after);
      break;
    }
    ++killed;
    ++(now == before ? was : is);
  }
  MESSAGE(killed << " steps: " << was << " before, " << is << " after");
  CHECK(killed > 3);
  if (before == after) return;  // a change of key is not to be seen
  CHECK(was > 0);
  CHECK(is > 0);
}

}  // namespace

TEST_CASE("enrolling on a disk that is full at any step") { try_full(enrol); }
TEST_CASE("sweeping on a disk that is full at any step") { try_full(sweep); }
TEST_CASE("killed at any step of enrolling") { try_killed(enrol); }
TEST_CASE("killed at any step of a sweep") { try_killed(sweep); }
TEST_CASE("killed at any step of a change of key") { try_killed(rotate); }

TEST_CASE("changing the key on a disk that is full at any step: one of the two keys opens it") {
  Scene scene;
  scene.reset();
  const auto before = scene.examined();
  int failed = 0;
  for (int n = 1;; ++n) {
    scene.reset();
    FailingDisk disk;
    auto gallery = Gallery::open(scene.path, scene.key, scene.options).value();
    disk.fail_at(n);
    const bool acknowledged = rotate(scene, gallery);
    const bool reached = disk.steps() >= n;
    disk.heal();
    INFO("step " << n);
    CHECK(gallery.list().value() == before);
    CHECK(scene.opens(scene.key) != scene.opens(scene.fresh));
    if (acknowledged) CHECK(scene.opens(scene.fresh));
    CHECK(scene.examined() == before);
    if (!reached) break;
    failed += acknowledged ? 0 : 1;
  }
  CHECK(failed > 3);
}

TEST_CASE("killed, or on a full disk, at any step of reading a file of version 1: it is still read afterwards") {
  const auto original = std::filesystem::path(LIMEN_TEST_DATA) / "gallery" / "version_1.limen";
  std::array<std::byte, Key::size> bytes;
  bytes.fill(std::byte{7});
  const auto key = Key::from_bytes(bytes).value();
  const FixedClock clock(today);
  const GalleryOptions options{.clock = &clock};
  for (const auto how : {FailingDisk::At::full, FailingDisk::At::killed}) {
    for (int n = 1;; ++n) {
      const TemporaryDirectory folder;
      const auto path = folder / "g.limen";
      std::filesystem::copy_file(original, path);
      const pid_t child = fork();
      if (child == 0) {
        const FailingDisk disk(how, n);
        const auto opened = Gallery::open(path, key, options).has_value();
        _exit(opened && disk.steps() < n ? 0 : 1);
      }
      int status = 0;
      waitpid(child, &status, 0);
      INFO("step " << n);
      auto gallery = Gallery::open(path, key, options).value();
      CHECK(gallery.check());
      CHECK(gallery.list().value().size() == 3);
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0) break;
      REQUIRE(n < 1000);
    }
  }
}
