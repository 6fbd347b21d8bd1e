// limen.screen and limen.decide.
#include "limen/screening/decide.hpp"
#include "limen/screening/fuse.hpp"
#include "limen/screening/screen.hpp"

#include "audit.hpp"
#include "convert.hpp"
#include "index_arrays.hpp"
#include "modules.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

void bind_results(py::module_& limen) {
  py::class_<Evidence>(limen, "Evidence", "The best comparison of one probe with one subject.")
      .def_readonly("modality", &Evidence::modality)
      .def_readonly("position", &Evidence::position, "Of the probe.")
      .def_readonly("reference", &Evidence::reference, "The reference that scored best.")
      .def_readonly("comparisons", &Evidence::comparisons)
      .def_readonly("score", &Evidence::score, "Thousandths of the modality's natural unit.")
      .def_readonly("evidence", &Evidence::evidence, "−log10 of its false-match rate, thousandths: what is fused.")
      .def_readonly("extrapolated", &Evidence::extrapolated);
  py::class_<SubjectCandidate>(limen, "SubjectCandidate", "One subject, with the fused score of all probes.")
      .def_readonly("subject", &SubjectCandidate::subject)
      .def_readonly("score", &SubjectCandidate::score,
                    "Fused: −log10 of the false-match rate of the person, thousandths.")
      .def_readonly("evidence", &SubjectCandidate::evidence)
      .def("__repr__", [](const SubjectCandidate& c) {
        return py::str("<limen.SubjectCandidate {} score {:.3f}>").format(c.subject.value, c.score.natural());
      });
  py::class_<ScreenResult>(limen, "ScreenResult", "Candidates by subject, in order, and what was searched.")
      .def_readonly("candidates", &ScreenResult::candidates)
      .def_readonly("purpose", &ScreenResult::purpose)
      .def_readonly("at", &ScreenResult::at)
      .def_readonly("gallery", &ScreenResult::gallery, "The gallery's id.")
      .def_readonly("view_hash", &ScreenResult::view_hash)
      .def_readonly("view_size", &ScreenResult::view_size, "References.")
      .def_readonly("view_subjects", &ScreenResult::view_subjects, "The N of FPIR.")
      .def_readonly("probes", &ScreenResult::probes)
      .def_readonly("compared", &ScreenResult::compared, "Full comparisons made.")
      .def_readonly("receipt", &ScreenResult::receipt, "Of the audit entry that says this search was made.")
      .def("expected_false_candidates", &ScreenResult::expected_false_candidates, "threshold"_a,
           "How many subjects are expected at or above a fused score when the searched person is none of them.");
}

void bind_screen(py::module_& limen) {
  limen.def(
      "screen",
      [](const View& view, AuditLog& audit, std::vector<fingerprint::Template> fingers,
         std::vector<face::Template> faces, std::string officer, std::string on_behalf_of, std::string legal_basis,
         std::string justification, std::string case_reference, std::size_t candidates, double loss,
         const std::string& profile, std::vector<face::ModelCalibration> face_calibrations, bool allow_demonstration,
         std::size_t threads, const py::object& progress) {
        return run(threads, progress, [&](const Work& work) {
          ProbeSet probes{.fingers = std::move(fingers), .faces = std::move(faces)};
          return screen(view, std::move(probes),
                        {.officer = std::move(officer),
                         .on_behalf_of = std::move(on_behalf_of),
                         .legal_basis = std::move(legal_basis),
                         .justification = std::move(justification),
                         .case_reference = std::move(case_reference),
                         .candidates = candidates,
                         .loss = loss,
                         .profile = spelt(profile, fingerprint::all_profiles, "profile"),
                         .face_calibrations = std::move(face_calibrations),
                         .allow_demonstration = allow_demonstration,
                         .work = work},
                        audit.open());
        });
      },
      "view"_a, py::kw_only(), "audit"_a, "fingers"_a = std::vector<fingerprint::Template>{},
      "faces"_a = std::vector<face::Template>{}, "officer"_a, "on_behalf_of"_a = "", "legal_basis"_a = "",
      "justification"_a = "", "case_reference"_a = "", "candidates"_a = ScreenRequest{}.candidates,
      "loss"_a = ScreenRequest{}.loss, "profile"_a = "fast",
      "face_calibrations"_a = std::vector<face::ModelCalibration>{}, "allow_demonstration"_a = false, "threads"_a = 1,
      "progress"_a = py::none(),
      "The probes of one person against a view. The library's copies of the probes are wiped on every way out. The "
      "audit entry is written before anything is returned. `face_calibrations`: measured ones, which go before those "
      "shipped. `loss` and `profile` (fast, safe, exhaustive): the short cut of the finger search, as in "
      "limen.fingerprint.Index.search(). A face by the demonstration descriptor is refused, unless that is allowed. "
      "Raises Error: "
      "invalid_argument, unavailable, model_mismatch, audit_failed, cancelled.");
  limen.def(
      "fuse",
      [](const std::vector<Score>& evidence) {
        if (evidence.size() > 64)
          refuse("fuse: at most 64 probes are wanted, " + std::to_string(evidence.size()) + " were given");
        for (const Score one : evidence)
          if (one.milli < 0 || one.milli > 30000)
            refuse("fuse: evidence from 0 to 30000 is wanted, " + std::to_string(one.milli) + " was given");
        return fuse(evidence);
      },
      "evidence"_a,
      "−log10 of the false-match rate of one person, from that of each of its probes; thousandths of a decade.");
}

void bind_decide(py::module_& limen) {
  py::class_<Decision>(limen, "Decision", "What the machine says; a hit has to be confirmed by a human being.")
      .def_readonly("hit", &Decision::hit)
      .def_readonly("candidates", &Decision::candidates, "At or above the threshold, in order.")
      .def_readonly("threshold", &Decision::threshold, "−log10 of the FMR, thousandths.")
      .def_readonly("fmr", &Decision::fmr)
      .def_readonly("expected_false_candidates", &Decision::expected_false_candidates,
                    "For each search of an unknown person.")
      .def_readonly("requires_human_confirmation", &Decision::requires_human_confirmation)
      .def_readonly("extrapolated", &Decision::extrapolated)
      .def_readonly("purpose", &Decision::purpose)
      .def_readonly("gallery", &Decision::gallery, "The gallery's id.")
      .def_readonly("view_hash", &Decision::view_hash)
      .def_readonly("view_size", &Decision::view_size);
  limen.def(
      "decide",
      [](const ScreenResult& found, double fmr, double fpir, std::size_t n) {
        return decide(found, {.fmr = fmr, .fpir = fpir, .n = n});
      },
      "found"_a, py::kw_only(), "fmr"_a = 0.0, "fpir"_a = 0.0, "n"_a = 0,
      "Exactly one of `fmr` and `fpir`, in (0, 1]; `n`: for `fpir`, 0 is the number of subjects in the view. Raises "
      "Error (invalid_argument).");
  limen.def(
      "record",
      [](AuditLog& audit, const Decision& decision, std::string officer, std::string on_behalf_of,
         std::string legal_basis, std::string justification, std::string case_reference,
         std::optional<SubjectId> confirmed) {
        return record(audit.open(), decision,
                      {.officer = std::move(officer),
                       .on_behalf_of = std::move(on_behalf_of),
                       .legal_basis = std::move(legal_basis),
                       .justification = std::move(justification),
                       .case_reference = std::move(case_reference),
                       .confirmed = confirmed});
      },
      "audit"_a, "decision"_a, py::kw_only(), "officer"_a, "on_behalf_of"_a = "", "legal_basis"_a = "",
      "justification"_a = "", "case_reference"_a = "", "confirmed"_a = py::none(),
      "Writes what the human being made of it; `confirmed`: the subject that is the person, or None. Raises Error: "
      "invalid_argument, audit_failed.");
}

}  // namespace

void bind_screening(py::module_& limen) {
  bind_results(limen);
  bind_screen(limen);
  bind_decide(limen);
}

}  // namespace limen::python
