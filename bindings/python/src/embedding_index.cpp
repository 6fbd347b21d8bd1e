// limen.search.EmbeddingIndex: numpy in, numpy out.
#include "limen/search/embedding_index.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "index_arrays.hpp"
#include "modules.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

using search::EmbeddingCandidates;
using search::EmbeddingIndex;
using search::EmbeddingOptions;
using search::EmbeddingQuery;
using search::Mode;
using search::Originals;

/// Vectors of the index's dimension: float32 (n, dimension), or (dimension) for one.
class Vectors {
 public:
  Vectors(const py::object& object, const char* name, std::size_t dimension)
      : buffer_(buffer_of(object, wanted(name, dimension), "f", sizeof(float), 2)), elements_(buffer_) {
    if (buffer_.shape.back() != static_cast<py::ssize_t>(dimension))
      refuse(wanted(name, dimension) + " is wanted, " + describe(object) + " was given");
  }
  std::span<const float> span() const { return elements_.span(); }

 private:
  static std::string wanted(const char* name, std::size_t dimension) {
    return std::string(name) + ": an array of float32 with shape (n, " + std::to_string(dimension) + ")";
  }
  py::buffer_info buffer_;
  Elements<float> elements_;
};

constexpr std::array all_modes{Mode::certified, Mode::quantised, Mode::floating, Mode::cascade};
constexpr std::array all_originals{Originals::none, Originals::float16, Originals::float32};

std::size_t width_of(const EmbeddingCandidates& found) {
  std::size_t width = 0;
  for (const auto& list : found.lists) width = std::max(width, list.size());
  return width;
}

py::object ids_of(const EmbeddingCandidates& found) {
  const std::size_t width = width_of(found);
  std::vector<std::uint64_t> ids(found.lists.size() * width);
  for (std::size_t p = 0; p < found.lists.size(); ++p)
    for (std::size_t i = 0; i < found.lists[p].size(); ++i) ids[p * width + i] = found.lists[p][i].id.value;
  return table_of(std::move(ids), found.lists.size(), width);
}

py::object scores_of(const EmbeddingCandidates& found) {
  const std::size_t width = width_of(found);
  std::vector<float> scores(found.lists.size() * width, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t p = 0; p < found.lists.size(); ++p)
    for (std::size_t i = 0; i < found.lists[p].size(); ++i) scores[p * width + i] = found.lists[p][i].score;
  return array_from(std::move(scores), py::str("f4")).attr("reshape")(found.lists.size(), width);
}

template <class Value>
py::object each_probe(const EmbeddingCandidates& found, Value value) {
  std::vector<std::uint64_t> values(found.lists.size());
  for (std::size_t p = 0; p < values.size(); ++p) values[p] = value(p);
  return array_from(std::move(values), py::str("u8"));
}
py::object counts_of(const EmbeddingCandidates& found) {
  return each_probe(found, [&](std::size_t p) { return found.lists[p].size(); });
}

void bind_candidates(py::module_& m) {
  py::class_<EmbeddingCandidates>(m, "EmbeddingCandidates",
                                  "The candidates of all probes, best first; unpacks into ids, scores, counts.")
      .def_property_readonly("ids", &ids_of, "uint64 (probes, longest list); 0 behind the end of a list.")
      .def_property_readonly("scores", &scores_of, "float32 cosines of the same shape; NaN behind the end of a list.")
      .def_property_readonly("counts", &counts_of, "uint64 (probes): how long each list is.")
      .def_property_readonly(
          "in_doubt",
          [](const EmbeddingCandidates& found) {
            return each_probe(found, [&](std::size_t p) { return found.proofs[p].in_doubt; });
          },
          "uint64 (probes): certified mode, references whose error bound reached the list.")
      .def_property_readonly(
          "compared",
          [](const EmbeddingCandidates& found) {
            return each_probe(found, [&](std::size_t p) { return found.proofs[p].compared; });
          },
          "uint64 (probes): of these, compared in float.")
      .def_readonly("visible", &EmbeddingCandidates::visible, "References that might have been candidates.")
      .def_readonly("threshold", &EmbeddingCandidates::threshold,
                    "Least score, as it was given or follows from the rate; None without one.")
      .def_readonly("expected_false_candidates", &EmbeddingCandidates::expected_false_candidates,
                    "For each probe, of a person who is none of these references; None without a threshold or "
                    "calibration.")
      .def("__len__", [](const EmbeddingCandidates& found) { return found.lists.size(); })
      .def("__iter__", [](const EmbeddingCandidates& found) {
        return py::iter(py::make_tuple(ids_of(found), scores_of(found), counts_of(found)));
      });
}

/// What a threshold follows from; 0: not said.
EmbeddingQuery asking(EmbeddingQuery query, const Calibration* calibration, double fmr, double fpir, std::size_t n) {
  query.calibration = calibration;
  if (fmr != 0 || fpir != 0) query.rate = ErrorRate{.fmr = fmr, .fpir = fpir, .n = n};
  return query;
}

EmbeddingCandidates find(const EmbeddingIndex& index, const py::object& probes, EmbeddingQuery query,
                         const py::object& filter, const std::string& mode, std::size_t threads,
                         const py::object& progress, bool range) {
  const Vectors vectors(probes, "probes", index.dimension());
  const auto visible = filter_of(filter);
  query.filter = visible ? &*visible : nullptr;
  query.mode = spelt(mode, all_modes, "mode");
  return run(threads, progress,
             [&](const Work& work) {
               return range ? index.range_search(vectors.span(), query, work)
                            : index.search(vectors.span(), query, work);
             })
      .value();
}

}  // namespace

void bind_embedding_index(py::module_& m) {
  bind_candidates(m);
  py::class_<EmbeddingIndex>(
      m, "EmbeddingIndex",
      "1:N search of embeddings. Vectors are scaled to unit length, scores are cosines, ids are 64-bit and never "
      "shift. "
      "Lists are the same for every number of threads and every SIMD target. Searches may run in several threads, "
      "changes need the index alone. Arrays that do not lie side by side are copied.")
      .def(py::init([](std::size_t dimension, const std::string& originals, bool sign_bits, float clip) {
             return EmbeddingIndex::create({dimension, spelt(originals, all_originals, "originals"), sign_bits, clip})
                 .value();
           }),
           "dimension"_a, "originals"_a = "float32", "sign_bits"_a = false, "clip"_a = EmbeddingOptions{}.clip,
           "Dimension 64 to 2048; originals kept as \"float32\", \"float16\" or \"none\"; sign_bits for mode "
           "\"cascade\"; components beyond clip / sqrt(dimension) lose precision in int8. Raises Error "
           "(invalid_argument).")
      .def_static("open", &EmbeddingIndex::open, "path"_a, py::call_guard<py::gil_scoped_release>(),
                  "A saved index, mapped and read-only: header, ids and error bounds are checked, verify() checks the "
                  "rest. Raises Error: not_found, io_error, unsupported_format, newer_version, corrupt.")
      .def_static(
          "load",
          [](const std::filesystem::path& path, std::size_t threads, const py::object& progress) {
            return run(threads, progress, [&](const Work& work) { return EmbeddingIndex::load(path, work); }).value();
          },
          "path"_a, "threads"_a = 1, "progress"_a = py::none(),
          "A saved index, read into memory and verified whole; may be changed. Raises Error as open().")
      .def("__len__", &EmbeddingIndex::size)
      .def(
          "__contains__", [](const EmbeddingIndex& index, std::uint64_t id) { return index.contains({id}); }, "id"_a)
      .def_property_readonly("dimension", &EmbeddingIndex::dimension)
      .def_property_readonly(
          "originals", [](const EmbeddingIndex& index) { return std::string(to_string(index.options().originals)); },
          "One of \"float32\", \"float16\", \"none\".")
      .def_property_readonly("sign_bits", [](const EmbeddingIndex& index) { return index.options().sign_bits; })
      .def_property_readonly("read_only", &EmbeddingIndex::read_only, "Whether it was opened from a file.")
      .def_property_readonly(
          "ids", [](const EmbeddingIndex& index) { return array_of_ids(index.ids()); },
          "uint64 (n), a copy, in the order of a filter; remove() moves the last one into the place that is free.")
      .def(
          "add",
          [](EmbeddingIndex& index, const py::object& ids, const py::object& vectors, std::size_t threads,
             const py::object& progress) {
            const Ids names(ids);
            const Vectors values(vectors, "vectors", index.dimension());
            run(threads, progress, [&](const Work& work) {
              return index.add(names.span(), values.span(), work);
            }).value();
          },
          "ids"_a, "vectors"_a, "threads"_a = 1, "progress"_a = py::none(),
          "Adds float32 (n, dimension) under ids (n), all or none. Raises Error: invalid_argument (shapes, dtypes, id "
          "0, "
          "an id twice, a vector with NaN or infinity or all zeros, by its index), already_exists, access_denied.")
      .def(
          "update",
          [](EmbeddingIndex& index, const py::object& ids, const py::object& vectors) {
            const Ids names(ids);
            const Vectors values(vectors, "vectors", index.dimension());
            const py::gil_scoped_release no_gil;
            index.update(names.span(), values.span()).value();
          },
          "ids"_a, "vectors"_a, "New vectors for ids that are there, all or none. Raises Error as add(); not_found.")
      .def(
          "remove", [](EmbeddingIndex& index, const py::object& ids) { index.remove(Ids(ids).span()).value(); },
          "ids"_a,
          "O(1) for each id, all or none; wiped at once. Raises Error: not_found, invalid_argument, access_denied.")
      .def("compact", &EmbeddingIndex::compact, py::call_guard<py::gil_scoped_release>(),
           "Gives back all memory that is not in use.")
      .def(
          "search",
          [](const EmbeddingIndex& index, const py::object& probes, std::size_t k, std::optional<float> threshold,
             const py::object& filter, const std::string& mode, double keep, std::size_t keep_at_least,
             std::size_t threads, const py::object& progress, const Calibration* calibration, double fmr, double fpir,
             std::size_t n) {
            const EmbeddingQuery query{
                .candidates = k, .threshold = threshold, .keep = keep, .keep_at_least = keep_at_least};
            return find(index, probes, asking(query, calibration, fmr, fpir, n), filter, mode, threads, progress,
                        false);
          },
          "probes"_a, "k"_a = EmbeddingQuery{}.candidates, "threshold"_a = py::none(), "filter"_a = py::none(),
          "mode"_a = "certified", "keep"_a = EmbeddingQuery{}.keep, "keep_at_least"_a = EmbeddingQuery{}.keep_at_least,
          "threads"_a = 1, "progress"_a = py::none(), py::kw_only(), "calibration"_a = py::none(), "fmr"_a = 0.0,
          "fpir"_a = 0.0, "n"_a = 0,
          "The best k of each probe, float32 (n, dimension). mode: \"certified\" (int8 first, provably the float "
          "list), "
          "\"quantised\" (int8 alone), \"float\", \"cascade\" (sign bits first, the best keep · visible or "
          "keep_at_least "
          "compared in float: approximate). filter: bool (len(index)) in the order of ids. In place of a threshold, "
          "with the model's calibration, the rate that it follows from: fmr, or fpir (n: 0 is the number of visible "
          "references). Raises Error: "
          "invalid_argument, corrupt, cancelled.")
      .def(
          "range_search",
          [](const EmbeddingIndex& index, const py::object& probes, std::optional<float> threshold,
             const py::object& filter, const std::string& mode, std::size_t threads, const py::object& progress,
             const Calibration* calibration, double fmr, double fpir, std::size_t n) {
            return find(index, probes, asking({.threshold = threshold}, calibration, fmr, fpir, n), filter, mode,
                        threads, progress, true);
          },
          "probes"_a, "threshold"_a = py::none(), "filter"_a = py::none(), "mode"_a = "certified", "threads"_a = 1,
          "progress"_a = py::none(), py::kw_only(), "calibration"_a = py::none(), "fmr"_a = 0.0, "fpir"_a = 0.0,
          "n"_a = 0,
          "Every reference whose score is at least the threshold, or the one that fmr or fpir gives with the model's "
          "calibration. Raises Error as search().")
      .def(
          "save",
          [](const EmbeddingIndex& index, const std::filesystem::path& path) {
            const py::gil_scoped_release no_gil;
            index.save(path).value();
          },
          "path"_a, "Replaces the file atomically. Raises Error (io_error).")
      .def(
          "verify",
          [](const EmbeddingIndex& index, std::size_t threads, const py::object& progress) {
            run(threads, progress, [&](const Work& work) { return index.verify(work); }).value();
          },
          "threads"_a = 1, "progress"_a = py::none(),
          "Checks every byte of an opened file against its sums. Raises Error (corrupt).")
      .def("__repr__", [](const EmbeddingIndex& index) {
        return py::str("<limen.search.EmbeddingIndex {} references of dimension {}>")
            .format(index.size(), index.dimension());
      });
}

}  // namespace limen::python
