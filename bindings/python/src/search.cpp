// limen.search: one probe against a block of references of its modality.
#include "limen/search/search.hpp"

#include "limen/face/block.hpp"
#include "limen/fingerprint/block.hpp"
#include "limen/privacy/protect.hpp"

#include "convert.hpp"
#include "modules.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

using search::Filter;
using search::Options;
using Found = search::Found<>;

/// The ids of a block's rows: those given, else 1, 2, 3 …
std::vector<ReferenceId> ids_of(const std::optional<std::vector<ReferenceId>>& given, std::size_t size) {
  if (given) return *given;
  std::vector<ReferenceId> ids(size);
  for (std::size_t i = 0; i < size; ++i) ids[i] = {i + 1};
  return ids;
}

std::optional<Filter> filter_from(const py::object& visible) {
  if (visible.is_none()) return std::nullopt;
  const ArrayArgument<bool> flags(visible, "visible");
  Filter filter(flags.span().size());
  for (std::size_t i = 0; i < flags.span().size(); ++i)
    if (flags.span()[i]) filter.set(i);
  return filter;
}

template <class Probe, class Block>
void def_exhaustive(py::module_& m) {
  m.def(
      "exhaustive",
      [](const Probe& probe, const Block& block, const std::optional<std::vector<ReferenceId>>& given,
         const py::object& visible, std::size_t candidates, std::optional<double> threshold,
         const Calibration* calibration, double fmr, double fpir, std::size_t n) {
        const auto ids = ids_of(given, block.size());
        const auto filter = filter_from(visible);
        const search::Slice<Block> slice{&block, ids, filter ? &*filter : nullptr};
        Options options{.candidates = candidates, .threshold = threshold, .calibration = calibration};
        if (fmr != 0 || fpir != 0) options.rate = ErrorRate{.fmr = fmr, .fpir = fpir, .n = n};
        const py::gil_scoped_release no_gil;
        return search::exhaustive(probe, std::span(&slice, 1), options);
      },
      "probe"_a, "block"_a, "ids"_a = py::none(), "visible"_a = py::none(), "candidates"_a = Options{}.candidates,
      "threshold"_a = py::none(), py::kw_only(), "calibration"_a = py::none(), "fmr"_a = 0.0, "fpir"_a = 0.0, "n"_a = 0,
      "Compares the probe in full with every visible reference. `ids`: ReferenceId of each row, else 1, 2, 3 …; "
      "`visible`: bool array, None: all; `threshold`: in the modality's natural unit, or with a `calibration` the rate "
      "that it follows from, `fmr` or `fpir` (`n`: 0 is the number of visible references). Raises Error "
      "(invalid_argument).");
}

}  // namespace

void bind_search(py::module_& m) {
  py::class_<Candidate>(m, "Candidate", "One entry of a candidate list: the higher score first, then the lower id.")
      .def_readonly("id", &Candidate::id)
      .def_readonly("score", &Candidate::score, "Thousandths.")
      .def("__repr__", [](const Candidate& c) {
        return py::str("<limen.search.Candidate {} score {:.3f}>").format(c.id.value, c.score.natural());
      });
  py::class_<Found>(m, "Found", "A candidate list, and how much work it stands for.")
      .def_readonly("candidates", &Found::candidates)
      .def_readonly("visible", &Found::visible, "References that might have been candidates: all were compared.")
      .def_readonly("expected_false_candidates", &Found::expected_false_candidates,
                    "Of a person who is none of these references; None without a threshold or calibration.");
  def_exhaustive<fingerprint::Probe, fingerprint::Block>(m);
  def_exhaustive<face::Probe, face::Block>(m);
  def_exhaustive<privacy::IomProbe, privacy::IomBlock>(m);
}

}  // namespace limen::python
