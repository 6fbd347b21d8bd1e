// limen.fingerprint: probe, block, comparison, calibration, explanation.
#include "limen/fingerprint/block.hpp"
#include "limen/fingerprint/calibration.hpp"
#include "limen/fingerprint/compare.hpp"
#include "limen/fingerprint/explain.hpp"

#include "block.hpp"
#include "convert.hpp"
#include "enums.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

using namespace fingerprint;
using NoGil = py::call_guard<py::gil_scoped_release>;

constexpr std::array methods{Method::ridge_map, Method::minutiae_only};

void bind_weights(py::module_& m) {
  bind_enum<Method>(m, "Method", "How two fingers were compared.", methods, [](Method v) { return to_string(v); });
  py::list names;
  for (std::size_t i = 0; i < feature_count; ++i) names.append(to_string(static_cast<Feature>(i)));
  m.attr("features") = py::tuple(names);
  py::class_<Weights>(m, "Weights", "bias + Σ weight · feature is the score; in the order of `features`.")
      .def(py::init([](double bias, const std::array<double, feature_count>& weight) {
             return Weights{bias, weight};
           }),
           "bias"_a, "weight"_a)
      .def_readonly("bias", &Weights::bias)
      .def_readonly("weight", &Weights::weight)
      .def("__eq__", [](const Weights& a, const py::object& b) {
        return py::isinstance<Weights>(b) && a == b.cast<const Weights&>();
      });
  m.def("weights", &weights, "method"_a = Method::ridge_map, "The shipped weights.");
}

void bind_search_types(py::module_& m) {
  py::class_<Probe>(m, "Probe", "A finger prepared to be asked about. It has no serialisation and cannot be copied.")
      .def(py::init<const Template&>(), "template"_a, NoGil())
      .def_property_readonly("minutiae", &Probe::minutiae, "How many are used.")
      .def_property_readonly("has_ridge_map", &Probe::has_ridge_map)
      .def_property_readonly("bytes", &Probe::bytes, "Memory of the prepared form; a reference's is the same.");
  m.def("prepare", &prepare, "template"_a, NoGil(), "The probe of a template: some tens of microseconds.");
  bind_block<Template>(
      m, "The full comparison with every reference: int32, thousandths; limen.LOWEST_SCORE where none can be made.");
}

void bind_compare(py::module_& m) {
  py::class_<Comparison>(m, "Comparison", "A comparison that could be made.")
      .def_readonly("score", &Comparison::score, "Natural-log likelihood ratio in thousandths.")
      .def_readonly("method", &Comparison::method)
      .def_readonly("features", &Comparison::features, "In the order of limen.fingerprint.features.")
      .def_readonly("pairs", &Comparison::pairs, "Paired minutiae.")
      .def_readonly("registered", &Comparison::registered, "Past the quick check: the ridges were registered in full.")
      .def("__repr__", [](const Comparison& c) {
        return py::str("<limen.fingerprint.Comparison score {:.3f}, {} pairs>").format(c.score.natural(), c.pairs);
      });
  m.def(
      "compare",
      [](const Template& a, const Template& b, const std::optional<Weights>& with) {
        return compare(a, b, {.weights = with});
      },
      "a"_a, "b"_a, "weights"_a = py::none(), NoGil(), "Symmetric. Raises Error: too_few_features, no_overlap.");
  m.def("may_be_mirrored", &may_be_mirrored, "a"_a, "b"_a, NoGil(),
        "True if the two do not match, but one and the other's mirror image do, clearly. As dear as two comparisons.");
  m.def("calibration", &calibration, "method"_a = Method::ridge_map, py::return_value_policy::reference,
        "The shipped calibration of a method.");
}

void bind_explain(py::module_& m) {
  py::class_<MinutiaPair>(m, "MinutiaPair", "A minutia of a and one of b that fall on one another.")
      .def_readonly("a", &MinutiaPair::a, "Index into a.minutiae.")
      .def_readonly("b", &MinutiaPair::b, "Index into b.minutiae.")
      .def_readonly("confidence", &MinutiaPair::confidence, "0 to 1");
  py::class_<Explanation>(m, "Explanation", "A comparison with its reasons.")
      .def_readonly("comparison", &Explanation::comparison)
      .def_readonly("minus_log10_fmr", &Explanation::minus_log10_fmr)
      .def_readonly("extrapolated", &Explanation::extrapolated)
      .def_readonly("pairs", &Explanation::pairs, "Best first.")
      .def_property_readonly(
          "unpaired_a", [](const Explanation& e) { return e.a.unpaired; },
          "Minutiae of a inside the overlap without a partner: evidence against.")
      .def_property_readonly("unpaired_b", [](const Explanation& e) { return e.b.unpaired; })
      .def_readonly("bias", &Explanation::bias)
      .def_readonly("parts", &Explanation::parts,
                    "What each of limen.fingerprint.features adds; the score is bias + Σ.")
      .def_readonly("may_be_mirrored", &Explanation::may_be_mirrored, "may_be_mirrored(a, b)");
  m.def(
      "explain", [](const Template& a, const Template& b) { return explain(a, b); }, "a"_a, "b"_a, NoGil(),
      "compare() with its reasons. Raises Error as compare().");
  m.def(
      "draw",
      [](const Explanation& explanation, const py::object& a, const py::object& b) {
        const auto view = [](const py::object& image) { return image.is_none() ? py::cast(Image()) : image; };
        const ImageArgument left(view(a)), right(view(b));
        const py::gil_scoped_release no_gil;
        return draw(explanation, left.view, right.view);
      },
      "explanation"_a, "a"_a = py::none(), "b"_a = py::none(),
      "A side-by-side picture: paired minutiae numbered and coloured by confidence, the overlap, the score's parts. "
      "None gives a blank side.");
}

}  // namespace

void bind_fingerprint_comparison(py::module_& m) {
  bind_weights(m);
  bind_search_types(m);
  bind_compare(m);
  bind_explain(m);
}

}  // namespace limen::python
