#include "limen/gallery/disclosure.hpp"

#include <doctest/doctest.h>

#include "tests/code_of.hpp"
#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using privacy::Operation;

namespace {

/// A gallery of two, and a log in which both are named.
struct Office {
  TemporaryDirectory folder;
  std::filesystem::path log = folder / "audit.log";
  Gallery gallery = Gallery::create(folder / "g.limen", privacy::Key::random()).value();
  SubjectId one = gallery.enrol(make_enrolment(1)).value(), two = gallery.enrol(make_enrolment(2)).value();
  Audit audit = Audit::open(log).value();

  Office() {
    say("officer X", {one}, "about one");
    say("officer Y", {one, two}, "about both");
    say("officer X", {two}, "about two");
    say("officer Y", {one}, "again about one");
  }
  void say(const std::string& officer, const std::vector<SubjectId>& who, const std::string& details) {
    privacy::AuditEntry entry;
    entry.operation = Operation::search;
    entry.officer = officer;
    entry.purpose = Purpose::border_check;
    entry.recipient = "police";
    entry.justification = "because";
    entry.gallery = gallery.id();
    for (const auto id : who) entry.subjects.push_back(privacy::person_of(gallery.id(), id));
    entry.details = details;
    audit.append(entry).value();
  }
  DisclosureRequest request() const {
    DisclosureRequest asked;
    asked.subject = one;
    asked.officer = "officer Z";
    asked.recipient = "the data subject, identified by passport";
    return asked;
  }
  Result<Disclosure> ask(const DisclosureRequest& asked) {
    return disclose(gallery, asked, Audit::entries(log).value(), audit);
  }
};

}  // namespace

TEST_CASE("a person gets what is kept of him and what was done with it, and nothing of anybody else") {
  Office office;
  const auto told = office.ask(office.request()).value();
  CHECK(told.subject.label == "subject 1");
  CHECK(told.subject.references.size() == 2);
  CHECK(told.templates.empty());
  REQUIRE(told.operations.size() == 3);
  CHECK(told.operations[0].officer == 1);
  CHECK(told.operations[1].officer == 2);
  CHECK(told.operations[2].officer == 2);
  CHECK(told.operations[1].others == 1);
  CHECK(told.operations[0].recipient == "police");
  const auto json = to_json(told);
  for (const auto* word : {"officer X", "officer Y", "subject 2", "about", "because", "template\""})
    CHECK(json.find(word) == std::string::npos);
  CHECK(json.find("\"kept_until\"") != std::string::npos);
  CHECK(json.find(privacy::person_of(office.gallery.id(), office.two)) == std::string::npos);
}

TEST_CASE("templates and free texts come on request; details about others do not") {
  Office office;
  auto asked = office.request();
  asked.templates = asked.free_texts = true;
  const auto told = office.ask(asked).value();
  REQUIRE(told.templates.size() == 2);
  CHECK(fingerprint::parse(told.templates[0]));
  CHECK(told.operations[0].details == "about one");
  CHECK(told.operations[1].details.empty());
  CHECK(told.operations[1].justification == "because");
  CHECK(to_json(told).find("\"template\":\"") != std::string::npos);
}

TEST_CASE("the disclosure is itself in the log, before it is made; without a log there is none") {
  Office office;
  const auto told = office.ask(office.request()).value();
  const auto last = Audit::entries(office.log).value().back();
  CHECK(last.entry.operation == Operation::access);
  CHECK(last.entry.subjects == std::vector{privacy::person_of(office.gallery.id(), office.one)});
  CHECK(last.hash == told.receipt.head);
  auto nobody = office.request();
  nobody.officer.clear();
  CHECK(code_of(office.ask(nobody)) == ErrorCode::invalid_argument);
  auto no_one = office.request();
  no_one.recipient.clear();
  CHECK(code_of(office.ask(no_one)) == ErrorCode::invalid_argument);
  auto unknown = office.request();
  unknown.subject = {99};
  CHECK(code_of(office.ask(unknown)) == ErrorCode::not_found);
  const auto records = Audit::entries(office.log).value();
  std::filesystem::remove(office.log);
  CHECK(code_of(disclose(office.gallery, office.request(), records, office.audit)) == ErrorCode::audit_failed);
}
