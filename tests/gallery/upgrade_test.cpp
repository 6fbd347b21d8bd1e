// A gallery file of version 1 (tests/data/gallery, made by an older limen of generated templates) becomes one of
// version 2.
#include <algorithm>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "limen/gallery/gallery.hpp"

#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using privacy::Key;

namespace {

const FixedClock clock_of_today(today);
const GalleryOptions options{.clock = &clock_of_today, .patience = std::chrono::milliseconds{50}};

Key key_of_version_1() {
  std::array<std::byte, Key::size> bytes;
  bytes.fill(std::byte{7});
  return Key::from_bytes(bytes).value();
}

std::filesystem::path copy_of_version_1(const TemporaryDirectory& folder) {
  const auto path = folder / "g.limen";
  std::filesystem::copy_file(std::filesystem::path(LIMEN_TEST_DATA) / "gallery" / "version_1.limen", path);
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return path;
}

ErrorCode opened_after(const std::string& sql) {
  const TemporaryDirectory folder;
  const auto path = copy_of_version_1(folder);
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  REQUIRE(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(db);
  const auto gallery = Gallery::open(path, key_of_version_1(), options);
  return gallery ? ErrorCode{-1} : gallery.error().code;
}

}  // namespace

TEST_CASE("a gallery of version 1 is read, with what was not said in it") {
  const TemporaryDirectory folder;
  const auto path = copy_of_version_1(folder);
  const auto examine = [&](Gallery gallery) {
    CHECK(gallery.check());
    const auto list = gallery.list().value();
    REQUIRE(list.size() == 3);
    CHECK(list[0].label == "subject 1");
    CHECK(list[0].enrolled == today);
    REQUIRE(list[0].references.size() == 2);
    const auto& finger = list[0].references[1];
    CHECK(finger.position == FingerPosition::left_index);
    CHECK(finger.retention_class == "interpol_notice");
    CHECK(finger.expires == Time{std::chrono::sys_days{std::chrono::year{2024} / 6 / 18}});
    CHECK(finger.enrolled == today);
    CHECK(finger.category == Category::wanted_person);
    CHECK(finger.agency.empty());
    CHECK(finger.state() == ReferenceState::active);
    CHECK(list[1].references[1].modality == Modality::face);
    CHECK(list[1].references[1].category == Category::asylum_applicant);
    CHECK(list[1].references[0].anchor == today - std::chrono::days{100});
    CHECK(list[2].id == SubjectId{4});  // the third was removed, and its id stays gone
    CHECK(list[2].references.back().category == Category::missing_person);
    CHECK(gallery.stored_template({1}).value() == serialise(make_finger(1, FingerPosition::right_index)));
    CHECK(gallery.view({.purpose = Purpose::border_check}).value().size() == 3);
    CHECK(gallery.state({5}).value() == ReferenceState::erased);
    // What the older limen gave for the audit: a log that it keyed can be gone on with.
    CHECK(to_string(privacy::Hasher(gallery.audit_key()).finish()) ==
          "36b2b7635cc20b7fed3ccb750c74c37ef288ae20278f51223d0be4cdc668e1d4");
  };
  examine(Gallery::open(path, key_of_version_1(), options).value());
  examine(Gallery::open(path, key_of_version_1(), options).value());  // and again, as version 2
  auto gallery = Gallery::open(path, key_of_version_1(), options).value();
  REQUIRE(gallery.enrol(make_enrolment(9)));
  REQUIRE(gallery.hold({1}, {"court", "case", today + std::chrono::days{5}}));
  REQUIRE(gallery.rotate(Key::random()));
  CHECK(gallery.check());
}

TEST_CASE("another key, and a file of version 1 that was changed from outside, are refused") {
  const TemporaryDirectory folder;
  const auto path = copy_of_version_1(folder);
  CHECK(Gallery::open(path, Key::random(), options).error().code == ErrorCode::wrong_key);
  CHECK(Gallery::open(path, key_of_version_1(), options));  // it was not touched

  CHECK(opened_after("UPDATE reference SET purposes = purposes | 8 WHERE id = 1") == ErrorCode::tampered);
  CHECK(opened_after("UPDATE reference SET expires = expires + 1 WHERE id = 2") == ErrorCode::tampered);
  CHECK(opened_after("DELETE FROM template WHERE reference = 1; DELETE FROM reference WHERE id = 1") ==
        ErrorCode::tampered);
  CHECK(opened_after("DELETE FROM template WHERE reference = 1") == ErrorCode::tampered);
  CHECK(opened_after("UPDATE template SET sealed = x'00' WHERE reference = 1") == ErrorCode::tampered);
  CHECK(opened_after("UPDATE meta SET value = zeroblob(120) WHERE name = 'manifest'") == ErrorCode::tampered);
  CHECK(opened_after("CREATE TABLE more(a)") == ErrorCode::corrupt);
  CHECK(opened_after("PRAGMA user_version = 2") == ErrorCode::corrupt);
}
