#include "limen/screening/screen.hpp"

#include <cmath>
#include <fstream>
#include <optional>
#include <type_traits>

#include <doctest/doctest.h>

#include "limen/face/models.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/gallery/gallery.hpp"
#include "limen/screening/decide.hpp"

#include "tests/code_of.hpp"
#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using privacy::Key;
using privacy::Operation;

namespace {

const FixedClock clock_of_today(today);

/// A person has two index fingers; `touch` 0 is the one that is enrolled.
fingerprint::Template finger(std::uint64_t person, FingerPosition position, std::uint64_t touch) {
  auto made =
      fingerprint::synthesis::make_template(1000 * person + static_cast<std::uint64_t>(position), touch + 10 * person)
          .value();
  made.position = position;
  return made;
}

constexpr auto right = FingerPosition::right_index;
constexpr auto left = FingerPosition::left_index;

face::ModelId known_model() {
  for (const auto& model : face::known_models())
    if (model.name.starts_with("mobilefacenet")) return face::model_id_from(model.sha256).value();
  return {};
}

Enrolment person(std::uint64_t number, PurposeSet purposes = Purpose::border_check) {
  Enrolment enrolment;
  enrolment.label = "person " + std::to_string(number);
  enrolment.purposes = purposes;
  enrolment.retention_class = "interpol_notice";
  enrolment.fingers = {finger(number, right, 0), finger(number, left, 0)};
  enrolment.faces = {make_face(static_cast<std::uint32_t>(number), 0, known_model())};
  return enrolment;
}

ProbeSet traveller(std::uint64_t number) { return {.fingers = {finger(number, right, 1), finger(number, left, 1)}}; }

/// A watchlist of forty persons and a log, in a folder of their own.
struct Border {
  TemporaryDirectory folder;
  std::filesystem::path log = folder / "audit.log";
  Gallery gallery = Gallery::create(folder / "g.limen", Key::random(), {.clock = &clock_of_today}).value();
  std::optional<Audit> audit = Audit::open(log, {.clock = &clock_of_today}).value();
  std::vector<SubjectId> ids;

  explicit Border(std::uint64_t persons = 40) {
    std::vector<Enrolment> many;
    for (std::uint64_t i = 0; i < persons; ++i) many.push_back(person(i));
    ids = gallery.enrol_many(many).value();
  }
  View view() { return gallery.view({.purpose = Purpose::border_check, .legal_basis = "act 7"}).value(); }
  std::vector<privacy::AuditRecord> records() {
    audit.reset();
    auto found = Audit::entries(log).value();
    audit = Audit::open(log, {.clock = &clock_of_today}).value();
    return found;
  }
};

const ScreenRequest by_officer{.officer = "officer 7", .legal_basis = "act 7", .case_reference = "case 1"};

/// Everything but the receipt, which names a place in a log.
bool same(const ScreenResult& a, const ScreenResult& b) {
  return a.candidates == b.candidates && a.view_hash == b.view_hash && a.view_size == b.view_size &&
         a.view_subjects == b.view_subjects && a.compared == b.compared && a.probes == b.probes;
}

}  // namespace

static_assert(!std::is_copy_constructible_v<ProbeSet> && !std::is_copy_assignable_v<ProbeSet>);

TEST_CASE("who is on the list is found, who is not is not, and the log says both") {
  Border border;
  const auto view = border.view();
  const auto found = screen(view, traveller(17), by_officer, *border.audit).value();
  REQUIRE_FALSE(found.candidates.empty());
  CHECK(found.candidates[0].subject == border.ids[17]);
  REQUIRE(found.candidates[0].evidence.size() == 2);
  CHECK(found.candidates[0].evidence[0].position == right);
  CHECK(found.candidates[0].evidence[1].position == left);
  CHECK(found.candidates[0].evidence[0].comparisons == 1);
  CHECK(found.view_size == 120);
  CHECK(found.view_subjects == 40);
  CHECK(found.probes == 2);
  const auto decision = decide(found, {.fmr = 1e-7}).value();
  CHECK(decision.hit);
  CHECK(decision.requires_human_confirmation);
  REQUIRE(decision.candidates.size() == 1);

  const auto unknown = screen(view, traveller(1017), by_officer, *border.audit).value();
  const auto none = decide(unknown, {.fmr = 1e-7}).value();
  CHECK_FALSE(none.hit);
  CHECK_FALSE(none.requires_human_confirmation);

  const auto records = border.records();
  REQUIRE(records.size() == 4);
  CHECK(records[0].entry.operation == Operation::search_started);
  const auto& entry = records[1].entry;
  CHECK(entry.operation == Operation::search);
  CHECK(entry.officer == "officer 7");
  CHECK(entry.case_reference == "case 1");
  CHECK(entry.purpose == Purpose::border_check);
  CHECK(entry.gallery == border.gallery.id());
  CHECK(entry.view_hash == view.hash());
  CHECK(entry.view_size == 120);
  CHECK(entry.candidates == found.candidates.size());
  CHECK(found.receipt.sequence == 2);
  CHECK(found.receipt.head == records[1].hash);
}

TEST_CASE("candidates stand in the one order and at most as many as asked; none asked: none, and it is logged") {
  Border border;
  const auto view = border.view();
  auto request = by_officer;
  request.candidates = 1000;
  const auto all = screen(view, traveller(3), request, *border.audit).value();
  for (std::size_t i = 1; i < all.candidates.size(); ++i) CHECK(all.candidates[i - 1] < all.candidates[i]);
  for (const auto& candidate : all.candidates) CHECK(candidate.score > Score{0});
  request.candidates = 1;
  CHECK(screen(view, traveller(3), request, *border.audit).value().candidates.size() == 1);
  request.candidates = 0;
  CHECK(screen(view, traveller(3), request, *border.audit).value().candidates.empty());
  CHECK(border.records().back().entry.result == "no_candidate; probes erased: 2");
}

TEST_CASE("an empty view gives no candidate and no error") {
  Border border(0);
  const auto found = screen(border.view(), traveller(1), by_officer, *border.audit).value();
  CHECK(found.candidates.empty());
  CHECK(found.compared == 0);
  const auto decision = decide(found, {.fmr = 1e-7}).value();
  CHECK_FALSE(decision.hit);
  CHECK(decision.expected_false_candidates == 0);
}

TEST_CASE("a finger is searched at its position, or everywhere if that is unknown; one bad finger is no veto") {
  Border border;
  const auto view = border.view();
  const auto rank_one = [&](ProbeSet probes) {
    const auto found = screen(view, std::move(probes), by_officer, *border.audit).value();
    const auto decision = decide(found, {.fmr = 1e-6}).value();
    return decision.hit ? decision.candidates[0].subject : SubjectId{};
  };
  auto moved = finger(5, right, 1);
  moved.position = FingerPosition::unknown;
  CHECK(rank_one({.fingers = {moved}}) == border.ids[5]);
  moved.position = left;
  CHECK(rank_one({.fingers = {moved}}) == SubjectId{});
  CHECK(rank_one({.fingers = {finger(5, right, 1), finger(900, left, 1)}}) == border.ids[5]);
  CHECK(rank_one({.fingers = {finger(5, right, 1)}}) == border.ids[5]);
}

TEST_CASE("a face adds its evidence, also alone") {
  Border border;
  const auto view = border.view();
  const auto face = make_face(9, 1, known_model());
  const auto alone = screen(view, {.faces = {face}}, by_officer, *border.audit).value();
  REQUIRE_FALSE(alone.candidates.empty());
  CHECK(alone.candidates[0].subject == border.ids[9]);
  CHECK(alone.candidates[0].evidence[0].modality == Modality::face);
  const auto finger_alone =
      screen(view, {.fingers = {finger(9, right, 1)}}, by_officer, *border.audit).value().candidates[0];
  const auto both =
      screen(view, {.fingers = {finger(9, right, 1)}, .faces = {face}}, by_officer, *border.audit).value();
  CHECK(both.candidates[0].subject == border.ids[9]);
  CHECK(both.candidates[0].evidence.size() == 2);
  CHECK(both.candidates[0].score > finger_alone.score);
}

TEST_CASE("faces of another model are refused, and so are those whose scores stand for no rate") {
  Border border(2);
  auto other = make_face(1, 1, known_model());
  other.preprocessing = 99;
  CHECK(code_of(screen(border.view(), {.faces = {other}}, by_officer, *border.audit)) == ErrorCode::model_mismatch);
  CHECK(border.records().back().entry.operation == Operation::search_failed);
  CHECK(code_of(screen(border.view(), {.faces = {make_face(1, 1, model(1))}}, by_officer, *border.audit)) ==
        ErrorCode::unavailable);
}

TEST_CASE("faces by the demonstration descriptor are refused, unless they are allowed") {
  Border border(0);
  auto enrolment = person(1);
  const auto demonstration = face::demonstration_model().id;
  enrolment.faces = {make_face(1, 0, demonstration)};
  (void)border.gallery.enrol(enrolment).value();
  const auto refused = screen(border.view(), {.faces = {make_face(1, 1, demonstration)}}, by_officer, *border.audit);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::unavailable);
  CHECK(refused.error().message.find("allow_demonstration") != std::string::npos);
  auto allowing = by_officer;
  allowing.allow_demonstration = true;
  CHECK(screen(border.view(), {.faces = {make_face(1, 1, demonstration)}}, allowing, *border.audit).has_value());
}

TEST_CASE("a calibration that was measured goes before the shipped one, and makes another model's scores count") {
  Border border(3);
  const auto face = make_face(1, 1, known_model());
  const auto shipped = screen(border.view(), {.faces = {face}}, by_officer, *border.audit).value();
  auto request = by_officer;
  face::ModelCalibration own;
  own.model = known_model(), own.preprocessing = face.preprocessing;
  own.table = {{{-1, 0}, {0, 0.25}}, 1, {}};  // ten times as doubtful
  request.face_calibrations = {own};
  const auto measured = screen(border.view(), {.faces = {face}}, request, *border.audit).value();
  REQUIRE_FALSE(measured.candidates.empty());
  CHECK(measured.candidates[0].subject == shipped.candidates[0].subject);
  CHECK(measured.candidates[0].score < shipped.candidates[0].score);
  CHECK(measured.candidates[0].evidence[0].extrapolated);
  CHECK(measured.expected_false_candidates(measured.candidates[0].score) >
        shipped.expected_false_candidates(shipped.candidates[0].score));

  own.preprocessing = face.preprocessing + 1;
  request.face_calibrations = {own};
  CHECK(code_of(screen(border.view(), {.faces = {face}}, request, *border.audit)) == ErrorCode::model_mismatch);
  own.preprocessing = face.preprocessing;
  own.table.tail_slope = 0;
  request.face_calibrations = {own};
  CHECK(code_of(screen(border.view(), {.faces = {face}}, request, *border.audit)) == ErrorCode::corrupt);
  own.model = model(1), own.table.tail_slope = 1;
  request.face_calibrations = {own};  // none is enrolled by that model, but now its scores would count
  CHECK(code_of(screen(border.view(), {.faces = {make_face(1, 1, model(1))}}, request, *border.audit)) ==
        ErrorCode::model_mismatch);
}

TEST_CASE("references outside the view change no bit of the answer") {
  Border small, large;
  std::vector<Enrolment> others;
  for (std::uint64_t i = 100; i < 130; ++i) others.push_back(person(i, Purpose::victim_identification));
  for (std::uint64_t i = 130; i < 160; ++i) {
    others.push_back(person(i));
    others.back().anchor = today - std::chrono::days{5 * 365};  // its time ends tomorrow or so
  }
  REQUIRE(large.gallery.enrol_many(others));
  const auto at = today + std::chrono::days{30};
  const auto ask = [&](Border& border, std::uint64_t who) {
    const auto view = border.gallery.view({.purpose = Purpose::border_check, .at = at}).value();
    auto request = by_officer;
    request.candidates = 1000;
    return screen(view, traveller(who), request, *border.audit).value();
  };
  CHECK(large.gallery.view({.purpose = Purpose::border_check}).value().size() == 210);
  for (const std::uint64_t who : {17U, 110U, 140U}) {  // inside, other purpose, expired
    auto a = ask(small, who), b = ask(large, who);
    CHECK(a.view_hash != b.view_hash);  // two galleries have two ids
    b.view_hash = a.view_hash;
    CHECK(same(a, b));
  }
}

TEST_CASE("any number of threads gives the same answer") {
  Border border(80);
  const auto view = border.view();
  ThreadPool pool(4);
  auto parallel = by_officer;
  parallel.work.executor = &pool;
  auto serial = by_officer;
  for (const std::uint64_t who : {4U, 500U}) {
    const auto a = screen(view, traveller(who), serial, *border.audit).value();
    const auto b = screen(view, traveller(who), parallel, *border.audit).value();
    CHECK(same(a, b));
    CHECK(a.compared < 4 * 80);
  }
}

TEST_CASE("a probe is wiped on every way out") {
  Border border(3);
  const auto view = border.view();
  auto probes = traveller(1);
  REQUIRE(screen(view, std::move(probes), by_officer, *border.audit));
  CHECK(probes.empty());
  const auto wiped_after = [&](ScreenRequest request, ErrorCode code) {
    auto lost = traveller(1);
    CHECK(code_of(screen(view, std::move(lost), request, *border.audit)) == code);
    CHECK(lost.empty());
  };
  wiped_after({}, ErrorCode::invalid_argument);  // no officer
  for (const double loss : {std::nan(""), 0.0, 0.001, 0.6, -1.0})
    wiped_after({.officer = "x", .loss = loss}, ErrorCode::invalid_argument);
  wiped_after({.officer = std::string(5000, 'x')}, ErrorCode::audit_failed);
  std::stop_source stop;
  stop.request_stop();
  wiped_after({.officer = "x", .work = {.stop = stop.get_token()}}, ErrorCode::cancelled);
  CHECK(border.records().back().entry.operation == Operation::search_cancelled);
  CHECK(code_of(screen(view, {}, by_officer, *border.audit)) == ErrorCode::invalid_argument);
  ProbeSet many;
  many.fingers.resize(65);
  CHECK(code_of(screen(view, std::move(many), by_officer, *border.audit)) == ErrorCode::invalid_argument);
}

TEST_CASE("a search names its legal basis, or its view does; else it is none") {
  Border border(3);
  const auto view = border.gallery.view({.purpose = Purpose::border_check}).value();
  CHECK(code_of(screen(view, traveller(1), {.officer = "x"}, *border.audit)) == ErrorCode::invalid_argument);
  CHECK(border.records().empty());
  CHECK(screen(view, traveller(1), {.officer = "x", .legal_basis = "act 8"}, *border.audit));
  CHECK(border.records().back().entry.legal_basis == "act 8");
  CHECK(screen(border.view(), traveller(1), {.officer = "x"}, *border.audit));
  CHECK(border.records().back().entry.legal_basis == "act 7");
}

TEST_CASE("a search that throws leaves an entry, and nothing of the probe") {
  Border border(3);
  struct Failing final : Executor {
    std::size_t concurrency() const noexcept override { return 1; }
    void for_each(std::size_t, const std::function<void(std::size_t, std::size_t)>&) override { throw 7; }
  } failing;
  auto probes = traveller(1);
  auto request = by_officer;
  request.work.executor = &failing;
  CHECK_THROWS((void)screen(border.view(), std::move(probes), request, *border.audit));
  CHECK(probes.empty());
  CHECK(border.records().back().entry.operation == Operation::search_failed);
}

TEST_CASE("what cannot be logged is not answered") {
  Border border(3);
  const auto view = border.view();
  std::ofstream(border.log, std::ios::app) << "x";  // from now on the log takes nothing
  auto probes = traveller(1);
  CHECK(code_of(screen(view, std::move(probes), by_officer, *border.audit)) == ErrorCode::audit_failed);
  CHECK(probes.empty());
}

TEST_CASE("a log that fails between the beginning and the end of a search withholds the result") {
  Border border(3);
  const auto view = border.view();
  auto request = by_officer;
  request.work.progress = [&](std::size_t, std::size_t) { std::ofstream(border.log, std::ios::app) << "x"; };
  CHECK(code_of(screen(view, traveller(1), request, *border.audit)) == ErrorCode::audit_failed);
}
