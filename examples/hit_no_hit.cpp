// Two agencies that do not trust each other, one folder for the exchange: first hit or no hit, then — after a human
// being — the record.
#include "limen/screening/hit.hpp"

#include <filesystem>
#include <iostream>
#include <vector>

#include "limen/fingerprint/synthesise.hpp"

using namespace limen;

namespace {

/// Another touch of the same finger has another `touch`. Nobody's fingers.
fingerprint::Template finger(std::uint64_t person, std::uint64_t touch) {
  return fingerprint::synthesis::make_template(person, touch).value();
}

SecureVector<std::byte> bytes_of(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

/// B has a gallery, and officers of A whose word it takes.
struct AgencyB {
  privacy::Key seed = privacy::Key::random();
  std::filesystem::path folder;
  Gallery gallery;
  Audit audit;
  HitDesk desk;

  explicit AgencyB(const std::filesystem::path& own)
      : folder(own),
        gallery(Gallery::create(own / "gallery.limen", privacy::Key::random()).value()),
        audit(Audit::open(own / "audit.log").value()),
        desk(HitDesk::open(own / "desk", seed).value()) {
    for (std::uint64_t person = 1; person <= 5; ++person) {
      Enrolment enrolment;
      enrolment.label = "record " + std::to_string(person);
      enrolment.purposes = Purpose::law_enforcement;
      enrolment.retention_class = "interpol_notice";
      enrolment.fingers = {finger(person, 1)};
      gallery.enrol(enrolment).value();
    }
  }
};

}  // namespace

int main(int argc, char** argv) try {
  const std::filesystem::path folder = argc > 1 ? argv[1] : "hit_no_hit";
  std::filesystem::remove_all(folder);
  for (const auto* name : {"a", "b", "exchange"}) std::filesystem::create_directories(folder / name);
  const auto exchange = folder / "exchange";
  AgencyB b(folder / "b");
  const auto a_seed = privacy::Key::random(), a_officer = privacy::Key::random();
  auto a_audit = Audit::open(folder / "a" / "audit.log").value();
  const auto a = party_of(a_seed), of_b = party_of(b.seed);

  for (const std::uint64_t person : {3U, 77U}) {
    Question question;
    question.purpose = Purpose::law_enforcement;
    question.officer = "A-1";
    question.legal_basis = "Treaty of A and B, art. 4";
    question.case_reference = "case 2019-0417";
    question.probes.fingers = {finger(person, 2)};
    (void)ask(std::move(question), a_seed, of_b, a_audit, exchange / "question").value();

    const auto view = b.gallery.view({.purpose = Purpose::law_enforcement}).value();
    (void)b.desk.answer(exchange / "question", a, view, {.fpir = 1e-3}, b.audit, exchange / "answer").value();

    const auto answer = read_answer(exchange / "answer", a_seed, of_b).value();
    std::cout << "A asks about a person: " << (answer.hit ? "hit" : "no hit") << ", band " << to_string(answer.band)
              << '\n';
    if (!answer.hit) continue;

    HitConfirmation seen;  // a human being has compared the prints
    seen.officer = "A-2";
    seen.recipient = "prosecutor's office";
    seen.justification = "compared by eye: the same finger";
    confirm(answer, seen, a_officer, a_seed, of_b, exchange / "confirmation").value();
    const std::vector officers{officer_of(a_officer)};
    const auto record = [](const SubjectRecord& subject) -> Result<SecureVector<std::byte>> {
      return bytes_of(subject.label + ", enrolled " + to_string(subject.enrolled));
    };
    b.desk.release(exchange / "confirmation", a, officers, b.gallery, record, b.audit, exchange / "release").value();
    const auto again =
        b.desk.release(exchange / "confirmation", a, officers, b.gallery, record, b.audit, exchange / "again");
    const auto released = read_release(exchange / "release", a_seed, of_b).value();
    std::cout << "released once: "
              << std::string_view(reinterpret_cast<const char*>(released.record.data()), released.record.size())
              << "\nasked again: " << (again ? "released" : again.error().message) << '\n';
  }
  std::cout << "A's log has " << a_audit.head().sequence << " entries, B's " << b.audit.head().sequence << '\n';
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
