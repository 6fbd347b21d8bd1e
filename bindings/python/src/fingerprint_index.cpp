// limen.fingerprint.Index: templates in, numpy out.
#include <algorithm>
#include <array>
#include <limits>

#include "limen/fingerprint/index.hpp"

#include "finger_search.hpp"
#include "index_arrays.hpp"
#include "modules.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

using fingerprint::Index;
using fingerprint::IndexCandidate;
using fingerprint::IndexCandidates;
using fingerprint::IndexMemory;
using fingerprint::IndexQuery;
using fingerprint::Method;
using fingerprint::PersonCandidate;
using fingerprint::Profile;
using fingerprint::StageSizes;
using fingerprint::Template;

/// One value of each candidate: (probes, longest list), `rest` behind the end of a list.
template <class T, class Value>
py::object table(const IndexCandidates& found, const char* dtype, T rest, Value value) {
  std::size_t width = 0;
  for (const auto& list : found.lists) width = std::max(width, list.size());
  std::vector<T> values(found.lists.size() * width, rest);
  for (std::size_t p = 0; p < found.lists.size(); ++p)
    std::ranges::transform(found.lists[p], values.begin() + static_cast<std::ptrdiff_t>(p * width), value);
  return array_from(std::move(values), py::str(dtype)).attr("reshape")(found.lists.size(), width);
}

py::object ids_of(const IndexCandidates& found) {
  return table<std::uint64_t>(found, "u8", 0, [](const IndexCandidate& c) { return c.id.value; });
}
py::object evidence_of(const IndexCandidates& found) {
  return table(found, "f8", std::numeric_limits<double>::quiet_NaN(),
               [](const IndexCandidate& c) { return c.minus_log10_fmr; });
}
py::object counts_of(const IndexCandidates& found) {
  std::vector<std::uint64_t> counts(found.lists.size());
  std::ranges::transform(found.lists, counts.begin(), [](const auto& list) { return list.size(); });
  return array_from(std::move(counts), py::str("u8"));
}

void bind_candidates(py::module_& m) {
  py::class_<StageSizes>(m, "StageSizes", "How many references each stage of a search takes.")
      .def_readonly("described", &StageSizes::described, "Compared by descriptors.")
      .def_readonly("aligned", &StageSizes::aligned, "Of these the best: aligned, minutia by minutia.")
      .def_readonly("compared", &StageSizes::compared, "Of these the best: compared in full.")
      .def("__repr__", [](const StageSizes& s) {
        return py::str("<limen.fingerprint.StageSizes described {}, aligned {}, compared {}>")
            .format(s.described, s.aligned, s.compared);
      });
  py::class_<IndexMemory>(m, "IndexMemory", "Memory of an index, in bytes.")
      .def_readonly("forms", &IndexMemory::forms, "What the first stages read, ids included.")
      .def_readonly("templates", &IndexMemory::templates, "For the full comparison, read when they are needed.")
      .def_readonly("directory", &IndexMemory::directory, "Where each id stands; none in an opened file.")
      .def_readonly("mapped", &IndexMemory::mapped, "Whether forms and templates are a file's pages.");
  py::class_<IndexCandidate>(m, "IndexCandidate", "A reference with its full comparison.")
      .def_property_readonly("id", [](const IndexCandidate& c) { return c.id.value; })
      .def_property_readonly(
          "subject", [](const IndexCandidate& c) { return c.subject.value; }, "0 for none.")
      .def_readonly("score", &IndexCandidate::score, "Natural-log likelihood ratio in thousandths.")
      .def_readonly("minus_log10_fmr", &IndexCandidate::minus_log10_fmr)
      .def_readonly("extrapolated", &IndexCandidate::extrapolated)
      .def_readonly("method", &IndexCandidate::method);
  py::class_<PersonCandidate>(m, "PersonCandidate", "A person with the evidence of all probes.")
      .def_property_readonly("subject", [](const PersonCandidate& c) { return c.subject.value; })
      .def_readonly("minus_log10_fmr", &PersonCandidate::minus_log10_fmr, "Summed over the probes.")
      .def_readonly("fingers", &PersonCandidate::fingers,
                    "For each probe the best of the person's references; id 0: none compared.")
      .def_readonly("compared", &PersonCandidate::compared,
                    "For each probe: with how many of the person's references.");
  py::class_<IndexCandidates>(m, "IndexCandidates",
                              "The candidates of all probes, best first; unpacks into ids, minus_log10_fmr, counts.")
      .def_property_readonly("ids", &ids_of, "uint64 (probes, longest list); 0 behind the end of a list.")
      .def_property_readonly("minus_log10_fmr", &evidence_of,
                             "float64 of the same shape: what the scores stand for; NaN behind the end of a list.")
      .def_property_readonly(
          "scores",
          [](const IndexCandidates& found) {
            return table(found, "i4", Score::lowest().milli, [](const IndexCandidate& c) { return c.score.milli; });
          },
          "int32 thousandths of the same shape; limen.LOWEST_SCORE behind the end of a list.")
      .def_property_readonly(
          "subjects",
          [](const IndexCandidates& found) {
            return table<std::uint64_t>(found, "u8", 0, [](const IndexCandidate& c) { return c.subject.value; });
          },
          "uint64 of the same shape; 0 for none.")
      .def_property_readonly(
          "minutiae_only",
          [](const IndexCandidates& found) {
            return table<std::uint8_t>(found, "?", 0, [](const IndexCandidate& c) -> std::uint8_t {
              return c.method == Method::minutiae_only ? 1 : 0;
            });
          },
          "bool of the same shape: one of the two prints has no ridge map.")
      .def_property_readonly("counts", &counts_of, "uint64 (probes): how long each list is.")
      .def_readonly("visible", &IndexCandidates::visible, "For each probe: references that might have been candidates.")
      .def_readonly("stages", &IndexCandidates::stages, "For each probe: how many references each stage took.")
      .def("__len__", [](const IndexCandidates& found) { return found.lists.size(); })
      .def("__iter__", [](const IndexCandidates& found) {
        return py::iter(py::make_tuple(ids_of(found), evidence_of(found), counts_of(found)));
      });
}

/// `method` of Index, asked with what both searches take.
template <auto method>
auto searching(const Index& index, const std::vector<Template>& probes, std::size_t k, std::optional<double> threshold,
               const py::object& filter, const std::string& profile, double loss, bool neighbours, std::size_t threads,
               const py::object& progress) {
  const auto visible = filter_of(filter);
  return search_fingers<method>(index, probes, k, threshold, visible ? &*visible : nullptr, profile, loss, neighbours,
                                threads, progress);
}

template <class... Options>
void def_search(py::class_<Index>& index, const char* name, Options&&... options) {
  index.def(name, std::forward<Options>(options)..., "probes"_a, "k"_a = IndexQuery{}.candidates,
            "threshold"_a = py::none(), "filter"_a = py::none(), "profile"_a = "fast", "loss"_a = IndexQuery{}.loss,
            "neighbours"_a = false, "threads"_a = 1, "progress"_a = py::none());
}

std::span<const SubjectId> none;

}  // namespace

void bind_fingerprint_index(py::module_& m) {
  bind_candidates(m);
  m.def(
      "stage_sizes",
      [](std::size_t visible, double loss, const std::string& profile) {
        if (!(loss >= fingerprint::least_loss && loss <= fingerprint::most_loss))
          refuse("loss: " + std::to_string(loss) + " is outside " + std::to_string(fingerprint::least_loss) + " … " +
                 std::to_string(fingerprint::most_loss));
        return fingerprint::stage_sizes(visible, loss, spelt(profile, fingerprint::all_profiles, "profile"));
      },
      "visible"_a, "loss"_a = IndexQuery{}.loss, "profile"_a = "fast",
      "What a search of so many visible references hands from stage to stage.");
  py::class_<Index> index(
      m, "Index",
      "1:N search of fingers: binary codes, int8 descriptors and an alignment choose whom the full comparison is made "
      "with. Ids are 64-bit and never shift. Lists are the same for every number of threads, every SIMD target and "
      "every order of adding, and do not depend on what a filter hides. Searches may run in several threads, changes "
      "need the index alone.");
  index.def(py::init<>())
      .def_static("open", &Index::open, "path"_a, py::call_guard<py::gil_scoped_release>(),
                  "A saved index, mapped and read-only: header, ids, positions and places are checked, verify() checks "
                  "the rest. Raises Error: not_found, io_error, unsupported_format, newer_version, corrupt.")
      .def_static(
          "load",
          [](const std::filesystem::path& path, std::size_t threads, const py::object& progress) {
            return run(threads, progress, [&](const Work& work) { return Index::load(path, work); }).value();
          },
          "path"_a, "threads"_a = 1, "progress"_a = py::none(),
          "A saved index, read into memory and verified whole; may be changed. Raises Error as open().")
      .def("__len__", &Index::size)
      .def(
          "__contains__", [](const Index& self, std::uint64_t id) { return self.contains({id}); }, "id"_a)
      .def_property_readonly("read_only", &Index::read_only, "Whether it was opened from a file, or is a snapshot.")
      .def("snapshot", &Index::snapshot,
           "What the index holds now, read-only: later changes do not reach it. Shares the memory of what does not "
           "change since. The index must not be changed by another thread meanwhile.")
      .def_property_readonly("memory", &Index::memory)
      .def_property_readonly(
          "ids", [](const Index& self) { return array_of_ids(self.ids()); },
          "uint64 (n), a copy, in the order of a filter; remove() moves the last one into the place that is free.")
      .def_property_readonly(
          "subjects", [](const Index& self) { return array_of_ids(self.subjects()); },
          "uint64 (n), a copy; 0 for none.")
      .def_property_readonly(
          "positions",
          [](const Index& self) {
            const auto positions = self.positions();
            return array_from(std::vector<FingerPosition>(positions.begin(), positions.end()), py::str("u1"));
          },
          "uint8 (n), a copy: the values of limen.FingerPosition.")
      .def(
          "add",
          [](Index& self, const py::object& ids, const std::vector<Template>& templates, const py::object& subjects,
             std::size_t threads, const py::object& progress) {
            const Ids names(ids);
            std::optional<IdArray<SubjectId>> whose;
            if (!subjects.is_none()) whose.emplace(subjects, "subjects");
            run(threads, progress, [&](const Work& work) {
              return self.add(names.span(), templates, whose ? whose->span() : none, work);
            }).value();
          },
          "ids"_a, "templates"_a, "subjects"_a = py::none(), "threads"_a = 1, "progress"_a = py::none(),
          "Adds templates under ids (n), all or none; subjects (n) say whose they are. Raises Error: invalid_argument "
          "(sizes, id 0, an id twice, a template outside its bounds, by its index), already_exists, access_denied, "
          "cancelled.")
      .def(
          "update",
          [](Index& self, const py::object& ids, const std::vector<Template>& templates, std::size_t threads,
             const py::object& progress) {
            const Ids names(ids);
            run(threads, progress, [&](const Work& work) {
              return self.update(names.span(), templates, work);
            }).value();
          },
          "ids"_a, "templates"_a, "threads"_a = 1, "progress"_a = py::none(),
          "New templates for ids that are there, all or none; subjects stay. Raises Error as add(); not_found.")
      .def(
          "remove", [](Index& self, const py::object& ids) { self.remove(Ids(ids).span()).value(); }, "ids"_a,
          "All or none; wiped at once. Raises Error: not_found, invalid_argument, access_denied.")
      .def("compact", &Index::compact, py::call_guard<py::gil_scoped_release>(),
           "Gives back all memory that is not in use.")
      .def(
          "finger", [](const Index& self, std::uint64_t id) { return self.finger({id}); }, "id"_a,
          "The template of a reference, as it was added. Raises Error: not_found, corrupt.")
      .def(
          "save", [](const Index& self, const std::filesystem::path& path) { return self.save(path); }, "path"_a,
          py::call_guard<py::gil_scoped_release>(), "Replaces the file atomically. Raises Error (io_error).")
      .def(
          "verify",
          [](const Index& self, std::size_t threads, const py::object& progress) {
            run(threads, progress, [&](const Work& work) { return self.verify(work); }).value();
          },
          "threads"_a = 1, "progress"_a = py::none(),
          "Checks every byte of an opened file against its sums. Raises Error (corrupt).")
      .def("__repr__", [](const Index& self) {
        return "<limen.fingerprint.Index of " + std::to_string(self.size()) + " references" +
               (self.read_only() ? ", read-only>" : ">");
      });
  def_search(
      index, "search", &searching<&Index::search>,
      "The best k of each probe (templates). threshold: least -log10 of the false-match rate. profile: \"fast\", "
      "\"safe\" (no binary codes) or \"exhaustive\" (all in full). loss: the share of mates that the stages may "
      "drop. neighbours: a probe of known position is also asked about the fingers beside it. filter: bool "
      "(len(index)) in the order of ids. Raises Error: invalid_argument, corrupt, cancelled.");
  def_search(index, "search_person", &searching<&Index::search_person>,
             "The best k persons for several fingers of one person: evidence is summed over all probes before any "
             "person is left out. Arguments and errors as search().");
}

}  // namespace limen::python
