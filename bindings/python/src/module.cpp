// limen._core: the C++ modules under their own names. The package limen gives them out as limen.io, limen.fingerprint …
#include "convert.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

// A submodule and its classes carry the name under which users import them.
py::module_ submodule(py::module_& core, const char* name, const char* doc) {
  py::module_ m = core.def_submodule(name, doc);
  m.attr("__name__") = std::string("limen.") + name;
  return m;
}

// limen::Exception → limen.Error (a Python class: message, code).
void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const Exception& e) {
    const py::object type = py::module_::import("limen.error").attr("Error");
    const py::object error = type(e.what(), std::string(to_string(e.code())));
    PyErr_SetObject(type.ptr(), error.ptr());
  }
}

}  // namespace
}  // namespace limen::python

PYBIND11_MODULE(_core, core) {
  using namespace limen::python;
  py::register_exception_translator(&translate);
  const py::object own_name = core.attr("__name__");
  core.attr("__name__") = "limen";
  bind_memory(core);
  bind_core(core);
  auto io = submodule(core, "io", "Image files in, image files out.");
  bind_io(io);
  auto simd = submodule(core, "simd", "Which SIMD targets there are, which this machine runs, which is in use.");
  bind_simd(simd);
  auto evaluation = submodule(core, "evaluation", "Error rates of comparison trials and their intervals.");
  bind_evaluation(evaluation);
  core.attr("__name__") = own_name;
}
