// What is due in a gallery, what a sweep does about it, and that what it erased is gone.
#include <algorithm>
#include <iterator>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "limen/gallery/gallery.hpp"

#include "tests/code_of.hpp"
#include "tests/files.hpp"
#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using namespace std::chrono;
using privacy::Event;
using privacy::Key;

namespace {

Time on(int y, unsigned m, unsigned d) { return Time{sys_days{year{y} / month{m} / day{d}}}; }

/// A gallery that is swept, with a log and a clock.
struct House {
  TemporaryDirectory folder{};
  std::filesystem::path path = folder / "g.limen", log = folder / "log";
  FixedClock clock{today};
  Key key = Key::random();
  GalleryOptions options{.clock = &clock, .patience = milliseconds{50}, .max_skew = days{40000}};
  Gallery gallery = Gallery::create(path, key, options).value();
  Audit audit = Audit::open(log, {.clock = &clock}).value();
  SweepTerms terms{.officer = "officer 7"};

  SubjectId enrol(std::uint32_t seed, std::string_view retention_class = "interpol_notice",
                  PurposeSet purposes = Purpose::border_check) {
    auto enrolment = make_enrolment(seed, purposes);
    enrolment.retention_class = retention_class;
    return gallery.enrol(enrolment).value();
  }
  SweepReceipt sweep() { return gallery.sweep(gallery.plan_sweep().value().token, terms, audit).value(); }
  std::size_t seen(Purpose purpose = Purpose::border_check) {
    return gallery.view({.purpose = purpose}).value().size();
  }
  SubjectRecord subject(SubjectId id) { return gallery.subject(id).value(); }
};

/// What an SQL tool reads in the file.
std::string blob(const std::filesystem::path& path, const std::string& sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  const std::string bytes(static_cast<const char*>(sqlite3_column_blob(statement, 0)),
                          static_cast<std::size_t>(sqlite3_column_bytes(statement, 0)));
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return bytes;
}

}  // namespace

TEST_CASE("a sweep erases what is due and nothing else, after saying so") {
  House house;
  const auto due = house.enrol(1);
  house.clock.set(on(2022, 1, 1));
  const auto stays = house.enrol(2);
  CHECK(house.gallery.plan_sweep().value().items.empty());
  house.clock.set(on(2024, 6, 18));  // five years and the rest of the day
  CHECK(house.seen() == 2);

  const auto plan = house.gallery.plan_sweep().value();
  REQUIRE(plan.items.size() == 2);
  CHECK(plan.count(SweepAction::erase) == 2);
  CHECK(plan.items[0].subject == due);
  CHECK(plan.items[0].rule == "interpol_notice_not_extended");
  CHECK(plan.items[0].due == on(2024, 6, 18));
  CHECK(plan.items[0].state_before == ReferenceState::active);
  CHECK(plan.items[0].state_after == ReferenceState::erased);
  CHECK(house.gallery.list().value().size() == 2);  // a plan does nothing

  const auto done = house.gallery.sweep(plan.token, house.terms, house.audit).value();
  CHECK(done.items == plan.items);
  CHECK(done.subjects == 1);
  CHECK(done.tombstones.size() == 2);
  CHECK(done.searched_for == 2);
  CHECK(done.twins.empty());
  CHECK(done.purged);
  CHECK(code_of(house.gallery.subject(due)) == ErrorCode::not_found);
  CHECK(house.subject(stays).references.size() == 2);
  CHECK(house.gallery.state({1}).value() == ReferenceState::erased);
  CHECK(house.gallery.state({3}).value() == ReferenceState::active);
  CHECK(code_of(house.gallery.state({5})) == ErrorCode::not_found);
  CHECK(house.gallery.tombstone({1}).value() == done.tombstones[0]);
  CHECK_FALSE(house.gallery.tombstone({3}).value());
  CHECK(house.gallery.check());
  CHECK(house.sweep().items.empty());

  const auto entries = Audit::entries(house.log).value();
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].entry.operation == privacy::Operation::sweep);
  CHECK(entries[0].entry.subjects == std::vector<std::string>{"-"});  // erased, so the log has forgotten who it was
  CHECK(entries[0].hidden == 1);
  CHECK(entries[0].entry.officer == "officer 7");
  CHECK(entries[0].entry.result.find("2 erased (1 subjects") != std::string::npos);
  CHECK(entries[0].entry.tombstone == done.tombstones_digest);
  CHECK(entries[0].entry.result.find(to_string(plan.token)) != std::string::npos);
  CHECK(digest_of(done.tombstones) == done.tombstones_digest);
  CHECK(entries[1].entry.operation == privacy::Operation::erasure);
  CHECK(entries[2].entry.result.find("0 erased") != std::string::npos);  // that the limits were looked at counts too
}

TEST_CASE("of what is erased neither the key nor the template is in the gallery's files any more") {
  House house;
  house.enrol(1);
  house.clock.set(on(2024, 6, 1));
  house.enrol(2);
  REQUIRE(house.gallery.purge());
  const TemporaryDirectory copy;
  std::filesystem::copy_file(house.path, copy / "copy");
  std::vector<std::string> gone, stays;
  for (const auto* id : {"1", "2", "3", "4"}) {
    auto& list = id[0] < '3' ? gone : stays;
    list.push_back(blob(copy / "copy", std::string("SELECT key FROM reference WHERE id = ") + id));
    list.push_back(
        blob(copy / "copy", std::string("SELECT sealed FROM template WHERE reference = ") + id).substr(0, 64));
  }
  gone.push_back(blob(copy / "copy", "SELECT label FROM subject WHERE id = 1"));
  house.clock.set(on(2024, 6, 20));
  REQUIRE(house.sweep().tombstones.size() == 2);
  for (const auto& entry : std::filesystem::directory_iterator(house.folder.path())) {
    const auto bytes = slurp(entry.path());
    for (const auto& part : gone) CHECK(bytes.find(part) == std::string::npos);
  }
  for (const auto& part : stays) CHECK(slurp(house.path).find(part) != std::string::npos);
  for (const auto& part : gone)
    CHECK(slurp(copy / "copy").find(part) != std::string::npos);  // it was looked for rightly
}

TEST_CASE("a sweep does what its token stands for or nothing") {
  House house;
  house.enrol(1);
  house.clock.set(on(2024, 6, 20));
  const auto plan = house.gallery.plan_sweep().value();
  auto wrong = plan.token;
  wrong.bytes[0] ^= std::byte{1};
  CHECK(code_of(house.gallery.sweep(wrong, house.terms, house.audit)) == ErrorCode::invalid_argument);
  CHECK(code_of(house.gallery.sweep(plan.token, {}, house.audit)) == ErrorCode::invalid_argument);  // no officer
  REQUIRE(house.gallery.hold({1}, {"court", "case 3", on(2025, 1, 1)}));
  CHECK(code_of(house.gallery.sweep(plan.token, house.terms, house.audit)) == ErrorCode::invalid_argument);
  CHECK(house.gallery.list().value().size() == 1);
  CHECK(Audit::entries(house.log).value().empty());
  House later;  // a later look at the same thing has the same token
  later.enrol(1);
  later.clock.set(on(2024, 6, 20));
  const auto first = later.gallery.plan_sweep().value().token;
  later.clock.set(on(2024, 6, 25));
  CHECK(later.gallery.plan_sweep().value().token == first);
}

TEST_CASE("if the audit entry cannot be written, nothing is erased") {
  House house;
  house.enrol(1);
  house.clock.set(on(2024, 6, 20));
  const auto token = house.gallery.plan_sweep().value().token;
  std::filesystem::remove(house.log);
  CHECK(code_of(house.gallery.sweep(token, house.terms, house.audit)) == ErrorCode::audit_failed);
  CHECK(house.gallery.list().value().size() == 1);
  CHECK(house.gallery.plan_sweep().value().token == token);
  CHECK(house.gallery.check());
}

TEST_CASE("a hold turns erasure into a block, as long as it lasts") {
  House house;
  const auto held = house.enrol(1);
  house.clock.set(on(2024, 6, 1));
  const auto hold = house.gallery.hold(held, {"court of X", "proceedings 12/24", on(2024, 12, 1)}).value();
  CHECK(house.subject(held).holds.front().hold.owner == "court of X");
  CHECK(code_of(house.gallery.remove(held)) == ErrorCode::access_denied);
  house.clock.set(on(2024, 6, 20));
  const auto plan = house.gallery.plan_sweep().value();
  CHECK(plan.count(SweepAction::erase) == 0);
  CHECK(plan.count(SweepAction::block) == 2);
  CHECK(plan.count(SweepAction::review) == 2);  // a hold does not suspend it
  CHECK(plan.items[0].held_by == "court of X");
  CHECK(house.sweep().tombstones.empty());
  CHECK(house.subject(held).references[0].state() == ReferenceState::blocked);
  CHECK(house.seen() == 0);
  CHECK(code_of(house.gallery.stored_template({1})) == ErrorCode::access_denied);
  CHECK(house.gallery.stored_template({1}, Gallery::Blocked::read));
  CHECK(house.gallery.plan_sweep().value().count(SweepAction::block) == 0);  // it is
  CHECK(house.gallery.retention().value()[0].held_until == on(2024, 12, 1));

  SUBCASE("it ends by itself") { house.clock.set(on(2024, 12, 1)); }
  SUBCASE("it is released") {
    REQUIRE(house.gallery.release(hold));
    CHECK(code_of(house.gallery.release(hold)) == ErrorCode::not_found);
  }
  auto again = Gallery::open(house.path, house.key, house.options).value();
  CHECK(again.plan_sweep().value().count(SweepAction::erase) == 2);
  CHECK(house.sweep().tombstones.size() == 2);
  CHECK(house.gallery.list().value().empty());
  CHECK(house.gallery.check());
}

TEST_CASE("a hold without owner, reason or end, or of nobody, is refused") {
  House house;
  house.enrol(1);
  const auto until = today + days{10};
  CHECK(code_of(house.gallery.hold({1}, {"", "why", until})) == ErrorCode::invalid_argument);
  CHECK(code_of(house.gallery.hold({1}, {"who", "", until})) == ErrorCode::invalid_argument);
  CHECK(code_of(house.gallery.hold({1}, {"who", "why", {}})) == ErrorCode::invalid_argument);
  CHECK(code_of(house.gallery.hold({9}, {"who", "why", until})) == ErrorCode::not_found);
  CHECK(house.subject({1}).holds.empty());
}

TEST_CASE("an event starts the clock anew or ends it, in the view at once") {
  House house;
  const auto traveller = house.enrol(1, "ees_exit_recorded");
  const auto expires = [&] { return house.subject(traveller).references[0].expires; };
  CHECK(expires() == on(2022, 6, 19));
  REQUIRE(house.gallery.record_event(traveller, Event::exit, on(2021, 2, 3)));
  CHECK(expires() == on(2024, 2, 5));
  house.clock.set(on(2022, 6, 19));
  CHECK(house.seen() == 2);
  CHECK(house.gallery.plan_sweep().value().items.empty());
  REQUIRE(house.gallery.record_event(traveller, Event::naturalised));
  CHECK(house.seen() == 0);
  CHECK(house.subject(traveller).events.size() == 2);
  auto again = Gallery::open(house.path, house.key, house.options).value();
  CHECK(again.subject(traveller).value() == house.subject(traveller));
  CHECK(house.sweep().tombstones.size() == 2);
  CHECK(code_of(house.gallery.record_event(traveller, Event::exit)) == ErrorCode::not_found);
  const auto next = house.enrol(2);
  for (const auto event : {Event::blocked, Event::notified, static_cast<Event>(99), Event{}})
    CHECK(code_of(house.gallery.record_event(next, event)) == ErrorCode::invalid_argument);
  CHECK(code_of(house.gallery.record_event(next, Event::exit, on(3000, 1, 1))) == ErrorCode::invalid_argument);
}

TEST_CASE("a review that nobody made: asked for before, out of every view, then erased; or extended") {
  House house;
  const auto reviewed = house.enrol(1), not_reviewed = house.enrol(2);
  house.clock.set(on(2023, 12, 17));  // six months before
  const auto plan = house.gallery.plan_sweep().value();
  CHECK(plan.items.size() == 4);
  CHECK(plan.count(SweepAction::notify) == 4);
  CHECK(plan.items[0].rule == "interpol_notice");
  house.sweep();
  CHECK(house.gallery.plan_sweep().value().items.empty());  // notice was given
  CHECK(house.subject(reviewed).events.front().event == Event::notified);
  REQUIRE(house.gallery.record_event(reviewed, Event::reviewed, on(2024, 5, 1)));
  house.clock.set(on(2024, 6, 18));
  CHECK(house.seen() == 2);
  CHECK(house.sweep().tombstones.size() == 2);
  CHECK(code_of(house.gallery.subject(not_reviewed)) == ErrorCode::not_found);
  CHECK(house.subject(reviewed).references[0].expires == on(2029, 5, 2));
}

TEST_CASE("a class that only asks for review blocks nothing and erases nothing, but is not searched any more") {
  House house;
  house.enrol(1, "evaluation_data", Purpose::evaluation);
  house.clock.set(on(2020, 6, 18));
  const auto done = house.sweep();
  CHECK(done.items.size() == 2);
  CHECK(done.items[0].action == SweepAction::review);
  CHECK(done.tombstones.empty());
  CHECK(house.seen(Purpose::evaluation) == 0);
  CHECK(house.gallery.list().value().size() == 1);
}

TEST_CASE("marking: seen for law enforcement alone, reversible, with notice to the other states") {
  House house;
  const auto applicant =
      house.enrol(1, "eurodac_applicant", {Purpose::asylum_procedure, Purpose::law_enforcement, Purpose::border_check});
  const auto expires = house.subject(applicant).references[0].expires;
  REQUIRE(house.gallery.mark(applicant));
  CHECK(house.subject(applicant).references[0].state() == ReferenceState::marked);
  CHECK(house.seen(Purpose::asylum_procedure) == 0);
  CHECK(house.seen(Purpose::border_check) == 0);
  CHECK(house.seen(Purpose::law_enforcement) == 2);
  CHECK(house.gallery.stats().value().marked == 2);
  CHECK(house.subject(applicant).references[0].expires == expires);
  const auto status = house.gallery.retention().value()[0];
  REQUIRE(status.entries.size() == 2);
  CHECK(status.entries[0].due == privacy::Due::notice);
  CHECK(status.entries[0].at - today <= hours{72});
  CHECK(house.gallery.stored_template({1}));
  REQUIRE(house.gallery.block(applicant));
  CHECK(house.seen(Purpose::law_enforcement) == 0);
  REQUIRE(house.gallery.unblock(applicant));
  CHECK(house.subject(applicant).references[0].state() == ReferenceState::marked);
  REQUIRE(house.gallery.unmark(applicant));
  CHECK(house.seen(Purpose::asylum_procedure) == 2);
  CHECK(house.subject(applicant).references[0].state() == ReferenceState::active);
  CHECK(house.gallery.check());
  for (const auto code : {code_of(house.gallery.mark({9})), code_of(house.gallery.block({9}))})
    CHECK(code == ErrorCode::not_found);
}

TEST_CASE("a clock that went back or jumped: nothing is erased until somebody says that it is right") {
  House house;
  house.options.max_skew = days{7};
  house.gallery = Gallery::open(house.path, house.key, house.options).value();
  house.enrol(1);
  house.clock.set(on(2024, 6, 20));
  CHECK(code_of(house.gallery.plan_sweep()) == ErrorCode::clock_suspect);
  REQUIRE(house.enrol(2));  // enrolling goes on, but does not make the clock trusted
  CHECK(code_of(house.gallery.plan_sweep()) == ErrorCode::clock_suspect);
  CHECK(code_of(house.gallery.sweep({}, house.terms, house.audit)) == ErrorCode::clock_suspect);
  CHECK(house.gallery.list().value().size() == 2);
  REQUIRE(house.gallery.trust_clock());
  CHECK(house.sweep().tombstones.size() == 2);
  house.clock.set(on(2024, 6, 19));
  CHECK(code_of(house.gallery.plan_sweep()) == ErrorCode::clock_suspect);
  house.clock.set(on(2024, 6, 27));
  CHECK(house.gallery.plan_sweep());
  auto again = Gallery::open(house.path, house.key, house.options).value();
  house.clock.set(on(2019, 1, 1));
  CHECK(code_of(again.plan_sweep()) == ErrorCode::clock_suspect);  // it is kept in the file
}

TEST_CASE("a clock that went back shows nothing again that had expired") {
  House house;
  house.enrol(1);
  house.clock.set(on(2024, 6, 20));
  house.enrol(2);
  CHECK(house.seen() == 2);
  house.clock.set(on(2024, 6, 1));
  CHECK(house.seen() == 2);
  CHECK(house.gallery.view({.purpose = Purpose::border_check, .at = on(2024, 6, 1)}).value().size() == 4);
}

TEST_CASE("other rules than those it was enrolled under: the sweep shows the difference and reschedules") {
  House house;
  house.enrol(1);
  auto rules = privacy::retention_presets();
  rules.push_back({.name = "house rule",
                   .categories = Category::wanted_person,
                   .anchors = Event::entered,
                   .period = {.years = 2},
                   .source = "our own"});
  const auto stricter = privacy::RetentionPolicy::make(rules).value();
  house.options.retention = &stricter;
  house.gallery = Gallery::open(house.path, house.key, house.options).value();
  const auto plan = house.gallery.plan_sweep().value();
  REQUIRE(plan.count(SweepAction::reschedule) == 2);
  CHECK(plan.items[0].rule == "house rule");
  CHECK(plan.items[0].expires_before == on(2024, 6, 18));
  CHECK(plan.items[0].expires_after == on(2021, 6, 18));
  house.sweep();
  CHECK(house.subject({1}).references[0].expires == on(2021, 6, 18));
  CHECK(house.gallery.plan_sweep().value().items.empty());
}

TEST_CASE("a rule that blocks, and one that erases what was blocked") {
  House house;
  const auto chained =
      privacy::RetentionPolicy::make({{.name = "kept",
                                       .retention_class = "kept",
                                       .anchors = Event::entered,
                                       .period = {.years = 1},
                                       .due = privacy::Due::blocking},
                                      {.name = "then", .anchors = Event::blocked, .period = {.months = 1}}})
          .value();
  house.options.retention = &chained;
  house.gallery = Gallery::open(house.path, house.key, house.options).value();
  house.enrol(1, "kept");
  house.clock.set(on(2020, 6, 18));
  const auto done = house.sweep();
  CHECK(done.items[0].action == SweepAction::block);
  CHECK(done.items[0].held_by.empty());
  CHECK(house.subject({1}).references[0].blocked);
  CHECK(house.gallery.plan_sweep().value().items.empty());
  house.clock.set(on(2020, 7, 19));
  CHECK(house.sweep().tombstones.size() == 2);
}

TEST_CASE("the same print enrolled twice: who is erased is gone, and the other is named") {
  House house;
  house.enrol(1);
  house.clock.set(on(2022, 1, 1));
  auto again = make_enrolment(1);
  again.label = "the same, by another name";
  again.faces = {make_face(1)};
  REQUIRE(house.gallery.enrol(again));
  house.clock.set(on(2024, 6, 20));
  const auto done = house.sweep();
  CHECK(done.tombstones.size() == 2);
  CHECK(done.searched_for == 2);
  CHECK(done.twins == std::vector<ReferenceId>{{3}, {4}});
}

TEST_CASE("enrolment: categories, legal bases and agencies, and what does not fit its class") {
  House house;
  auto enrolment = make_enrolment(1);
  const auto refused = [&](ErrorCode code, std::string_view part) {
    const auto result = house.gallery.enrol(enrolment);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == code);
    INFO(result.error().message);
    CHECK(result.error().message.find(part) != std::string::npos);
  };
  enrolment.category = static_cast<Category>(77);
  refused(ErrorCode::invalid_argument, "77 is unknown");
  enrolment.category = Category::victim;
  refused(ErrorCode::retention_required, "for wanted_person, not for victim");
  enrolment.category = Category::wanted_person;
  enrolment.agency = std::string(65, 'a');
  refused(ErrorCode::invalid_argument, "at most 64");
  enrolment.agency = "police of Y";
  enrolment.legal_basis = "warrant";
  REQUIRE(house.gallery.enrol(enrolment));
  const auto record = house.subject({1}).references[0];
  CHECK(record.category == Category::wanted_person);
  CHECK(record.agency == "police of Y");
  CHECK(record.legal_basis == "warrant");
  CHECK(record.enrolled == today);
  CHECK(house.subject(house.enrol(2, "eurodac_applicant")).references[0].category == Category::asylum_applicant);

  const auto never = privacy::RetentionPolicy::make({{.name = "told",
                                                      .retention_class = "told",
                                                      .anchors = Event::entered,
                                                      .period = {.years = 1},
                                                      .due = privacy::Due::notice}})
                         .value();
  house.options.retention = &never;
  house.gallery = Gallery::open(house.path, house.key, house.options).value();
  enrolment.label = "another";
  refused(ErrorCode::retention_required, "one of told");
  enrolment.retention_class = "told";
  refused(ErrorCode::retention_required, "ever ends it");
}
