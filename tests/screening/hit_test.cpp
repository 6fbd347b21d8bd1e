// Hit / no-hit: what is said, what is not, and that nothing is said twice.
#include "limen/screening/hit.hpp"

#include <iterator>

#include <doctest/doctest.h>

#include "limen/fingerprint/synthesise.hpp"

#include "tests/code_of.hpp"
#include "tests/files.hpp"
#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using privacy::Key;

namespace {

fingerprint::Template finger(std::uint64_t person, std::uint64_t touch) {
  auto made = fingerprint::synthesis::make_template(1000 * person, touch + 10 * person).value();
  made.position = FingerPosition::right_index;
  return made;
}

/// Two agencies; B has a gallery of ten persons.
struct Border {
  TemporaryDirectory folder;
  FixedClock clock{today};
  Key a = Key::random(), b = Key::random(), stranger = Key::random(), officer = Key::random();
  Gallery gallery = Gallery::create(folder / "b.limen", Key::random(), {.clock = &clock}).value();
  Audit audit_a = Audit::open(folder / "a.log", {.clock = &clock}).value();
  Audit audit_b = Audit::open(folder / "b.log", {.clock = &clock}).value();
  HitDesk desk = open_desk();

  Border() {
    for (std::uint64_t i = 0; i < 10; ++i) {
      Enrolment enrolment;
      enrolment.label = "person " + std::to_string(i);
      enrolment.purposes = Purpose::law_enforcement;
      enrolment.retention_class = "interpol_notice";
      enrolment.fingers = {finger(i, 0)};
      gallery.enrol(enrolment).value();
    }
  }
  HitDesk open_desk() { return HitDesk::open(folder / "desk", b, {.clock = &clock}).value(); }
  HitId ask(std::uint64_t person, const Key* as = nullptr) {
    Question question;
    question.purpose = Purpose::law_enforcement;
    question.officer = "officer 1";
    question.legal_basis = "act 7";
    question.case_reference = "case 5";
    question.probes.fingers = {finger(person, 1)};
    return limen::ask(std::move(question), as != nullptr ? *as : a, party_of(b), audit_a, folder / "question", &clock)
        .value();
  }
  Result<HitAnswer> answer(const Key* asker = nullptr) {
    const auto view = gallery.view({.purpose = Purpose::law_enforcement}).value();
    return desk.answer(folder / "question", party_of(asker != nullptr ? *asker : a), view, {.fmr = 1e-3}, audit_b,
                       folder / "answer");
  }
  Result<HitAnswer> read() { return read_answer(folder / "answer", a, party_of(b)); }
  HitConfirmation words() const {
    HitConfirmation said;
    said.officer = "officer 2";
    said.recipient = "prosecutor 3";
    said.justification = "same finger, compared by eye";
    return said;
  }
  Result<void> confirm(const HitAnswer& hit) {
    return limen::confirm(hit, words(), officer, a, party_of(b), folder / "confirmation", &clock);
  }
  Result<void> release(const Key* asker = nullptr, std::vector<privacy::PublicKey> officers = {}) {
    if (officers.empty()) officers = {officer_of(officer)};
    return desk.release(
        folder / "confirmation", party_of(asker != nullptr ? *asker : a), officers, gallery,
        [](const SubjectRecord& subject) -> Result<SecureVector<std::byte>> {
          const auto text = std::as_bytes(std::span(subject.label));
          return SecureVector<std::byte>(text.begin(), text.end());
        },
        audit_b, folder / "release");
  }
};

}  // namespace

TEST_CASE("Two steps: hit, then — after a human being — the record; every step is in a log") {
  Border border;
  const auto id = border.ask(4);
  border.answer().value();
  const auto hit = border.read().value();
  CHECK(hit.question == id);
  CHECK(hit.hit);
  CHECK(hit.band == ScoreBand::far_above);
  CHECK(slurp(border.folder / "answer").find("person") == std::string::npos);
  border.confirm(hit).value();
  border.release().value();
  const auto record = read_release(border.folder / "release", border.a, party_of(border.b)).value();
  CHECK(record.reference == hit.reference);
  CHECK(std::string(reinterpret_cast<const char*>(record.record.data()), record.record.size()) == "person 4");

  const auto a = Audit::entries(border.folder / "a.log").value(), b = Audit::entries(border.folder / "b.log").value();
  REQUIRE(a.size() == 1);
  CHECK(a[0].entry.operation == privacy::Operation::disclosure);
  REQUIRE(b.size() == 4);  // search started, search, hit disclosed, record disclosed
  CHECK(b[2].entry.result.starts_with("hit, reference"));
  CHECK(b[3].entry.result.starts_with("released, reference"));
  CHECK(b[2].entry.subjects == std::vector{privacy::person_of(border.gallery.id(), {5})});
  CHECK(b[3].entry.subjects == b[2].entry.subjects);
  CHECK(b[3].entry.officer == "officer 2");
  CHECK(b[3].entry.recipient == "prosecutor 3");
}

TEST_CASE("No hit: nothing can be released, and the answer looks like any other") {
  Border border;
  border.ask(4);
  border.answer().value();
  const auto hit_size = slurp(border.folder / "answer").size();
  const auto desk = slurp(border.folder / "desk").size();
  border.ask(99);
  const auto none = border.answer().value();
  CHECK(!none.hit);
  CHECK(none.band == ScoreBand::none);
  CHECK(none == border.read().value());
  CHECK(slurp(border.folder / "answer").size() == hit_size);
  CHECK(slurp(border.folder / "desk").size() == desk + 24);  // the question's number and time: nothing of the probe
  CHECK(code_of(border.confirm(none)) == ErrorCode::invalid_argument);
  auto forged = none;
  forged.hit = true;
  border.confirm(forged).value();
  CHECK(code_of(border.release()) == ErrorCode::access_denied);
}

TEST_CASE("A reference is another number each time") {
  Border border;
  border.ask(4);
  const auto one = border.answer().value();
  border.ask(4);
  const auto two = border.answer().value();
  CHECK(one.reference != two.reference);
  CHECK(one.question != two.question);
}

TEST_CASE("Nothing is answered or released twice, also after a restart") {
  Border border;
  border.ask(4);
  const auto hit = border.answer().value();
  CHECK(code_of(border.answer()) == ErrorCode::already_exists);
  border.desk = border.open_desk();
  CHECK(code_of(border.answer()) == ErrorCode::already_exists);
  border.confirm(hit).value();
  border.release().value();
  CHECK(code_of(border.release()) == ErrorCode::access_denied);
  border.desk = border.open_desk();
  CHECK(code_of(border.release()) == ErrorCode::access_denied);
}

TEST_CASE("A deadline is a deadline, and old or future questions are not answered") {
  Border border;
  border.ask(4);
  const auto hit = border.answer().value();
  border.confirm(hit).value();
  border.clock.set(hit.deadline);
  CHECK(code_of(border.release()) == ErrorCode::access_denied);
  border.clock.set(hit.deadline - std::chrono::seconds{1});
  CHECK(border.release());

  border.ask(4);
  border.clock.set(border.clock.now() + std::chrono::hours{25});
  CHECK(code_of(border.answer()) == ErrorCode::access_denied);
  border.ask(4);
  border.clock.set(border.clock.now() - std::chrono::hours{1});
  CHECK(code_of(border.answer()) == ErrorCode::clock_suspect);
}

TEST_CASE("Only the agency that asked, only a known officer, only the record's own reference") {
  Border border;
  border.ask(4);
  const auto hit = border.answer().value();
  border.confirm(hit).value();
  CHECK(code_of(border.release(&border.stranger)) == ErrorCode::tampered);
  CHECK(code_of(border.release(nullptr, {officer_of(border.stranger)})) == ErrorCode::access_denied);
  CHECK(code_of(border.release(nullptr, {party_of(border.a).signing})) == ErrorCode::access_denied);
  // The stranger passes on A's reference as its own.
  limen::confirm(hit, border.words(), border.officer, border.stranger, party_of(border.b),
                 border.folder / "confirmation", &border.clock)
      .value();
  CHECK(code_of(border.release(&border.stranger)) == ErrorCode::access_denied);
  // A reads nothing that is for somebody else, from somebody else.
  CHECK(code_of(read_answer(border.folder / "answer", border.stranger, party_of(border.b))) == ErrorCode::tampered);
  CHECK(code_of(read_answer(border.folder / "answer", border.a, party_of(border.stranger))) == ErrorCode::tampered);
  CHECK(code_of(read_answer(border.folder / "question", border.a, party_of(border.b))) == ErrorCode::tampered);
  for (auto clear : {&HitConfirmation::officer, &HitConfirmation::recipient, &HitConfirmation::justification}) {
    auto words = border.words();
    (words.*clear).clear();
    CHECK(code_of(limen::confirm(hit, words, border.officer, border.a, party_of(border.b), border.folder / "c")) ==
          ErrorCode::invalid_argument);
  }
  CHECK(code_of(limen::confirm(hit, border.words(), border.a, border.a, party_of(border.b), border.folder / "c")) ==
        ErrorCode::invalid_argument);
}

TEST_CASE("A question for another purpose than the view's, and one without officer or probe") {
  Border border;
  border.ask(4);
  const auto view = border.gallery.view({.purpose = Purpose::border_check}).value();
  CHECK(code_of(border.desk.answer(border.folder / "question", party_of(border.a), view, {.fmr = 1e-3}, border.audit_b,
                                   border.folder / "answer")) == ErrorCode::access_denied);
  const auto asking = [&](Question&& question) {
    return code_of(ask(std::move(question), border.a, party_of(border.b), border.audit_a, border.folder / "q"));
  };
  Question none;
  CHECK(asking(std::move(none)) == ErrorCode::purpose_required);
  Question nobody;
  nobody.purpose = Purpose::law_enforcement;
  nobody.probes.fingers = {finger(1, 1)};
  CHECK(asking(std::move(nobody)) == ErrorCode::invalid_argument);
  Question empty;
  empty.purpose = Purpose::law_enforcement;
  empty.officer = "officer 1";
  CHECK(asking(std::move(empty)) == ErrorCode::invalid_argument);
  CHECK(!std::filesystem::exists(border.folder / "q"));
}

TEST_CASE("Every message and the desk's file, cut or changed at any byte, is refused") {
  Border border;
  border.ask(4);
  const auto hit = border.answer().value();
  border.confirm(hit).value();
  border.release().value();
  const auto each = [&](const char* name, auto refused, std::size_t step) {
    const auto bytes = slurp(border.folder / name);
    for (std::size_t i = 0; i < bytes.size(); i += step) {
      INFO(name << " byte " << i);
      auto changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
      spill(border.folder / name, changed);
      REQUIRE(refused());
      spill(border.folder / name, bytes.substr(0, i));
      REQUIRE(refused());
    }
    spill(border.folder / name, bytes + "x");
    REQUIRE(refused());
    spill(border.folder / name, bytes);
  };
  const auto b = party_of(border.b);
  each(
      "answer", [&] { return !border.read(); }, 1);
  each(
      "release", [&] { return !read_release(border.folder / "release", border.a, b); }, 1);
  each(
      "confirmation",
      [&] {
        const auto code = code_of(border.release());
        return code == ErrorCode::tampered || code == ErrorCode::corrupt || code == ErrorCode::newer_version ||
               code == ErrorCode::unsupported_format || code == ErrorCode::wrong_key;
      },
      1);
  each(
      "question",
      [&] {
        const auto code = code_of(border.answer());
        return code != ErrorCode{-1} && code != ErrorCode::already_exists;
      },
      1);
  each(
      "desk", [&] { return !HitDesk::open(border.folder / "desk", border.b, {.clock = &border.clock}); }, 1);
  CHECK(code_of(HitDesk::open(border.folder / "desk", border.a)) == ErrorCode::wrong_key);
}

TEST_CASE("A log that cannot be written: no answer, no release") {
  Border border;
  border.ask(4);
  spill(border.folder / "b.log", "");
  CHECK(code_of(border.answer()) == ErrorCode::audit_failed);
  CHECK(!std::filesystem::exists(border.folder / "answer"));
}

TEST_CASE("a face of a model that was calibrated by its user is answered, and only then") {
  Border border;
  auto enrolment = make_enrolment(77, Purpose::law_enforcement);
  enrolment.fingers.clear();
  enrolment.faces = {make_face(5, 0, model(3))};
  border.gallery.enrol(enrolment).value();
  const auto ask = [&] {
    Question question;
    question.purpose = Purpose::law_enforcement;
    question.officer = "officer 1";
    question.legal_basis = "act 7";
    question.probes.faces = {make_face(5, 1, model(3))};
    (void)limen::ask(std::move(question), border.a, party_of(border.b), border.audit_a, border.folder / "question",
                     &border.clock)
        .value();
  };
  ask();
  CHECK(code_of(border.answer()) == ErrorCode::unavailable);

  face::ModelCalibration own;
  own.model = model(3);
  own.table = {{{-1, 0}, {0, 0.25}}, 12, {}};
  border.desk =
      HitDesk::open(border.folder / "desk 2", border.b, {.clock = &border.clock, .face_calibrations = {own}}).value();
  ask();
  CHECK(border.answer().value().hit);
}
