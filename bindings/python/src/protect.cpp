// limen.privacy: protected templates.
#include "limen/privacy/protect.hpp"

#include "convert.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

using namespace privacy;
using NoGil = py::call_guard<py::gil_scoped_release>;

/// A member function from an array of In to an array of Out.
template <class In, class Protector, class Out>
auto over(Result<SecureVector<Out>> (Protector::*function)(std::span<const In>) const, const char* name) {
  return [function, name](const Protector& self, const py::object& values) {
    const ArrayArgument<In> array(values, name);
    auto done = [&] {
      const py::gil_scoped_release no_gil;
      return (self.*function)(array.span());
    }();
    const char* type = std::is_same_v<Out, float> ? "float32" : std::is_same_v<Out, std::uint8_t> ? "uint8" : "uint64";
    return array_from(std::move(done).value(), py::str(type));
  };
}

void bind_rotations(py::module_& m) {
  py::class_<RotationProtector>(m, "RotationProtector",
                                "Keyed rotation and permutation: exact scores, revocable. Not irreversible: who has "
                                "the key has the embedding.")
      .def(py::init(
               [](const Key& key, std::size_t dimension) { return RotationProtector::make(key, dimension).value(); }),
           "key"_a, "dimension"_a, NoGil())
      .def_property_readonly("dimension", &RotationProtector::dimension)
      .def_property_readonly("tag", &RotationProtector::tag, "Names the key without telling it.")
      .def("protect", over(&RotationProtector::protect, "embedding"), "embedding"_a, "float32 in, float32 out.")
      .def("recover", over(&RotationProtector::recover, "protected"), "protected"_a, "The inverse.");
  py::class_<CodeProtector>(m, "CodeProtector",
                            "Keyed permutation and mask of binary codes: exact Hamming distances, revocable, not "
                            "irreversible.")
      .def(py::init([](const Key& key, std::size_t bits) { return CodeProtector::make(key, bits).value(); }), "key"_a,
           "bits"_a, NoGil())
      .def_property_readonly("bits", &CodeProtector::bits)
      .def("protect", over(&CodeProtector::protect, "code"), "code"_a, "uint64 in, uint64 out.")
      .def("recover", over(&CodeProtector::recover, "protected"), "protected"_a, "The inverse.");
}

void bind_iom(py::module_& m) {
  py::class_<IomProtector>(m, "IomProtector",
                           "Index-of-max hashing: of each hash's keyed projections only the number of the largest is "
                           "kept.")
      .def(py::init([](const Key& key, std::size_t dimension, std::size_t hashes, std::size_t choices) {
             return IomProtector::make(key, dimension, {hashes, choices}).value();
           }),
           "key"_a, "dimension"_a, "hashes"_a = IomParameters{}.hashes, "choices"_a = IomParameters{}.choices, NoGil())
      .def_property_readonly("dimension", &IomProtector::dimension)
      .def_property_readonly("hashes", [](const IomProtector& p) { return p.parameters().hashes; })
      .def_property_readonly("choices", [](const IomProtector& p) { return p.parameters().choices; })
      .def_property_readonly("bits", &IomProtector::bits, "Of a code.")
      .def_property_readonly("words", &IomProtector::words, "Of a code.")
      .def_property_readonly("tag", &IomProtector::tag, "Names the key without telling it.")
      .def("hash", over(&IomProtector::hash, "embedding"), "embedding"_a, "float32 in, uint8 numbers out.")
      .def("protect", over(&IomProtector::protect, "embedding"), "embedding"_a, "float32 in, uint64 code out.")
      .def("hashes_of", over(&IomProtector::hashes_of, "code"), "code"_a, "The numbers that a code stands for.");
  py::class_<IomProbe>(m, "IomProbe", "A protected probe, for limen.search.exhaustive.")
      .def(py::init([](const IomProtector& protector, const py::object& embedding) {
             return IomProbe::make(protector, ArrayArgument<float>(embedding, "embedding").span()).value();
           }),
           "protector"_a, "embedding"_a);
  py::class_<IomBlock>(m, "IomBlock", "Codes of one IomProtector, side by side, for limen.search.exhaustive.")
      .def(py::init([](const IomProtector& protector) { return IomBlock(protector); }), "protector"_a)
      .def(
          "add",
          [](IomBlock& self, const IomProtector& protector, const py::object& code) {
            return self.add(protector, ArrayArgument<std::uint64_t>(code, "code").span());
          },
          "protector"_a, "code"_a, "Raises Error: model_mismatch (another key), corrupt.")
      .def(
          "score",
          [](const IomBlock& self, const IomProbe& probe) {
            std::vector<Score> scores(self.size());
            {
              const py::gil_scoped_release no_gil;
              score(probe, self, scores);
            }
            return array_from(std::move(scores), py::str("int32"));
          },
          "probe"_a, "int32: a thousand times the number of hashes that agree, of each reference.")
      .def("__len__", &IomBlock::size);
}

}  // namespace

void bind_protect(py::module_& m) {
  bind_rotations(m);
  bind_iom(m);
}

}  // namespace limen::python
