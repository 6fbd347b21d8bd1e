// limen.Gallery, limen.View and what is enrolled.
#include "gallery.hpp"

#include "enum_sets.hpp"
#include "ids.hpp"
#include "modules.hpp"
#include "options.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

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
      .def("__len__", &View::size)
      .def("__repr__", [](const View& v) {
        return py::str("<limen.View {} references of {} subjects for {}>")
            .format(v.size(), v.subjects(), std::string(to_string(v.purpose())));
      });
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
  bind_gallery_retention(limen, gallery);
}

}  // namespace limen::python
