// Watchlist packs: searched like a gallery; refused if changed, foreign, late, old, revoked or out of order.
#include "limen/gallery/pack.hpp"

#include <algorithm>
#include <csignal>
#include <iterator>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "limen/face/block.hpp"
#include "limen/fingerprint/index.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/gallery/pack_issuer.hpp"

#include "tests/code_of.hpp"
#include "tests/files.hpp"
#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using privacy::Key;
using std::chrono::days;

namespace {

Enrolment person(std::uint32_t seed, PurposeSet purposes = Purpose::border_check) {
  auto enrolment = make_enrolment(seed, purposes);
  enrolment.faces = {make_face(seed)};
  return enrolment;
}

/// An agency with a gallery, and a device in the field.
struct World {
  TemporaryDirectory folder;
  FixedClock clock{today};
  Key gallery_key = Key::random(), issuer_key = Key::random(), device_key = Key::random();
  privacy::KeyRing names;
  Gallery gallery = Gallery::create(folder / "g.limen", gallery_key, {.clock = &clock}).value();
  Audit audit = Audit::open(folder / "audit.log", {.clock = &clock}).value();
  PackIssuer issuer{issuer_key, names, &clock};

  PackTerms terms() const {
    return {.purpose = Purpose::border_check,
            .issuer = "Agency A",
            .device = privacy::BoxKey(device_key).public_key(),
            .expires = clock.now() + days{30},
            .officer = "officer 7",
            .case_reference = "case 1"};
  }
  PackDevice device(bool remembers = true) const {
    return {.key = &device_key,
            .issuer = issuer.public_key(),
            .memory = remembers ? folder / "memory" : std::filesystem::path{},
            .clock = &clock};
  }
  Result<PackInfo> create(const std::string& name = "full.pack") {
    return issuer.create(gallery, terms(), folder / name, folder / "ledger", audit);
  }
  Result<PackInfo> update(const std::string& name) {
    auto empty = PackTerms{.expires = clock.now() + days{30}, .officer = "officer 7"};
    return issuer.update(gallery, empty, folder / name, folder / "ledger", audit);
  }
  Result<Pack> open(std::initializer_list<std::string> names_of_files, const PackDevice& with) {
    std::vector<std::filesystem::path> files;
    for (const auto& name : names_of_files) files.push_back(folder / name);
    return Pack::open(files, with);
  }
  Result<Pack> open(std::initializer_list<std::string> names_of_files) { return open(names_of_files, device()); }
};

/// The best finger of a view for a touch of that person, and its subject.
std::pair<Score, SubjectId> best(const View& view, std::uint32_t seed) {
  const fingerprint::Probe probe(make_finger(seed, FingerPosition::right_index, 1));
  const auto found = view.search_fingers(std::span(&probe, 1), {.candidates = 1}).value();
  if (found.lists[0].empty()) return {Score::lowest(), {}};
  return {found.lists[0][0].score, found.lists[0][0].subject};
}

}  // namespace

TEST_CASE("A pack is searched like the gallery it comes from, and knows pseudonyms alone") {
  World world;
  for (std::uint32_t i = 1; i <= 20; ++i) world.gallery.enrol(person(i)).value();
  world.gallery.enrol(person(21, Purpose::missing_person_search)).value();
  const auto info = world.create().value();
  CHECK(info.version == 1);
  CHECK(info.subjects == 20);
  CHECK(info.references == 60);
  CHECK(pack_info(world.folder / "full.pack").value() == info);

  auto pack = world.open({"full.pack"}).value();
  CHECK(pack.subjects() == 20);
  CHECK(pack.references() == 60);
  const auto inside = pack.view({.purpose = Purpose::border_check}).value();
  const auto outside = world.gallery.view({.purpose = Purpose::border_check}).value();
  CHECK(inside.size() == outside.size());
  CHECK(inside.subjects() == 20);
  for (const std::uint32_t seed : {1U, 7U, 20U}) {
    const auto here = best(inside, seed), there = best(outside, seed);
    CHECK(here.first == there.first);
    const auto pseudonym = pack.pseudonym(here.second).value();
    const auto record = world.issuer.subject(world.gallery, pack.info(), pseudonym).value();
    CHECK(record.label == "subject " + std::to_string(seed));
    CHECK(record.id == there.second);
  }
  CHECK(code_of(pack.pseudonym({999})) == ErrorCode::not_found);
  // Faces are rounded to 8 bits: scores move by less than 0.002.
  const auto probe = face::prepare(make_face(3, 1));
  std::vector<Score> in_pack(20), in_gallery(20);
  score(probe, *inside.faces()[0].block, in_pack);
  score(probe, *outside.faces()[0].block, in_gallery);
  for (std::size_t i = 0; i < 20; ++i) CHECK(std::abs(in_pack[i].milli - in_gallery[i].milli) <= 2);

  const auto log = Audit::entries(world.folder / "audit.log").value();
  REQUIRE(log.size() == 1);
  CHECK(log[0].entry.operation == privacy::Operation::disclosure);
  CHECK(log[0].entry.view_hash == outside.hash());
}

TEST_CASE("The prints of a large pack, written in what they have in common, score as those of the gallery") {
  World world;
  const auto real = [](std::uint64_t seed) { return fingerprint::synthesis::make_template(seed, 1).value(); };
  std::vector<Enrolment> people;
  std::size_t stored = 0;
  for (std::uint32_t i = 1; i <= 120; ++i) {
    people.push_back(make_enrolment(i));
    if (i <= 80)
      for (std::uint64_t k = 0; k < 2; ++k) {
        auto& finger = people.back().fingers[k];
        const auto position = finger.position;
        finger = real((2 * i + k) % 24);
        finger.position = position;
      }
    for (const auto& finger : people.back().fingers) stored += serialise(finger).size();
  }
  world.gallery.enrol_many(people).value();
  CHECK(100 * world.create().value().bytes < 95 * stored);  // that the code is used, not how good it is

  // Subjects have other numbers in a pack, and an update numbers them anew: what counts is who scores how.
  const auto scores = [&](const View& view) {
    std::vector<std::int32_t> all;
    for (const std::uint64_t seed : {3U, 14U}) {
      const fingerprint::Probe probe(fingerprint::synthesis::make_template(seed, 2).value());
      const auto found =
          view.search_fingers(std::span(&probe, 1), {.candidates = 1000, .profile = fingerprint::Profile::exhaustive});
      for (const auto& one : found.value().lists[0]) all.push_back(one.score.milli);
    }
    std::ranges::sort(all);
    return all;
  };
  const auto same = [&](const View& inside) {
    CHECK(scores(inside).size() > 200);
    CHECK(scores(inside) == scores(world.gallery.view({.purpose = Purpose::border_check}).value()));
  };
  same(world.open({"full.pack"}).value().view({.purpose = Purpose::border_check}).value());
  for (const std::uint64_t gone : {2U, 50U}) world.gallery.remove({gone}).value();
  auto one = make_enrolment(200);
  one.fingers[0] = real(77);
  one.fingers[0].position = FingerPosition::right_index;
  world.gallery.enrol(one).value();
  CHECK(world.update("2.pack").value().removed == 2);
  same(world.open({"full.pack", "2.pack"}).value().view({.purpose = Purpose::border_check}).value());
}

TEST_CASE("No label and no template stands in the file; two devices get unlike pseudonyms") {
  World world;
  auto enrolment = person(1);
  enrolment.label = "Ada Example of Nowhere";
  world.gallery.enrol(enrolment).value();
  world.create().value();
  for (const auto* name : {"full.pack", "ledger"}) {
    const auto bytes = slurp(world.folder / name);
    CHECK(bytes.find("Ada") == std::string::npos);
    CHECK(bytes.find("LFAC") == std::string::npos);
    const auto finger = serialise(enrolment.fingers[0]);
    const std::string text(reinterpret_cast<const char*>(finger.data()) + 4, 24);
    CHECK(bytes.find(text) == std::string::npos);
  }
  auto one = world.open({"full.pack"}).value();
  world.issuer.create(world.gallery, world.terms(), world.folder / "b.pack", world.folder / "b.ledger", world.audit)
      .value();
  auto two = world.open({"b.pack"}).value();
  CHECK(one.pseudonym({1}).value() != two.pseudonym({1}).value());
}

TEST_CASE("Updates bring who came and take out who is gone") {
  World world;
  for (std::uint32_t i = 1; i <= 5; ++i) world.gallery.enrol(person(i)).value();
  world.create().value();
  world.gallery.remove({2}).value();
  world.gallery.enrol(person(6)).value();
  world.gallery
      .add({4},
           [] {
             auto more = make_enrolment(4);
             more.label.clear();
             more.fingers = {make_finger(4, FingerPosition::right_thumb)};
             return more;
           }())
      .value();
  world.clock.set(today + days{1});
  const auto second = world.update("2.pack").value();
  CHECK(second.base == 1);
  CHECK(second.subjects == 2);  // the new one, and the changed one anew
  CHECK(second.removed == 2);
  world.gallery.remove({5}).value();
  const auto third = world.update("3.pack").value();
  CHECK(third.subjects == 0);
  CHECK(third.removed == 1);

  auto pack = world.open({"full.pack", "2.pack", "3.pack"}).value();
  CHECK(pack.info().version == 3);
  CHECK(pack.subjects() == 4);
  const auto view = pack.view({.purpose = Purpose::border_check}).value();
  const auto whole = world.gallery.view({.purpose = Purpose::border_check}).value();
  CHECK(view.size() == whole.size());
  for (const std::uint32_t seed : {1U, 2U, 3U, 4U, 5U, 6U}) CHECK(best(view, seed).first == best(whole, seed).first);
  const auto nothing = world.update("4.pack").value();
  CHECK(nothing.subjects == 0);
  CHECK(nothing.removed == 0);
  CHECK(world.open({"full.pack", "2.pack", "3.pack", "4.pack"}));
}

TEST_CASE("An update fits the version it was made for, and no other") {
  World world;
  world.gallery.enrol(person(1)).value();
  world.create().value();
  world.update("2.pack").value();
  world.update("3.pack").value();
  World other;
  other.gallery.enrol(person(1)).value();
  const auto bad = [&](std::initializer_list<std::string> files) {
    return code_of(world.open(files, world.device(false)));
  };
  CHECK(bad({"full.pack", "2.pack", "3.pack"}) == ErrorCode{-1});
  CHECK(bad({"2.pack"}) == ErrorCode::invalid_argument);
  CHECK(bad({"full.pack", "3.pack"}) == ErrorCode::invalid_argument);
  CHECK(bad({"full.pack", "3.pack", "2.pack"}) == ErrorCode::invalid_argument);
  CHECK(bad({"full.pack", "full.pack"}) == ErrorCode::invalid_argument);
  CHECK(bad({"full.pack", "2.pack", "2.pack"}) == ErrorCode::invalid_argument);
  CHECK(bad({}) == ErrorCode::invalid_argument);
  CHECK(bad({"none.pack"}) == ErrorCode::not_found);
  // Another series of the same issuer and device.
  world.issuer.create(world.gallery, world.terms(), world.folder / "b.pack", world.folder / "b.ledger", world.audit)
      .value();
  CHECK(bad({"b.pack", "2.pack"}) == ErrorCode::invalid_argument);
}

TEST_CASE("Only the device opens it, only from its issuer, only for its purpose") {
  World world, other;
  world.gallery.enrol(person(1)).value();
  other.gallery.enrol(person(1)).value();
  world.create().value();
  other.create().value();
  auto device = world.device(false);
  device.key = &other.device_key;
  CHECK(code_of(world.open({"full.pack"}, device)) == ErrorCode::wrong_key);
  device = world.device(false);
  device.issuer = other.issuer.public_key();
  CHECK(code_of(world.open({"full.pack"}, device)) == ErrorCode::access_denied);
  device.key = nullptr;
  CHECK(code_of(world.open({"full.pack"}, device)) == ErrorCode::invalid_argument);
  auto pack = world.open({"full.pack"}).value();
  CHECK(code_of(pack.view({})) == ErrorCode::purpose_required);
  CHECK(code_of(pack.view({.purpose = Purpose::law_enforcement})) == ErrorCode::access_denied);
  CHECK(code_of(world.issuer.update(world.gallery, world.terms(), world.folder / "2.pack", other.folder / "ledger",
                                    world.audit)) == ErrorCode::wrong_key);
}

TEST_CASE("Expiry is hard, and the clock does not go back") {
  World world;
  world.gallery.enrol(person(1)).value();
  world.create().value();
  auto pack = world.open({"full.pack"}).value();
  world.clock.set(today - std::chrono::seconds{1});
  CHECK(code_of(world.open({"full.pack"}, world.device(false))) == ErrorCode::clock_suspect);
  world.clock.set(today + days{30});
  CHECK(code_of(world.open({"full.pack"})) == ErrorCode::access_denied);
  CHECK(code_of(pack.view({.purpose = Purpose::border_check})) == ErrorCode::access_denied);
  world.clock.set(today + days{30} - std::chrono::seconds{1});
  CHECK(pack.view({.purpose = Purpose::border_check}));
  CHECK(code_of(pack.view({.purpose = Purpose::border_check, .at = today + days{31}})) == ErrorCode::access_denied);
  world.clock.set(today + days{2});
  CHECK(code_of(world.open({"full.pack"})) == ErrorCode::clock_suspect);  // it remembers day 29
  CHECK(code_of(pack.view({.purpose = Purpose::border_check})) == ErrorCode::clock_suspect);
  CHECK(world.open({"full.pack"}, world.device(false)));  // without a memory, the pack's own dates are all there is
}

TEST_CASE("A reference that expires before the pack leaves the view in time") {
  World world;
  auto short_lived = person(1);
  short_lived.anchor = today - days{365 * 5 - 10};
  world.gallery.enrol(short_lived).value();
  world.gallery.enrol(person(2)).value();
  world.create().value();
  auto pack = world.open({"full.pack"}).value();
  CHECK(pack.view({.purpose = Purpose::border_check}).value().subjects() == 2);
  world.clock.set(today + days{20});
  CHECK(pack.view({.purpose = Purpose::border_check}).value().subjects() == 1);
}

TEST_CASE("A device goes back to no older version, and opens nothing revoked, also when the list is gone") {
  World world;
  world.gallery.enrol(person(1)).value();
  const auto info = world.create().value();
  world.update("2.pack").value();
  CHECK(world.open({"full.pack"}));
  CHECK(world.open({"full.pack", "2.pack"}));
  CHECK(code_of(world.open({"full.pack"})) == ErrorCode::access_denied);

  world.issuer.revoke(std::span(&info.series, 1), world.folder / "revoked").value();
  auto device = world.device();
  device.revocations = {world.folder / "revoked"};
  CHECK(code_of(world.open({"full.pack", "2.pack"}, device)) == ErrorCode::access_denied);
  CHECK(code_of(world.open({"full.pack", "2.pack"})) == ErrorCode::access_denied);  // remembered

  device.memory.clear();
  const auto list = slurp(world.folder / "revoked");
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto changed = list;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    spill(world.folder / "revoked", changed);
    CHECK(!world.open({"full.pack", "2.pack"}, device));
    spill(world.folder / "revoked", list.substr(0, i));
    CHECK(!world.open({"full.pack", "2.pack"}, device));
  }
  World other;
  other.issuer.revoke(std::span(&info.series, 1), world.folder / "revoked").value();
  CHECK(code_of(world.open({"full.pack", "2.pack"}, device)) == ErrorCode::tampered);
}

TEST_CASE("What a device remembers is refused when it was changed, or another device's") {
  World world;
  world.gallery.enrol(person(1)).value();
  world.create().value();
  CHECK(world.open({"full.pack"}));
  const auto memory = slurp(world.folder / "memory");
  for (std::size_t i = 0; i < memory.size(); ++i) {
    auto changed = memory;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    spill(world.folder / "memory", changed);
    CHECK(code_of(world.open({"full.pack"})) == ErrorCode::tampered);
    spill(world.folder / "memory", memory.substr(0, i));
    CHECK(code_of(world.open({"full.pack"})) == ErrorCode::tampered);
  }
  auto device = world.device();
  device.memory = world.folder / "no folder" / "memory";
  CHECK(!world.open({"full.pack"}, device));  // it fails closed
}

TEST_CASE("A pack, an update and a ledger cut or changed at any byte are refused") {
  World world;
  auto enrolment = make_enrolment(1);
  enrolment.fingers.resize(1);
  enrolment.faces = {make_face(1)};
  world.gallery.enrol(enrolment).value();
  world.create().value();
  world.gallery.remove({1}).value();
  world.update("2.pack").value();
  const auto device = world.device(false);
  for (const auto* name : {"full.pack", "2.pack"}) {
    const auto bytes = slurp(world.folder / name);
    REQUIRE(world.open({"full.pack", "2.pack"}, device));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      INFO(name << " byte " << i);
      auto changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
      spill(world.folder / name, changed);
      REQUIRE(!world.open({"full.pack", "2.pack"}, device));
      REQUIRE(!pack_info(world.folder / name));
      spill(world.folder / name, bytes.substr(0, i));
      REQUIRE(!world.open({"full.pack", "2.pack"}, device));
    }
    spill(world.folder / name, bytes + "x");
    REQUIRE(!world.open({"full.pack", "2.pack"}, device));
    spill(world.folder / name, bytes);
  }
  const auto ledger = slurp(world.folder / "ledger");
  for (std::size_t i = 0; i < ledger.size(); ++i) {
    auto changed = ledger;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    spill(world.folder / "ledger", changed);
    REQUIRE(!world.update("3.pack"));
    spill(world.folder / "ledger", ledger.substr(0, i));
    REQUIRE(!world.update("3.pack"));
  }
  auto other = slurp(world.folder / "full.pack");
  other[8] = 3;
  spill(world.folder / "full.pack", other);
  CHECK(code_of(pack_info(world.folder / "full.pack")) == ErrorCode::newer_version);
  other[8] = 1;
  spill(world.folder / "full.pack", other);
  const auto older = pack_info(world.folder / "full.pack");
  CHECK(code_of(older) == ErrorCode::unsupported_format);
  CHECK(older.error().message.find("ask the issuer for a new full pack") != std::string::npos);
  spill(world.folder / "full.pack", "a letter to somebody else");
  CHECK(code_of(pack_info(world.folder / "full.pack")) == ErrorCode::unsupported_format);
}

TEST_CASE("Terms that cannot be are refused, and nothing is written") {
  World world;
  world.gallery.enrol(person(1)).value();
  const auto refused = [&](auto change) {
    auto terms = world.terms();
    change(terms);
    return code_of(
        world.issuer.create(world.gallery, terms, world.folder / "x.pack", world.folder / "x.ledger", world.audit));
  };
  CHECK(refused([](PackTerms& t) { t.purpose = {}; }) == ErrorCode::purpose_required);
  CHECK(refused([](PackTerms& t) { t.issuer.clear(); }) == ErrorCode::invalid_argument);
  CHECK(refused([](PackTerms& t) { t.issuer.assign(257, 'a'); }) == ErrorCode::invalid_argument);
  CHECK(refused([](PackTerms& t) { t.officer.clear(); }) == ErrorCode::invalid_argument);
  CHECK(refused([](PackTerms& t) { t.device = {}; }) == ErrorCode::invalid_argument);
  CHECK(refused([](PackTerms& t) { t.expires = today; }) == ErrorCode::invalid_argument);
  CHECK(refused([](PackTerms& t) { t.expires = today + days{400}; }) == ErrorCode::invalid_argument);
  CHECK(!std::filesystem::exists(world.folder / "x.pack"));
  CHECK(!std::filesystem::exists(world.folder / "x.ledger"));
  world.create().value();
  CHECK(code_of(world.create("again.pack")) == ErrorCode::already_exists);
  auto terms = world.terms();
  terms.purpose = Purpose::law_enforcement;
  CHECK(code_of(world.issuer.update(world.gallery, terms, world.folder / "u.pack", world.folder / "ledger",
                                    world.audit)) == ErrorCode::invalid_argument);
}

TEST_CASE("Killed or out of room at any step: no half pack, and the next run makes it whole") {
  World world;
  for (std::uint32_t i = 1; i <= 3; ++i) world.gallery.enrol(person(i)).value();
  const auto make = [&](const std::string& log) {  // in a process of its own
    auto gallery = Gallery::open(world.folder / "g.limen", world.gallery_key, {.clock = &world.clock});
    auto audit = Audit::open(world.folder / log, {.clock = &world.clock});
    return gallery && audit &&
                   world.issuer.create(*gallery, world.terms(), world.folder / "full.pack", world.folder / "ledger",
                                       *audit)
               ? 0
               : 1;
  };
  const auto whole = [&] {
    if (std::filesystem::exists(world.folder / "full.pack")) REQUIRE(world.open({"full.pack"}, world.device(false)));
    for (const auto* name : {"full.pack", "ledger"}) std::filesystem::remove(world.folder / name);
  };
  int finished = 0;
  // A file-size limit kills (or, ignored, fails like a full disk) in the middle of a write of log, pack or ledger.
  for (const bool killed : {true, false})
    for (const rlim_t more : {0U, 100U, 600U, 1000U, 2000U, 4000U, 65536U}) {
      const pid_t child = fork();
      if (child == 0) {
        if (!killed) (void)std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{more, RLIM_INFINITY};
        (void)setrlimit(RLIMIT_FSIZE, &limit);
        _exit(make("log " + std::to_string(more) + (killed ? "k" : "")));
      }
      int status = 0;
      waitpid(child, &status, 0);
      finished += status == 0 ? 1 : 0;
      whole();
    }
  CHECK(finished > 0);   // there was room enough at last
  CHECK(finished < 14);  // and not before
  for (int round = 0; round < 12; ++round) {
    const pid_t child = fork();
    if (child == 0) _exit(make("round " + std::to_string(round)));
    usleep(static_cast<useconds_t>(1500 * round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    whole();
  }
  // The ledger cannot be written: an error, and the pack alone is no secret lost.
  CHECK(code_of(world.issuer.create(world.gallery, world.terms(), world.folder / "full.pack",
                                    world.folder / "none" / "ledger", world.audit)) != ErrorCode{-1});
  whole();
}
