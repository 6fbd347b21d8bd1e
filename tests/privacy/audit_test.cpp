#include "limen/privacy/audit.hpp"

#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>
#include <type_traits>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/code_of.hpp"
#include "tests/files.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::privacy;
using limen::test::code_of;
using limen::test::slurp;
using limen::test::spill;

namespace {

const Time noon = Time{std::chrono::sys_days{std::chrono::year{2019} / 6 / 17}} + std::chrono::hours{12};

/// The folder of generated logs of format 1.
std::filesystem::path old_logs() { return std::filesystem::path(LIMEN_TEST_DATA) / "audit"; }

Key old_key() {
  std::array<std::byte, Key::size> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i);
  return Key::from_bytes(bytes).value();
}

AuditEntry an_entry(int number) {
  AuditEntry entry;
  entry.officer = "officer " + std::to_string(number);
  entry.purpose = Purpose::border_check;
  entry.case_reference = "case \"7\\8\"\n\x7f ž";
  entry.view_hash = digest(std::as_bytes(std::span(entry.officer)));
  entry.view_size = 2000;
  entry.candidates = 1;
  entry.result = "candidates";
  return entry;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line;
  return text;
}

/// A log of `count` records; the receipt of the last.
AuditReceipt write_log(const std::filesystem::path& path, int count, const Key* key = nullptr) {
  const FixedClock clock(noon);
  auto audit = Audit::open(path, {.clock = &clock, .key = key}).value();
  AuditReceipt receipt = audit.head();
  for (int i = 1; i <= count; ++i) receipt = audit.append(an_entry(i)).value();
  return receipt;
}

}  // namespace

static_assert(!std::is_copy_constructible_v<Audit>);

TEST_CASE("records are read back as they were written, numbered, chained and dated") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  const auto receipt = write_log(path, 3);
  CHECK(receipt.sequence == 3);
  const auto records = Audit::entries(path).value();
  REQUIRE(records.size() == 3);
  for (int i = 0; i < 3; ++i) {
    const auto& record = records[static_cast<std::size_t>(i)];
    CHECK(record.sequence == static_cast<std::uint64_t>(i + 1));
    CHECK(record.entry == an_entry(i + 1));
    CHECK(record.time == noon);
    if (i > 0) CHECK(record.previous == records[static_cast<std::size_t>(i - 1)].hash);
  }
  CHECK(records.back().hash == receipt.head);
  const auto summary = Audit::verify(path, nullptr, receipt).value();
  CHECK(summary.entries == 3);
  CHECK(summary.head == receipt.head);
  CHECK(summary.first == noon);
  CHECK_FALSE(summary.keyed);
  CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::mask) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("a log goes on where it ended") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  const auto first = write_log(path, 2);
  const auto second = write_log(path, 1);
  CHECK(second.sequence == 3);
  CHECK(Audit::verify(path, nullptr, first));
  CHECK(Audit::verify(path, nullptr, second));
  CHECK(Audit::entries(path).value().size() == 3);
}

TEST_CASE("no two logs have the same chain") {
  const test::TemporaryDirectory folder;
  CHECK(write_log(folder / "a.log", 1).head != write_log(folder / "b.log", 1).head);
}

TEST_CASE("any bit of any byte changed: it does not verify and does not open") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  for (const bool keyed : {false, true}) {
    std::filesystem::remove(path);
    const auto key = Key::random();
    write_log(path, 2, keyed ? &key : nullptr);
    const auto good = slurp(path);
    const auto bad = folder / "bad.log";
    for (std::size_t i = 0; i < good.size(); ++i) {
      for (const int bit : {0, 5}) {  // 5: the case of a letter
        auto changed = good;
        changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
        spill(bad, changed);
        INFO("byte " << i << ", bit " << bit);
        REQUIRE_FALSE(Audit::verify(bad, keyed ? &key : nullptr));
        if (i % 7 == 0) REQUIRE_FALSE(Audit::open(bad, {.key = keyed ? &key : nullptr}));
      }
    }
  }
}

TEST_CASE("deletion, insertion, reordering, truncation and another log's lines are found") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  const auto receipt = write_log(path, 4);
  const auto lines = lines_of(slurp(path));  // the first line, then records 1 to 4
  const auto bad = folder / "bad.log";
  const auto tampered = [&](const std::vector<std::string>& with) {
    spill(bad, joined(with));
    return code_of(Audit::verify(bad)) == ErrorCode::tampered && code_of(Audit::open(bad)) == ErrorCode::tampered;
  };
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    auto less = lines;
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK(tampered(less));
    auto more = lines;
    more.insert(more.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    CHECK(tampered(more));
    auto moved = lines;
    std::swap(moved[i], moved[i + 1]);
    CHECK(tampered(moved));
  }
  auto blank = lines;
  blank.insert(blank.begin() + 2, "\n");
  CHECK(tampered(blank));
  write_log(folder / "other.log", 4);
  auto foreign = lines;
  foreign[4] = lines_of(slurp(folder / "other.log"))[4];
  CHECK(tampered(foreign));

  auto shorter = lines;
  shorter.pop_back();
  spill(bad, joined(shorter));
  CHECK(Audit::verify(bad));  // a chain alone cannot know its own end …
  CHECK(code_of(Audit::verify(bad, nullptr, receipt)) == ErrorCode::tampered);  // … a receipt does
  spill(bad, lines[0]);
  CHECK(code_of(Audit::verify(bad, nullptr, receipt)) == ErrorCode::tampered);
  spill(bad, "");
  CHECK(code_of(Audit::verify(bad)) == ErrorCode::tampered);
}

TEST_CASE("a long log is verified in pieces, by several threads, with nothing lost between them") {
  constexpr int count = 300;  // a piece has 128 lines
  const test::TemporaryDirectory folder;
  const auto key = Key::random();
  ThreadPool pool(3);
  for (const Key* with : {static_cast<const Key*>(nullptr), &key}) {
    const auto path = folder / (with != nullptr ? "keyed" : "plain");
    std::vector<TreeHead> heads;
    {
      auto audit = Audit::open(path, {.key = with, .sync = false}).value();
      for (int i = 1; i <= count; ++i) {
        CHECK(audit.append(an_entry(i)).has_value());
        heads.push_back(audit.tree_head());
      }
    }
    const auto verify = [&](std::span<const TreeHead> known) {
      return Audit::verify(path, with, std::nullopt, known, {.executor = &pool});
    };
    CHECK(verify(heads).value().root == heads.back().root);
    for (const auto size : {1, 2, 127, 128, 129, 200, 255, 256, 257, 300}) {
      INFO("tree head of " << size);
      auto head = heads[static_cast<std::size_t>(size - 1)];
      CHECK(verify(std::span(&head, 1)).value().root == heads.back().root);
      head.root.bytes[0] ^= std::byte{1};
      CHECK(code_of(verify(std::span(&head, 1))) == ErrorCode::tampered);
    }
    const auto whole = slurp(path);
    const auto lines = lines_of(whole);
    const auto found = [&](const std::vector<std::string>& changed) {
      spill(path, joined(changed));
      return code_of(verify({})) == ErrorCode::tampered;
    };
    for (const std::size_t place : {1U, 127U, 128U, 129U, 130U, 256U, 257U, 299U}) {  // of the line; 0: the header
      INFO("line " << place);
      auto edited = lines, without = lines, twice = lines, swapped = lines;
      edited[place][lines[place].size() / 2] ^= 1;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(place));
      twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(place), lines[place]);
      std::swap(swapped[place], swapped[place + 1]);
      CHECK(found(edited));
      CHECK(found(without));
      CHECK(found(twice));
      CHECK(found(swapped));
    }
    for (const std::size_t left : {128U, 129U, 130U, 257U, 300U}) {
      spill(path, joined({lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(left)}));
      CHECK(code_of(verify(std::span(&heads.back(), 1))) == ErrorCode::tampered);
    }
    spill(path, whole);
    CHECK(verify(heads).has_value());
  }
}

TEST_CASE("a chain that was computed anew from a changed entry fails against a receipt, and against the key") {
  const test::TemporaryDirectory folder;
  const auto key = Key::random();
  const auto receipt = write_log(folder / "true.log", 2, &key);
  write_log(folder / "forged.log", 2);  // who has no key can only write an unkeyed log, or one under a key of his own
  CHECK(code_of(Audit::verify(folder / "forged.log", &key)) == ErrorCode::wrong_key);
  const auto own = Key::random();
  write_log(folder / "own.log", 2, &own);
  CHECK(code_of(Audit::verify(folder / "own.log", &key)) == ErrorCode::wrong_key);
  CHECK(code_of(Audit::verify(folder / "own.log", &own, receipt)) == ErrorCode::tampered);
  CHECK(code_of(Audit::verify(folder / "true.log")) == ErrorCode::wrong_key);
  CHECK(code_of(Audit::open(folder / "true.log")) == ErrorCode::wrong_key);
  CHECK(Audit::verify(folder / "true.log", &key, receipt));
}

TEST_CASE("a torn last line is reported, never dropped silently, and set aside by repair with a record that says so") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  write_log(path, 2);
  const auto whole = slurp(path);
  const auto lines = lines_of(whole);
  const auto last = whole.size() - lines.back().size();
  for (const auto cut : {last + 1, last + 20, whole.size() - 1}) {
    const auto torn = folder / ("torn-" + std::to_string(cut) + ".log");
    spill(torn, whole.substr(0, cut));
    CHECK(code_of(Audit::open(torn)) == ErrorCode::corrupt);
    CHECK(code_of(Audit::verify(torn)) == ErrorCode::corrupt);
    CHECK(slurp(torn) == whole.substr(0, cut));
    AuditEntry who;
    who.officer = "keeper";
    const auto receipt = Audit::repair(torn, who).value();
    CHECK(receipt.sequence == 2);
    const auto records = Audit::entries(torn).value();
    REQUIRE(records.size() == 2);
    CHECK(records[1].entry.operation == Operation::repair);
    CHECK(records[1].entry.officer == "keeper");
    CHECK(records[1].entry.result.find(std::to_string(cut - last) + " bytes") == 0);
    CHECK(slurp(torn.string() + ".torn-2") == whole.substr(last, cut - last));
    CHECK(code_of(Audit::repair(torn, who)) == ErrorCode::not_found);
  }
  spill(path, lines[0].substr(0, 10));  // died while the first line was written
  CHECK(code_of(Audit::open(path)) == ErrorCode::corrupt);
  CHECK(Audit::repair(path, {}).value().sequence == 1);
}

TEST_CASE("what is no audit log, or one of a later version, is told apart and left alone") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  for (const std::string text : {"hello", "hello\n", "{}\n{}\n", "\n"}) {
    spill(path, text);
    CHECK(code_of(Audit::verify(path)) == ErrorCode::unsupported_format);
    CHECK(code_of(Audit::open(path)) == ErrorCode::unsupported_format);
    CHECK(code_of(Audit::repair(path, {})) == ErrorCode::unsupported_format);
    CHECK(slurp(path) == text);
  }
  spill(path, "{\"limen_audit\":3,\"anything\":1}\n");
  CHECK(code_of(Audit::open(path)) == ErrorCode::newer_version);
  CHECK(code_of(Audit::verify(folder / "none.log")) == ErrorCode::not_found);
  CHECK(code_of(Audit::open(folder.path())) == ErrorCode::io_error);
  CHECK(code_of(Audit::open(folder / "no" / "where.log")) == ErrorCode::not_found);
  spill(path, lines_of(slurp(path))[0] + std::string(3000 * 1024, 'x'));
  CHECK_FALSE(Audit::verify(path));
}

TEST_CASE("one holder at a time") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  {
    const auto held = Audit::open(path).value();
    CHECK(code_of(Audit::open(path)) == ErrorCode::busy);
    CHECK(code_of(Audit::repair(path, {})) == ErrorCode::busy);
  }
  CHECK(Audit::open(path));
}

TEST_CASE("a log that is deleted or written to behind its holder's back takes no more entries") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  {
    auto audit = Audit::open(path).value();
    std::ofstream(path, std::ios::app) << "x";
    CHECK(code_of(audit.append(an_entry(1))) == ErrorCode::audit_failed);
  }
  std::filesystem::remove(path);
  auto audit = Audit::open(path).value();
  std::filesystem::remove(path);
  CHECK(code_of(audit.append(an_entry(1))) == ErrorCode::audit_failed);
}

TEST_CASE("on a full disk nothing is half-written, and the log goes on when there is room again") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  write_log(path, 1);
  const auto before = slurp(path);
  const pid_t child = fork();
  if (child == 0) {  // a file-size limit fails like a full disk: in the middle of a write
    (void)std::signal(SIGXFSZ, SIG_IGN);
    auto audit = Audit::open(path).value();
    const rlimit small{before.size() + 100, RLIM_INFINITY};
    (void)setrlimit(RLIMIT_FSIZE, &small);
    const bool refused = code_of(audit.append(an_entry(2))) == ErrorCode::audit_failed;
    const rlimit large{RLIM_INFINITY, RLIM_INFINITY};
    (void)setrlimit(RLIMIT_FSIZE, &large);
    _exit(refused && slurp(path) == before && audit.append(an_entry(2)) ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK(Audit::verify(path).value().entries == 2);
}

TEST_CASE("an entry that cannot be written truly is refused") {
  const test::TemporaryDirectory folder;
  auto audit = Audit::open(folder / "audit.log").value();
  auto entry = an_entry(1);
  entry.justification = std::string(4097, 'x');
  CHECK(code_of(audit.append(entry)) == ErrorCode::audit_failed);
  for (const std::string bad : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xf0\x9f\x98"}) {
    entry.justification = bad;
    CHECK(code_of(audit.append(entry)) == ErrorCode::audit_failed);
  }
  entry.justification = "žluťoučký € 😀 " + std::string("a\0b", 3);
  CHECK(audit.append(entry));
  entry.operation = static_cast<Operation>(77);
  CHECK(code_of(audit.append(entry)) == ErrorCode::audit_failed);
  CHECK(audit.head().sequence == 1);
}

TEST_CASE("a clock that goes back is recorded, and counted by the verifier") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  FixedClock clock(noon);
  {
    auto audit = Audit::open(path, {.clock = &clock}).value();
    REQUIRE(audit.append(an_entry(1)));
    clock.set(noon - std::chrono::hours{1});
    REQUIRE(audit.append(an_entry(2)));
  }
  CHECK(Audit::verify(path).value().backwards == 1);
}

TEST_CASE("several threads append to one log without a gap") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  {
    auto audit = Audit::open(path).value();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&audit] {
        for (int i = 0; i < 25; ++i) (void)audit.append(an_entry(i));
      });
    for (auto& thread : threads) thread.join();
  }
  CHECK(Audit::verify(path).value().entries == 100);
}

TEST_CASE("an acknowledged record survives SIGKILL") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  int pipe_ends[2];
  REQUIRE(pipe(pipe_ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    auto audit = Audit::open(path).value();
    for (int i = 1;; ++i) {
      const auto receipt = audit.append(an_entry(i)).value();
      if (write(pipe_ends[1], &receipt, sizeof receipt) != sizeof receipt) _exit(1);
    }
  }
  AuditReceipt receipt;
  for (int i = 0; i < 20; ++i) REQUIRE(read(pipe_ends[0], &receipt, sizeof receipt) == sizeof receipt);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  if (const auto found = Audit::verify(path); !found && found.error().code == ErrorCode::corrupt)
    REQUIRE(Audit::repair(path, {}));
  CHECK(Audit::verify(path, nullptr, receipt));
}

TEST_CASE("a log of format 1 is read, and goes on in a new file without a break in the chain") {
  const test::TemporaryDirectory folder;
  const auto key = old_key();
  for (const bool keyed : {false, true}) {
    const auto* const with = keyed ? &key : nullptr;
    const auto path = folder / (keyed ? "keyed.log" : "plain.log");
    std::filesystem::copy_file(old_logs() / (keyed ? "version-1-keyed.log" : "version-1.log"), path);
    const auto old = Audit::entries(path, with).value();
    REQUIRE(old.size() == 3);
    CHECK(old[2].entry.officer == "officer 3");
    CHECK(old[2].entry.justification == "\"generated\"\n");
    CHECK(old[2].entry.view_size == 2000);
    const auto before = Audit::verify(path, with).value();
    CHECK(before.keyed == keyed);
    CHECK(before.first == noon);
    {
      auto audit = Audit::open(path, {.key = with}).value();
      CHECK(audit.head() == AuditReceipt{3, before.head});
      REQUIRE(audit.append(an_entry(4)));
    }
    CHECK(std::filesystem::exists(path.string() + ".000001"));
    const auto all = Audit::entries(path, with).value();
    REQUIRE(all.size() == 4);
    CHECK(all[1] == old[1]);
    CHECK(all[3].entry == an_entry(4));
    const auto after = Audit::verify(path, with, AuditReceipt{3, before.head}).value();
    CHECK(after.entries == 4);
    CHECK(after.files == 2);
    // The tree counts the old records too.
    const auto proof = Audit::prove(path, with, 2).value();
    CHECK(check(proof, {after.log, 4, after.last, after.root, after.head}).value().hash != old[1].hash);
  }
}

TEST_CASE("any bit of any byte of a log of format 1 changed: it does not verify") {
  const test::TemporaryDirectory folder;
  const auto key = old_key();
  for (const bool keyed : {false, true}) {
    const auto good = slurp(old_logs() / (keyed ? "version-1-keyed.log" : "version-1.log"));
    for (std::size_t i = 0; i < good.size(); ++i) {
      auto changed = good;
      changed[i] = static_cast<char>(changed[i] ^ (i % 2 == 0 ? 1 : 32));
      spill(folder / "bad.log", changed);
      INFO("byte " << i);
      REQUIRE_FALSE(Audit::verify(folder / "bad.log", keyed ? &key : nullptr));
    }
  }
}

TEST_CASE("of a keyed log nothing but numbers and times is legible without the key") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  const auto key = Key::random();
  {
    auto audit = Audit::open(path, {.key = &key}).value();
    auto entry = an_entry(1);
    entry.subjects = {"gallery/17"};
    entry.details = "rank 1";
    REQUIRE(audit.append(entry));
  }
  const auto text = slurp(path) + slurp(path.string() + ".keys");
  for (const auto* word : {"officer", "border_check", "search", "candidates", "gallery/17", "rank"})
    CHECK(text.find(word) == std::string::npos);
  CHECK(Audit::entries(path, &key).value()[0].entry.subjects == std::vector<std::string>{"gallery/17"});
}

TEST_CASE("a person who is forgotten is gone from every entry; the chain, the others and the duties of a log stay") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  const auto key = Key::random();
  for (const bool keyed : {false, true}) {
    std::filesystem::remove(path);
    std::filesystem::remove(path.string() + ".keys");
    const auto* const with = keyed ? &key : nullptr;
    AuditReceipt before;
    {
      auto audit = Audit::open(path, {.key = with}).value();
      auto entry = an_entry(1);
      entry.subjects = {"g/1", "g/2"};
      entry.details = "first g/1, then g/2";
      REQUIRE(audit.append(entry));
      entry.subjects = {"g/2"};
      entry.details = "g/2 alone";
      before = audit.append(entry).value();
    }
    const auto whole = slurp(path), book = slurp(path.string() + ".keys");
    CHECK(Audit::entries(path, with).value()[0].entry.details == "first g/1, then g/2");
    {
      auto audit = Audit::open(path, {.key = with}).value();
      AuditEntry who;
      who.officer = "keeper";
      who.justification = "erased on request";
      CHECK(code_of(audit.forget(std::vector<std::string>{"g/3"}, who)) == ErrorCode::not_found);
      REQUIRE(audit.forget(std::vector<std::string>{"g/1"}, who));
      CHECK(code_of(audit.forget(std::vector<std::string>{"g/1"}, who)) == ErrorCode::not_found);
    }
    CHECK(slurp(path).starts_with(whole));  // not one byte of the log was changed
    CHECK(Audit::verify(path, with, before).value().entries == 3);
    const auto records = Audit::entries(path, with).value();
    CHECK(records[0].hidden == 1);
    CHECK(records[0].entry.subjects == std::vector<std::string>{"-", "g/2"});
    CHECK(records[0].entry.details.empty());
    CHECK(records[0].entry.officer == "officer 1");
    CHECK(records[0].entry.case_reference == an_entry(1).case_reference);
    CHECK(records[1].hidden == 0);
    CHECK(records[1].entry.details == "g/2 alone");
    CHECK(records[2].entry.operation == Operation::erasure);
    CHECK(records[2].entry.tombstone);
    // The key is in no file any more: the book differs exactly where it was, and there are zeros.
    const auto now = slurp(path.string() + ".keys");
    REQUIRE(now.size() == book.size());
    CHECK(now.find(std::string(192, '\0')) != std::string::npos);
    // A person of that name who comes later is another one.
    auto audit = Audit::open(path, {.key = with}).value();
    auto entry = an_entry(4);
    entry.subjects = {"g/1"};
    entry.details = "again";
    REQUIRE(audit.append(entry));
    CHECK(Audit::entries(path, with).value()[0].hidden == 1);
    CHECK(Audit::entries(path, with).value()[3].entry.details == "again");
  }
}

TEST_CASE("a key book that was changed at any byte, or emptied behind the log's back, is found") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log", book = folder / "audit.log.keys";
  {
    auto audit = Audit::open(path).value();
    auto entry = an_entry(1);
    entry.subjects = {"g/1", "g/2"};
    entry.details = "both";
    REQUIRE(audit.append(entry));
  }
  const auto good = slurp(book);
  REQUIRE(good.size() == 12 + 2 * 192);
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    spill(book, changed);
    INFO("byte " << i);
    REQUIRE_FALSE(Audit::entries(path));
    REQUIRE_FALSE(Audit::open(path));
    CHECK(Audit::verify(path));  // the chain itself does not depend on it
  }
  for (std::size_t length = 0; length < good.size(); ++length) {
    spill(book, good.substr(0, length));
    INFO("length " << length);
    REQUIRE_FALSE(Audit::entries(path));
  }
  auto emptied = good;
  std::fill(emptied.begin() + 12, emptied.begin() + 12 + 192, '\0');
  spill(book, emptied);
  CHECK(code_of(Audit::entries(path)) == ErrorCode::tampered);
  std::filesystem::remove(book);
  CHECK(code_of(Audit::entries(path)) == ErrorCode::tampered);
}

TEST_CASE("a log goes on over several files, which verify together; one that is missing or cut is found") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  const auto key = Key::random();
  const FixedClock clock(noon);
  AuditReceipt second, last;
  TreeHead early;
  {
    auto audit = Audit::open(path, {.clock = &clock, .key = &key, .rotate_at = 1200}).value();
    for (int i = 1; i <= 8; ++i) {
      last = audit.append(an_entry(i)).value();
      if (i == 2) second = last, early = audit.tree_head();
    }
    REQUIRE(audit.rotate());
    REQUIRE(audit.rotate());  // an empty file is not closed
    CHECK(audit.head() == last);
  }
  const auto summary = Audit::verify(path, &key, second, std::span(&early, 1)).value();
  CHECK(summary.entries == 8);
  CHECK(summary.files > 2);
  CHECK(Audit::verify(path, &key, last));
  CHECK(Audit::entries(path, &key).value().size() == 8);
  {
    auto audit = Audit::open(path, {.clock = &clock, .key = &key}).value();
    CHECK(audit.head() == last);
    CHECK(audit.tree_head().root == summary.root);
    last = audit.append(an_entry(9)).value();
  }
  CHECK(Audit::entries(path, &key).value()[8].entry == an_entry(9));

  const auto first = path.string() + ".000001", middle = path.string() + ".000002";
  std::filesystem::rename(first, folder / "archived");  // the oldest may be archived elsewhere …
  CHECK(Audit::verify(path, &key, last).value().absent > 0);
  CHECK(code_of(Audit::verify(path, &key, AuditReceipt{1, second.head})) == ErrorCode::not_found);
  CHECK(code_of(Audit::prove(path, &key, 1)) == ErrorCode::not_found);
  std::filesystem::rename(folder / "archived", first);
  std::filesystem::rename(middle, folder / "lost");  // … but none between
  CHECK(code_of(Audit::verify(path, &key)) == ErrorCode::tampered);
  std::filesystem::rename(folder / "lost", middle);
  const auto lines = lines_of(slurp(middle));
  spill(middle, joined({lines.begin(), lines.end() - 1}));
  CHECK(code_of(Audit::verify(path, &key)) == ErrorCode::tampered);
  spill(middle, joined(lines) + lines.back());
  CHECK(code_of(Audit::verify(path, &key)) == ErrorCode::tampered);
  std::filesystem::remove(middle);
  std::filesystem::copy_file(first, middle);
  CHECK(code_of(Audit::verify(path, &key)) == ErrorCode::tampered);
}

TEST_CASE("a rotation that a crash cut short is taken back") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  const auto last = write_log(path, 2);
  spill(path.string() + ".next", "half a li");
  std::filesystem::create_hard_link(path, path.string() + ".000001");
  CHECK(Audit::verify(path, nullptr, last).value().files == 1);
  {
    auto audit = Audit::open(path).value();
    CHECK(audit.head() == last);
    CHECK_FALSE(std::filesystem::exists(path.string() + ".next"));
    CHECK_FALSE(std::filesystem::exists(path.string() + ".000001"));
    REQUIRE(audit.rotate());
    REQUIRE(audit.append(an_entry(3)));
  }
  CHECK(Audit::verify(path, nullptr, last).value().files == 2);
  spill(path, "");
  CHECK(code_of(Audit::open(path)) == ErrorCode::tampered);  // the current file was emptied
}

TEST_CASE(
    "SIGKILL at any moment of appends, rotations and erasures: what was acknowledged is there, nothing is half done") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "audit.log";
  for (int round = 0; round < 12; ++round) {
    int pipe_ends[2];
    REQUIRE(pipe(pipe_ends) == 0);
    const pid_t child = fork();
    if (child == 0) {
      auto audit = Audit::open(path, {.sync = false, .rotate_at = 2000}).value();
      for (int i = 1;; ++i) {
        auto entry = an_entry(i);
        entry.subjects = {"g/" + std::to_string(i)};
        auto receipt = audit.append(entry).value();
        if (i % 5 == 0) receipt = audit.forget(entry.subjects, {}).value();
        if (write(pipe_ends[1], &receipt, sizeof receipt) != sizeof receipt) _exit(1);
      }
    }
    AuditReceipt receipt;
    for (int i = 0; i < 20 + 7 * round; ++i) REQUIRE(read(pipe_ends[0], &receipt, sizeof receipt) == sizeof receipt);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    if (const auto found = Audit::verify(path); !found && found.error().code == ErrorCode::corrupt)
      REQUIRE(Audit::repair(path, {}));
    REQUIRE(Audit::open(path));
    REQUIRE(Audit::verify(path, nullptr, receipt));
    REQUIRE(Audit::entries(path));
  }
}
