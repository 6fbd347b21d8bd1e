// limen: hit / no-hit between two agencies.
#include "limen/screening/hit.hpp"

#include <array>

#include "limen/gallery/pack_info.hpp"  // to_string of such numbers

#include "audit.hpp"
#include "convert.hpp"
#include "enums.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

using privacy::Key;
using NoGil = py::call_guard<py::gil_scoped_release>;

constexpr std::array bands{ScoreBand::none, ScoreBand::at, ScoreBand::above, ScoreBand::far_above};

std::string text_of(const HitId& id) { return to_string(id); }

void bind_values(py::module_& limen) {
  bind_enum<ScoreBand>(limen, "ScoreBand", "How far above the threshold the best candidate lies.", bands,
                       [](ScoreBand band) { return to_string(band); });
  py::class_<Party>(limen, "Party", "An agency as the others know it. Not secret.")
      .def(py::init([](const privacy::PublicKey& signing, const privacy::BoxPublicKey& box) {
             return Party{signing, box};
           }),
           "signing"_a, "box"_a)
      .def_readonly("signing", &Party::signing)
      .def_readonly("box", &Party::box)
      .def("__eq__",
           [](const Party& a, const py::object& b) { return py::isinstance<Party>(b) && a == b.cast<Party>(); })
      .def("__hash__", [](const Party& p) { return py::hash(py::str(to_string(p.signing))); });
  py::class_<HitAnswer>(limen, "HitAnswer", "Hit or no hit; the reference is good for this question alone.")
      .def_property_readonly("question", [](const HitAnswer& a) { return text_of(a.question); })
      .def_readonly("hit", &HitAnswer::hit)
      .def_readonly("band", &HitAnswer::band)
      .def_property_readonly("reference", [](const HitAnswer& a) { return text_of(a.reference); })
      .def_readonly("deadline", &HitAnswer::deadline, "Until then the confirmation has to be there.");
}

void bind_asking(py::module_& limen) {
  limen.def("party_of", &party_of, "seed"_a, "The public side of an agency's secret seed.");
  limen.def("officer_of", &officer_of, "officer_key"_a, "The officer's public half, for HitDesk.release.");
  limen.def(
      "ask",
      [](const Key& own, const Party& other, AuditLog& audit, const std::filesystem::path& out, Purpose purpose,
         std::string officer, std::vector<fingerprint::Template> fingers, std::vector<face::Template> faces,
         std::string on_behalf_of, std::string legal_basis, std::string justification, std::string case_reference) {
        Question question;
        question.purpose = purpose;
        question.officer = std::move(officer);
        question.on_behalf_of = std::move(on_behalf_of);
        question.legal_basis = std::move(legal_basis);
        question.justification = std::move(justification);
        question.case_reference = std::move(case_reference);
        question.probes.fingers = std::move(fingers);
        question.probes.faces = std::move(faces);
        return text_of(ask(std::move(question), own, other, audit.open(), out).value());
      },
      "own"_a, "other"_a, "audit"_a, "out"_a, py::kw_only(), "purpose"_a, "officer"_a,
      "fingers"_a = std::vector<fingerprint::Template>{}, "faces"_a = std::vector<face::Template>{},
      "on_behalf_of"_a = "", "legal_basis"_a = "", "justification"_a = "", "case_reference"_a = "",
      "Writes a question for the other agency, after an audit entry; gives its number. Raises Error: purpose_required, "
      "invalid_argument, audit_failed, io_error.");
  limen.def("read_answer", &read_answer, "file"_a, "own"_a, "other"_a,
            "Raises Error: not_found, corrupt, tampered, wrong_key, …");
  limen.def(
      "confirm",
      [](const HitAnswer& answer, const Key& officer_key, const Key& own, const Party& other,
         const std::filesystem::path& out, std::string officer, std::string recipient, std::string justification,
         std::string legal_basis) {
        return confirm(answer,
                       {std::move(officer), std::move(recipient), std::move(justification), std::move(legal_basis)},
                       officer_key, own, other, out);
      },
      "answer"_a, "officer_key"_a, "own"_a, "other"_a, "out"_a, py::kw_only(), "officer"_a, "recipient"_a,
      "justification"_a, "legal_basis"_a = "",
      "The word of a human being who has looked at the hit, signed with his own key. Raises Error (invalid_argument).");
  limen.def(
      "read_release",
      [](const std::filesystem::path& file, const Key& own, const Party& other) {
        const auto record = read_release(file, own, other).value();
        return py::make_tuple(text_of(record.reference), to_bytes(std::span<const std::byte>(record.record)));
      },
      "file"_a, "own"_a, "other"_a, "(reference, record). Raises Error as read_answer().");
}

void bind_desk(py::module_& limen) {
  py::class_<HitDesk>(limen, "HitDesk", "The answering side: nothing is answered or released twice.")
      .def_static(
          "open",
          [](const std::filesystem::path& ledger, const Key& own, double question_hours, double answer_hours,
             std::vector<face::ModelCalibration> face_calibrations) {
            HitDeskOptions options;
            options.face_calibrations = std::move(face_calibrations);
            if (!(question_hours >= 1 && question_hours <= 8760 && answer_hours >= 1 && answer_hours <= 8760))
              refuse("HitDesk: hours from 1 to 8760 are wanted");
            options.question_age = std::chrono::hours{static_cast<int>(question_hours)};
            options.answer_life = std::chrono::hours{static_cast<int>(answer_hours)};
            return HitDesk::open(ledger, own, options);
          },
          "ledger"_a, "own"_a, "question_hours"_a = 24, "answer_hours"_a = 48,
          "face_calibrations"_a = std::vector<face::ModelCalibration>{},
          "A file that is not there is made. `face_calibrations`: as for screen(). Raises Error: wrong_key, io_error, "
          "newer_version, unsupported_format.")
      .def(
          "answer",
          [](HitDesk& self, const std::filesystem::path& question, const Party& asker, const View& view,
             AuditLog& audit, const std::filesystem::path& out, double fmr, double fpir) {
            return self.answer(question, asker, view, {fmr, fpir}, audit.open(), out);
          },
          "question"_a, "asker"_a, "view"_a, "audit"_a, "out"_a, py::kw_only(), "fmr"_a = 0.0, "fpir"_a = 0.0, NoGil(),
          "Step one: searches the view and says hit or no hit. Raises Error: already_exists, access_denied, "
          "clock_suspect, audit_failed, …")
      .def(
          "release",
          [](HitDesk& self, const std::filesystem::path& confirmation, const Party& asker,
             const std::vector<privacy::PublicKey>& officers, Gallery& gallery, const py::function& record,
             AuditLog& audit, const std::filesystem::path& out) {
            const auto bytes = [&](const SubjectRecord& subject) -> Result<SecureVector<std::byte>> {
              const std::string text = py::bytes(record(subject));
              const auto all = std::as_bytes(std::span(text));
              return SecureVector<std::byte>(all.begin(), all.end());
            };
            return self.release(confirmation, asker, officers, gallery, bytes, audit.open(), out);
          },
          "confirmation"_a, "asker"_a, "officers"_a, "gallery"_a, "record"_a, "audit"_a, "out"_a,
          "Step two: releases record(subject), once, on the word of a known officer. Raises Error: access_denied, "
          "clock_suspect, not_found, audit_failed, …");
}

}  // namespace

void bind_hit(py::module_& limen) {
  bind_values(limen);
  bind_asking(limen);
  bind_desk(limen);
}

}  // namespace limen::python
