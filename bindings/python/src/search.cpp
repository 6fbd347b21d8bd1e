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

/// Both searches take the same arguments; `find(probe, slices, options, work)` is the one that is meant.
template <class Probe, class Block, class Find>
auto searching(Find find) {
  return [find](const Probe& probe, const Block& block, const std::optional<std::vector<ReferenceId>>& given,
                const py::object& visible, std::size_t candidates, std::optional<double> threshold, double keep,
                std::size_t keep_at_least, const Calibration* calibration, double fmr, double fpir, std::size_t n) {
    const auto ids = ids_of(given, block.size());
    const auto filter = filter_from(visible);
    const search::Slice<Block> slice{&block, ids, filter ? &*filter : nullptr};
    Options options{candidates, threshold, keep, keep_at_least, {}, calibration};
    if (fmr != 0 || fpir != 0) options.rate = ErrorRate{.fmr = fmr, .fpir = fpir, .n = n};
    const py::gil_scoped_release no_gil;
    return find(probe, std::span(&slice, 1), options);
  };
}

template <class Probe, class Block>
constexpr auto exhaustive = [](const Probe& probe, std::span<const search::Slice<Block>> slices,
                               const Options& options) { return search::exhaustive(probe, slices, options); };
template <class Probe, class Block>
constexpr auto cascade = [](const Probe& probe, std::span<const search::Slice<Block>> slices, const Options& options) {
  return search::cascade(probe, slices, options);
};

template <class Function>
void def(py::module_& m, const char* name, Function function, const char* doc) {
  m.def(name, function, "probe"_a, "block"_a, "ids"_a = py::none(), "visible"_a = py::none(),
        "candidates"_a = Options{}.candidates, "threshold"_a = py::none(), "keep"_a = Options{}.keep,
        "keep_at_least"_a = Options{}.keep_at_least, py::kw_only(), "calibration"_a = py::none(), "fmr"_a = 0.0,
        "fpir"_a = 0.0, "n"_a = 0, doc);
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
      .def_readonly("visible", &Found::visible, "References that might have been candidates.")
      .def_readonly("compared", &Found::compared, "Those that were compared in full.")
      .def_readonly("expected_false_candidates", &Found::expected_false_candidates,
                    "Of a person who is none of these references; None without a threshold or calibration.");
  const char* all =
      "Compares the probe in full with every visible reference. `ids`: ReferenceId of each row, else 1, 2, 3 …; "
      "`visible`: bool array, None: all; `threshold`: in the modality's natural unit, or with a `calibration` the rate "
      "that it follows from, `fmr` or `fpir` (`n`: 0 is the number of visible references). Raises Error "
      "(invalid_argument).";
  def(m, "exhaustive",
      searching<fingerprint::Probe, fingerprint::Block>(exhaustive<fingerprint::Probe, fingerprint::Block>), all);
  def(m, "exhaustive", searching<face::Probe, face::Block>(exhaustive<face::Probe, face::Block>), all);
  def(m, "exhaustive",
      searching<privacy::IomProbe, privacy::IomBlock>(exhaustive<privacy::IomProbe, privacy::IomBlock>), all);
  def(m, "cascade", searching<fingerprint::Probe, fingerprint::Block>(cascade<fingerprint::Probe, fingerprint::Block>),
      "The cheap first stage orders the visible references; the best max(keep · visible, keep_at_least) are compared "
      "in "
      "full. Otherwise as exhaustive().");
}

}  // namespace limen::python
