// Galleries that were changed from outside, cut short by a crash, or met a full disk.
#include <csignal>
#include <iterator>

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "limen/gallery/gallery.hpp"

#include "gallery/store_sqlite.hpp"
#include "tests/code_of.hpp"
#include "tests/files.hpp"
#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using privacy::Key;

namespace {

const FixedClock clock_of_today(today);
const GalleryOptions options{.clock = &clock_of_today, .patience = std::chrono::milliseconds{50}};

/// What a hand with an SQL tool does to the file.
void meddle(const std::filesystem::path& path, const std::string& sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  char* error = nullptr;
  const auto code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error);
  INFO(sql << ": " << (error != nullptr ? error : ""));
  sqlite3_free(error);
  sqlite3_close(db);
  REQUIRE(code == SQLITE_OK);
}

/// Open, look at everything.
ErrorCode examined(const std::filesystem::path& path, const Key& key) {
  auto gallery = Gallery::open(path, key, options);
  if (!gallery) return gallery.error().code;
  return code_of(gallery->check());
}

}  // namespace

TEST_CASE("any column changed in the database: it is found out, and by no means searched") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  const auto good = folder / "good.limen";
  {
    auto gallery = Gallery::create(good, key, options).value();
    REQUIRE(gallery.enrol(make_enrolment(1)));
    REQUIRE(gallery.enrol(make_enrolment(2)));
    REQUIRE(gallery.hold({2}, {"court", "case 1", today + std::chrono::days{9}}));
    REQUIRE(gallery.record_event({2}, privacy::Event::reviewed));
  }
  REQUIRE(examined(good, key) == ErrorCode{-1});
  const auto path = folder / "bad.limen";
  const char* changes[] = {
      "UPDATE reference SET subject = 2 WHERE id = 1",
      "UPDATE reference SET modality = 2 WHERE id = 1",
      "UPDATE reference SET modality = 300 WHERE id = 1",
      "UPDATE reference SET position = 7 WHERE id = 1",
      "UPDATE reference SET purposes = purposes | 8 WHERE id = 1",
      "UPDATE reference SET purposes = -1 WHERE id = 1",
      "UPDATE reference SET retention_class = 'eurodac_applicant' WHERE id = 1",
      "UPDATE reference SET anchor = anchor + 1 WHERE id = 1",
      "UPDATE reference SET expires = expires + 1 WHERE id = 1",
      "UPDATE reference SET expires = 0 WHERE id = 1",
      "UPDATE reference SET key = (SELECT key FROM reference WHERE id = 2) WHERE id = 1",
      "UPDATE reference SET key = x'00' WHERE id = 1",
      "UPDATE reference SET key = zeroblob(72) WHERE id = 1",
      "UPDATE template SET sealed = (SELECT sealed FROM template WHERE reference = 2) WHERE reference = 1",
      "UPDATE template SET sealed = x'' WHERE reference = 1",
      "UPDATE template SET sealed = substr(sealed, 1, length(sealed) - 1) WHERE reference = 1",
      "DELETE FROM template WHERE reference = 1",
      "PRAGMA foreign_keys=OFF; DELETE FROM reference WHERE id = 1",
      "UPDATE subject SET enrolled = enrolled + 1 WHERE id = 1",
      "UPDATE subject SET label = (SELECT label FROM subject WHERE id = 2) WHERE id = 1",
      "UPDATE subject SET label = 'a name' WHERE id = 1",
      "UPDATE subject SET label_tag = zeroblob(32) WHERE id = 1",
      "UPDATE subject SET label_tag = x'00' WHERE id = 1",
      "INSERT INTO subject SELECT 9, zeroblob(32), enrolled, label FROM subject WHERE id = 1",
      "DELETE FROM template WHERE reference > 2; DELETE FROM reference WHERE subject = 2; DELETE FROM fact; "
      "DELETE FROM subject WHERE id = 2",  // cleanly taken out
      "INSERT INTO reference SELECT 9, subject, modality, position, purposes, retention_class, anchor, expires, "
      "enrolled, category, legal_basis, agency, state, key FROM reference WHERE id = 1",
      "UPDATE reference SET enrolled = enrolled - 1 WHERE id = 1",
      "UPDATE reference SET category = 2 WHERE id = 1",
      "UPDATE reference SET category = 0 WHERE id = 1",
      "UPDATE reference SET legal_basis = 'another' WHERE id = 1",
      "UPDATE reference SET agency = 'another' WHERE id = 1",
      "UPDATE reference SET state = 1 WHERE id = 1",
      "UPDATE reference SET state = 2 WHERE id = 1",
      "UPDATE reference SET state = 4 WHERE id = 1",
      "UPDATE reference SET state = -1 WHERE id = 1",
      "DELETE FROM fact",
      "UPDATE fact SET subject = 1 WHERE subject = 2",
      "UPDATE fact SET sealed = (SELECT sealed FROM fact WHERE id = 2) WHERE id = 1",
      "UPDATE fact SET sealed = x''",
      "INSERT INTO fact SELECT 9, subject, sealed FROM fact WHERE id = 1",
      "UPDATE meta SET value = zeroblob(72) WHERE name = 'audit_key'",
      "DELETE FROM meta WHERE name = 'audit_key'",
      "PRAGMA user_version = 1",
      "UPDATE meta SET value = zeroblob(120) WHERE name = 'manifest'",
      "DELETE FROM meta WHERE name = 'manifest'",
      "DELETE FROM meta WHERE name = 'id'",
      "UPDATE meta SET value = zeroblob(16) WHERE name = 'id'",
      "UPDATE meta SET value = x'00' WHERE name = 'id'",
      "DELETE FROM meta WHERE name = 'key_check'",
      "PRAGMA user_version = 0",
      "CREATE TABLE more(a)",
      "CREATE TRIGGER t AFTER INSERT ON reference BEGIN DELETE FROM reference; END",
      "DROP INDEX reference_of_subject",
  };
  for (const auto* change : changes) {
    std::filesystem::copy_file(good, path, std::filesystem::copy_options::overwrite_existing);
    meddle(path, change);
    INFO(change);
    const auto code = examined(path, key);
    CHECK(code != ErrorCode{-1});
    CHECK((code == ErrorCode::tampered || code == ErrorCode::corrupt || code == ErrorCode::wrong_key ||
           code == ErrorCode::not_found || code == ErrorCode::io_error));
  }
  std::filesystem::copy_file(good, path, std::filesystem::copy_options::overwrite_existing);
  meddle(path, "PRAGMA user_version = 3");
  CHECK(examined(path, key) == ErrorCode::newer_version);
  std::filesystem::copy_file(good, path, std::filesystem::copy_options::overwrite_existing);
  meddle(path, "PRAGMA application_id = 1");
  CHECK(examined(path, key) == ErrorCode::unsupported_format);
}

TEST_CASE("a removed subject that is put back from an old copy is found out") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  const auto path = folder / "g.limen", old = folder / "old.limen";
  {
    auto gallery = Gallery::create(path, key, options).value();
    REQUIRE(gallery.enrol(make_enrolment(1)));
    REQUIRE(gallery.purge());
    std::filesystem::copy_file(path, old);
    REQUIRE(gallery.remove(SubjectId{1}));
    meddle(path, "ATTACH '" + old.string() +
                     "' AS old; INSERT INTO subject SELECT * FROM old.subject; INSERT INTO reference SELECT * FROM "
                     "old.reference; INSERT INTO template SELECT * FROM old.template");
    CHECK(code_of(gallery.check()) == ErrorCode::tampered);
    CHECK(examined(path, key) == ErrorCode::tampered);
    meddle(path, "ATTACH '" + old.string() + "' AS old; INSERT OR REPLACE INTO meta SELECT * FROM old.meta");
    CHECK(code_of(gallery.view({.purpose = Purpose::border_check})) == ErrorCode::tampered);  // older than it remembers
  }
}

TEST_CASE("a file with a byte changed or cut short is an error or says the same as before") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  const auto good = folder / "good.limen", path = folder / "bad.limen";
  std::vector<SubjectRecord> list;
  {
    auto gallery = Gallery::create(good, key, options).value();
    REQUIRE(gallery.enrol(make_enrolment(1)));
    list = gallery.list().value();
  }
  const auto bytes = slurp(good);
  const auto harmless = [&](const std::string& with) {
    spill(path, with);
    auto gallery = Gallery::open(path, key, options);
    if (!gallery || !gallery->check()) return true;
    const auto found = gallery->list();
    return !found || *found == list;
  };
  int errors = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 61) {
    auto changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    INFO("byte " << i);
    REQUIRE(harmless(changed));
    errors += examined(path, key) != ErrorCode{-1} ? 1 : 0;
  }
  CHECK(errors > 20);  // free space in a page is nobody's
  int cuts = 0;
  for (std::size_t size = 0; size < bytes.size(); size += 1021) {
    INFO("cut at " << size);
    REQUIRE(harmless(bytes.substr(0, size)));
    cuts += examined(path, key) != ErrorCode{-1} ? 1 : 0;
  }
  CHECK(cuts > 30);  // the last page may hold nothing
}

TEST_CASE("SIGKILL in the middle of enrolling: what was acknowledged is there, and nothing by halves") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  for (int round = 0; round < 4; ++round) {
    const auto path = folder / ("g" + std::to_string(round) + ".limen");
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    if (child == 0) {
      auto gallery = Gallery::create(path, key, options).value();
      char ready = 1;
      for (std::uint32_t i = 0;; ++i) {
        if (!gallery.enrol(make_enrolment(i)) || write(ends[1], &ready, 1) != 1) _exit(1);
      }
    }
    char said = 0;
    const std::size_t acknowledged = 3 + static_cast<std::size_t>(round);
    for (std::size_t i = 0; i < acknowledged; ++i) REQUIRE(read(ends[0], &said, 1) == 1);
    usleep(static_cast<useconds_t>(137 * round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(ends[0]);
    close(ends[1]);
    auto gallery = Gallery::open(path, key, options).value();
    REQUIRE(gallery.check());
    const auto list = gallery.list().value();
    CHECK(list.size() >= acknowledged);
    for (std::size_t i = 0; i < list.size(); ++i) {
      CHECK(list[i].label == "subject " + std::to_string(i));
      CHECK(list[i].references.size() == 2);
    }
    CHECK(gallery.enrol(make_enrolment(1000)));
  }
}

TEST_CASE("SIGKILL inside one large enrolment leaves the gallery as it was") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  const auto path = folder / "g.limen";
  {
    auto gallery = Gallery::create(path, key, options).value();
    REQUIRE(gallery.enrol(make_enrolment(5000)));
  }
  const pid_t child = fork();
  if (child == 0) {
    auto gallery = Gallery::open(path, key, options).value();
    std::vector<Enrolment> many;
    for (std::uint32_t i = 0; i < 600; ++i) many.push_back(make_enrolment(i));
    (void)gallery.enrol_many(many, {.progress = [](std::size_t done, std::size_t) {
                               if (done >= 256) (void)kill(getpid(), SIGKILL);
                             }});
    _exit(1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  auto gallery = Gallery::open(path, key, options).value();
  CHECK(gallery.check());
  CHECK(gallery.list().value().size() == 1);
}

TEST_CASE("on a full disk nothing is half-enrolled, and it goes on when there is room again") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  const auto path = folder / "g.limen";
  const pid_t child = fork();
  if (child == 0) {  // a file-size limit fails like a full disk: in the middle of a write
    (void)std::signal(SIGXFSZ, SIG_IGN);
    auto gallery = Gallery::create(path, key, options).value();
    if (!gallery.enrol(make_enrolment(0)) || !gallery.purge()) _exit(2);
    rlimit limit{60 * 1024, RLIM_INFINITY};
    (void)setrlimit(RLIMIT_FSIZE, &limit);
    std::size_t enrolled = 1;
    auto code = ErrorCode{-1};
    for (std::uint32_t i = 1; i < 300 && code == ErrorCode{-1}; ++i) {
      code = code_of(gallery.enrol(make_enrolment(i)));
      if (code == ErrorCode{-1}) ++enrolled;
    }
    if (code != ErrorCode::io_error) _exit(3);
    std::vector<Enrolment> many;
    for (std::uint32_t i = 300; i < 600; ++i) many.push_back(make_enrolment(i));
    if (code_of(gallery.enrol_many(many)) != ErrorCode::io_error) _exit(4);
    limit.rlim_cur = RLIM_INFINITY;
    (void)setrlimit(RLIMIT_FSIZE, &limit);
    if (gallery.list().value().size() != enrolled || !gallery.check()) _exit(5);
    if (!gallery.enrol_many(many) || gallery.list().value().size() != enrolled + 300) _exit(6);
    _exit(0);
  }
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(examined(path, key) == ErrorCode{-1});

  const auto none = folder / "none.limen";
  const pid_t maker = fork();
  if (maker == 0) {
    (void)std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{2048, RLIM_INFINITY};
    (void)setrlimit(RLIMIT_FSIZE, &limit);
    _exit(code_of(Gallery::create(none, key, options)) == ErrorCode::io_error ? 0 : 1);
  }
  waitpid(maker, &status, 0);
  CHECK(WEXITSTATUS(status) == 0);
  CHECK_FALSE(std::filesystem::exists(none));
}
