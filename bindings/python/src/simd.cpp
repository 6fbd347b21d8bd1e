// limen.simd
#include <memory>

#include "limen/simd/target.hpp"

#include "convert.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

/// scoped_target as a context manager.
struct ScopedTarget {
  std::string name;
  std::unique_ptr<simd::scoped_target> scope;

  void enter() {
    scope = std::make_unique<simd::scoped_target>(name);
    if (*scope) return;
    scope.reset();
    throw Exception(Error{ErrorCode::unavailable, "simd: this machine cannot run the target \"" + name + "\""});
  }
};

}  // namespace

void bind_simd(py::module_& m) {
  py::class_<simd::Target>(m, "Target", "One instruction set that the kernels were compiled for.")
      .def_property_readonly("name", [](const simd::Target& t) { return std::string(t.name); })
      .def_property_readonly(
          "features", [](const simd::Target& t) { return std::string(t.features); },
          "CPU features it was compiled for and is tested for.")
      .def_property_readonly("runnable", &simd::Target::runnable, "Whether this machine can run it.")
      .def("__repr__", [](const simd::Target& t) {
        return "<limen.simd.Target " + std::string(t.name) + (t.runnable() ? ">" : " (not on this machine)>");
      });
  m.def(
      "targets",
      [] {
        std::vector<simd::Target> all(simd::targets().begin(), simd::targets().end());
        return all;
      },
      "Every target of this build, plainest first.");
  m.def("active_target", &simd::active_target, py::return_value_policy::reference, "The target in use.");
  m.def("rejected", &simd::rejected, "What LIMEN_SIMD asked for if this machine cannot run it; else None.");
  py::class_<ScopedTarget>(m, "scoped_target",
                           "Makes another target the active one for the whole process inside a `with` block. Raises "
                           "Error (unavailable) if this machine cannot run it.")
      .def(py::init([](std::string name) {
             return ScopedTarget{std::move(name), nullptr};
           }),
           "name"_a)
      .def("__enter__", &ScopedTarget::enter)
      .def("__exit__", [](ScopedTarget& self, const py::args&) { self.scope.reset(); });
}

}  // namespace limen::python
