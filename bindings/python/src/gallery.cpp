// limen.Gallery, limen.View and what is enrolled.
#include "gallery.hpp"

#include "limen/gallery/disclosure.hpp"

#include "audit.hpp"
#include "enum_sets.hpp"
#include "finger_search.hpp"
#include "ids.hpp"
#include "index_arrays.hpp"
#include "modules.hpp"
#include "options.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

using fingerprint::IndexQuery;

template <auto method>
auto searching(const View& view, const std::vector<fingerprint::Template>& probes, std::size_t k,
               std::optional<double> threshold, const std::string& profile, double loss, bool neighbours,
               std::size_t threads, const py::object& progress) {
  return search_fingers<method>(view, probes, k, threshold, nullptr, profile, loss, neighbours, threads, progress);
}

using NoGil = py::call_guard<py::gil_scoped_release>;
using privacy::Key;
using privacy::Passphrase;

void bind_records(py::module_& limen) {
  py::class_<Enrolment> enrolment(limen, "Enrolment",
                                  "One subject to be enrolled, with purposes and a retention class.");
  enrolment.def_readwrite("label", &Enrolment::label, "Unique in the gallery, 1 to 256 bytes of UTF-8; it is sealed.")
      .def_readwrite("purposes", &Enrolment::purposes, "For which it may be searched: list of Purpose.")
      .def_readwrite("retention_class", &Enrolment::retention_class, "A name of limen.privacy.retention_classes().")
      .def_readwrite("anchor", &Enrolment::anchor, "From when retention runs; None: the time of enrolment.")
      .def_property(
          "category",
          [](const Enrolment& e) { return privacy::known(e.category) ? std::optional(e.category) : std::nullopt; },
          [](Enrolment& e, std::optional<Category> category) { e.category = category.value_or(Category{}); },
          "Whose data they are; None: that of the retention class.")
      .def_readwrite("legal_basis", &Enrolment::legal_basis, "If that is more than the class says.")
      .def_readwrite("agency", &Enrolment::agency, "Who brought them; empty: who keeps the gallery.")
      .def_readwrite("fingers", &Enrolment::fingers)
      .def_readwrite("faces", &Enrolment::faces);
  from_keywords<Enrolment>(enrolment);
  py::class_<ReferenceRecord>(limen, "ReferenceRecord", "One reference, without its template.")
      .def_readonly("id", &ReferenceRecord::id)
      .def_readonly("subject", &ReferenceRecord::subject)
      .def_readonly("modality", &ReferenceRecord::modality)
      .def_readonly("position", &ReferenceRecord::position)
      .def_readonly("purposes", &ReferenceRecord::purposes)
      .def_readonly("retention_class", &ReferenceRecord::retention_class)
      .def_readonly("anchor", &ReferenceRecord::anchor)
      .def_readonly("expires", &ReferenceRecord::expires, "The first moment at which no view shows it.")
      .def_readonly("enrolled", &ReferenceRecord::enrolled)
      .def_readonly("category", &ReferenceRecord::category)
      .def_readonly("legal_basis", &ReferenceRecord::legal_basis, "Empty: that of its class.")
      .def_readonly("agency", &ReferenceRecord::agency, "Empty: who keeps the gallery.")
      .def_property_readonly("state", &ReferenceRecord::state);
  bind_id<HoldId>(limen, "HoldId", "One legal hold.");
  py::class_<SubjectHold>(limen, "SubjectHold", "A legal hold of a subject.")
      .def_readonly("id", &SubjectHold::id)
      .def_readonly("hold", &SubjectHold::hold);
  py::class_<SubjectRecord>(limen, "SubjectRecord", "One subject and its references in the order of their ids.")
      .def_readonly("id", &SubjectRecord::id)
      .def_readonly("label", &SubjectRecord::label)
      .def_readonly("enrolled", &SubjectRecord::enrolled)
      .def_readonly("references", &SubjectRecord::references)
      .def_readonly("events", &SubjectRecord::events, "As they were recorded.")
      .def_readonly("holds", &SubjectRecord::holds, "Those that have ended, too.");
  py::class_<GalleryStats>(limen, "GalleryStats", "Counts over the whole gallery, expired references included.")
      .def_readonly("subjects", &GalleryStats::subjects)
      .def_readonly("references", &GalleryStats::references)
      .def_readonly("fingers", &GalleryStats::fingers)
      .def_readonly("faces", &GalleryStats::faces)
      .def_readonly("expired", &GalleryStats::expired, "Due to be erased, or held.")
      .def_readonly("blocked", &GalleryStats::blocked)
      .def_readonly("marked", &GalleryStats::marked)
      .def_readonly("bytes", &GalleryStats::bytes, "Size of the store.");
}

void bind_view(py::module_& limen) {
  py::class_<View>(limen, "View", "What may be searched for one purpose at one time: an immutable snapshot.")
      .def_property_readonly("purpose", &View::purpose)
      .def_property_readonly("at", &View::at)
      .def_property_readonly("legal_basis", &View::legal_basis)
      .def_property_readonly("gallery", &View::gallery, "The gallery's id.")
      .def_property_readonly("size", &View::size, "Visible references.")
      .def_property_readonly("subjects", &View::subjects, "Subjects with a visible reference: the N of FPIR.")
      .def_property_readonly("hash", &View::hash, "Two views with one hash search the same.")
      .def_property_readonly(
          "ids", [](const View& v) { return array_of_ids(v.ids()); },
          "uint64 (n), a copy: visible references, ascending.")
      .def_property_readonly("finger_memory", &View::finger_memory,
                             "Memory of all fingers that the gallery keeps prepared, visible here or not.")
      .def("search_fingers", &searching<&View::search_fingers>, "probes"_a, "k"_a = IndexQuery{}.candidates,
           "threshold"_a = py::none(), "profile"_a = "fast", "loss"_a = IndexQuery{}.loss, "neighbours"_a = false,
           "threads"_a = 1, "progress"_a = py::none(),
           "limen.fingerprint.Index.search() among the visible fingers. Writes no audit entry: for decisions about "
           "people take limen.screen().")
      .def("search_persons", &searching<&View::search_persons>, "probes"_a, "k"_a = IndexQuery{}.candidates,
           "threshold"_a = py::none(), "profile"_a = "fast", "loss"_a = IndexQuery{}.loss, "neighbours"_a = false,
           "threads"_a = 1, "progress"_a = py::none(),
           "limen.fingerprint.Index.search_person() among the visible fingers. Writes no audit entry: for decisions "
           "about people take limen.screen().")
      .def("__len__", &View::size)
      .def("__repr__", [](const View& v) {
        return py::str("<limen.View {} references of {} subjects for {}>")
            .format(v.size(), v.subjects(), std::string(to_string(v.purpose())));
      });
}

void bind_disclosure(py::module_& limen) {
  using privacy::AuditRecord;
  py::class_<DisclosedOperation>(limen, "DisclosedOperation", "One operation on a person, without who else was in it.")
      .def_readonly("time", &DisclosedOperation::time)
      .def_readonly("operation", &DisclosedOperation::operation)
      .def_property_readonly("purpose",
                             [](const DisclosedOperation& o) {
                               return privacy::known(o.purpose) ? std::optional(o.purpose) : std::nullopt;
                             })
      .def_readonly("on_behalf_of", &DisclosedOperation::on_behalf_of)
      .def_readonly("recipient", &DisclosedOperation::recipient)
      .def_readonly("legal_basis", &DisclosedOperation::legal_basis)
      .def_readonly("officer", &DisclosedOperation::officer, "1, 2, 3 …: the same for the same officer.")
      .def_readonly("others", &DisclosedOperation::others, "Further persons of the entry.")
      .def_readonly("justification", &DisclosedOperation::justification, "Empty unless asked for.")
      .def_readonly("case_reference", &DisclosedOperation::case_reference, "Empty unless asked for.")
      .def_readonly("details", &DisclosedOperation::details, "Empty unless asked for.");
  py::class_<Disclosure>(limen, "Disclosure", "What is kept of a person, for that person; str() gives JSON.")
      .def_readonly("gallery", &Disclosure::gallery, "The gallery's id.")
      .def_readonly("made", &Disclosure::made)
      .def_readonly("subject", &Disclosure::subject)
      .def_readonly("templates", &Disclosure::templates, "In the order of the references, if asked for.")
      .def_readonly("operations", &Disclosure::operations)
      .def_readonly("receipt", &Disclosure::receipt, "Of the entry that says this was disclosed.")
      .def("__str__", [](const Disclosure& told) { return to_json(told); });
  limen.def(
      "disclose",
      [](Gallery& gallery, SubjectId subject, const std::vector<AuditRecord>& log, AuditLog& audit, std::string officer,
         std::string recipient, std::string justification, std::string legal_basis, std::string case_reference,
         bool templates, bool free_texts) {
        DisclosureRequest request{subject,
                                  std::move(officer),
                                  std::move(recipient),
                                  std::move(justification),
                                  std::move(legal_basis),
                                  std::move(case_reference),
                                  templates,
                                  free_texts};
        return disclose(gallery, request, log, audit.open());
      },
      "gallery"_a, "subject"_a, "log"_a, "audit"_a, py::kw_only(), "officer"_a, "recipient"_a, "justification"_a = "",
      "legal_basis"_a = "", "case_reference"_a = "", "templates"_a = false, "free_texts"_a = false,
      "What is kept of a person, for that person. `log`: Audit.entries. The audit entry is written before anything is "
      "returned. Raises Error: invalid_argument, not_found, audit_failed.");
}

GalleryOptions options_of(const privacy::RetentionPolicy* retention, const py::object& max_skew) {
  GalleryOptions options;
  options.retention = retention;
  if (!max_skew.is_none())
    options.max_skew = std::chrono::seconds{static_cast<std::int64_t>(max_skew.attr("total_seconds")().cast<double>())};
  return options;
}

template <class Secret>
void bind_open(py::class_<Gallery>& gallery) {
  gallery
      .def_static(
          "create",
          [](const std::filesystem::path& file, Secret& key, const privacy::RetentionPolicy* retention,
             const py::object& max_skew) {
            const auto options = options_of(retention, max_skew);
            const py::gil_scoped_release no_gil;
            return Gallery::create(file, key, options);
          },
          "file"_a, "key"_a, "retention"_a = nullptr, "max_skew"_a = py::none(),
          "A new, empty gallery file under a Key, a Passphrase or a KeyProvider. `max_skew`: a timedelta, how long the "
          "clock may have gone on without suspicion. Raises Error (already_exists).")
      .def_static(
          "open",
          [](const std::filesystem::path& file, Secret& key, const privacy::RetentionPolicy* retention,
             const py::object& max_skew) {
            const auto options = options_of(retention, max_skew);
            const py::gil_scoped_release no_gil;
            return Gallery::open(file, key, options);
          },
          "file"_a, "key"_a, "retention"_a = nullptr, "max_skew"_a = py::none(),
          "Raises Error: not_found, unsupported_format, newer_version, wrong_key, tampered.");
}

void bind_writes(py::class_<Gallery>& gallery) {
  gallery
      .def("enrol", &Gallery::enrol, "enrolment"_a, NoGil(),
           "One subject, or nothing. Raises Error: purpose_required, retention_required, already_exists, "
           "invalid_argument.")
      .def(
          "enrol_many",
          [](Gallery& self, const std::vector<Enrolment>& enrolments, std::size_t threads, const py::object& progress) {
            return run(threads, progress, [&](const Work& work) { return self.enrol_many(enrolments, work); });
          },
          "enrolments"_a, "threads"_a = 1, "progress"_a = py::none(), "Many subjects in one transaction: all or none.")
      .def("add", &Gallery::add, "subject"_a, "enrolment"_a, NoGil(),
           "Further references of a subject; the label is left empty. Raises Error (not_found).")
      .def("remove", &Gallery::remove, "subject"_a, NoGil(),
           "Erases the subject, its references and their keys; how many references went. Raises Error (not_found).");
}

void bind_reads(py::class_<Gallery>& gallery) {
  gallery
      .def(
          "view",
          [](Gallery& self, Purpose purpose, std::optional<Time> at, std::size_t threads, const py::object& progress,
             std::string legal_basis, std::vector<std::string> agencies, CategorySet categories) {
            const ViewRequest request{purpose, at, std::move(legal_basis), std::move(agencies), categories};
            return run(threads, progress, [&](const Work& work) { return self.view(request, work); });
          },
          "purpose"_a, "at"_a = py::none(), "threads"_a = 1, "progress"_a = py::none(), "legal_basis"_a = "",
          "agencies"_a = std::vector<std::string>{}, "categories"_a = std::vector<Category>{},
          "What may be searched, decided now. `at`: None is the present. Raises Error: purpose_required, tampered.")
      .def("list", &Gallery::list, NoGil(), "All subjects, in the order of their ids.")
      .def("subject", py::overload_cast<SubjectId>(&Gallery::subject), "id"_a, NoGil(), "Raises Error (not_found).")
      .def("subject", py::overload_cast<std::string_view>(&Gallery::subject), "label"_a, NoGil())
      .def(
          "stored_template",
          [](Gallery& self, ReferenceId id, bool blocked_too) {
            return self.stored_template(id, blocked_too ? Gallery::Blocked::read : Gallery::Blocked::refuse);
          },
          "id"_a, "blocked_too"_a = false, NoGil(),
          "The template of a reference as parse() reads it; whoever hands it on makes an audit entry. Raises Error: "
          "not_found, access_denied (it is blocked).")
      .def("purge", &Gallery::purge, NoGil(), "Nothing that was removed is left in the files. Raises Error (busy).")
      .def("stats", &Gallery::stats, NoGil())
      .def(
          "check",
          [](Gallery& self, std::size_t threads, const py::object& progress) {
            return run(threads, progress, [&](const Work& work) { return self.check(work); });
          },
          "threads"_a = 1, "progress"_a = py::none(),
          "The store's consistency, then every seal, label and template. Raises Error: corrupt, tampered.")
      .def_property_readonly("id", &Gallery::id, "32 hexadecimal digits, for the audit.")
      .def("audit_key", &Gallery::audit_key, "For Audit.open: a key of its own, kept in the gallery.");
}

}  // namespace

void bind_gallery(py::module_& limen) {
  bind_records(limen);
  bind_view(limen);
  py::class_<Gallery> gallery(limen, "Gallery",
                              "Sealed references of subjects in one file, each with purposes and a retention class.");
  bind_open<Key>(gallery);
  bind_open<Passphrase>(gallery);
  bind_open<privacy::KeyProvider>(gallery);
  bind_writes(gallery);
  bind_reads(gallery);
  bind_disclosure(limen);
  bind_gallery_retention(limen, gallery);
}

}  // namespace limen::python
