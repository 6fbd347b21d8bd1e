// limen._core: the C++ modules under their own names. The package limen gives them out as limen.io, limen.fingerprint …
#include "convert.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

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
  // Classes and submodules carry the names under which users import them: limen.Image, limen.io.
  const py::object own_name = core.attr("__name__");
  core.attr("__name__") = "limen";
  bind_memory(core);
  bind_core(core);
  auto io = core.def_submodule("io", "Image files in, image files out.");
  bind_io(io);
  auto simd = core.def_submodule("simd", "Which SIMD targets there are, which this machine runs, which is in use.");
  bind_simd(simd);
  auto privacy = core.def_submodule("privacy", "Purposes, retention, keys, seals, audit.");
  bind_privacy(core, privacy);
  bind_retention(core, privacy);
  bind_signatures(privacy);
  bind_audit(privacy);
  bind_pseudonyms(privacy);
  bind_usage_counts(privacy);
  bind_protect(privacy);
  auto fingerprint = core.def_submodule("fingerprint", "Fingerprints: extraction, templates, comparison.");
  bind_fingerprint(fingerprint);
  bind_fingerprint_index(fingerprint);
  auto synthesis = fingerprint.def_submodule("synthesis", "Procedural fingerprints: nobody's fingers.");
  bind_synthesis(synthesis);
  auto evaluation = core.def_submodule("evaluation", "Error rates of comparison trials and their intervals.");
  bind_evaluation(evaluation);
  auto face = core.def_submodule("face", "Faces: detection, embedding, templates, comparison.");
  bind_face_models(face);
  bind_face(face);
  auto faces = face.def_submodule("synthesis", "Procedural faces: nobody's.");
  bind_face_synthesis(faces);
  auto search = core.def_submodule("search", "One probe against a block of references.");
  bind_search(search);
  bind_embedding_index(search);
  auto interchange = core.def_submodule("interchange", "What police systems exchange: read, write, check, redact.");
  bind_interchange(interchange);
  bind_gallery(core);
  bind_packs(core);
  bind_screening(core);
  bind_hit(core);
  core.attr("__name__") = own_name;
}
