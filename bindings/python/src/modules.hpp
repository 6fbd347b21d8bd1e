// One function a module; module.cpp calls them in the order of the floors.
#pragma once

#include <pybind11/pybind11.h>

namespace limen::python {

void bind_core(pybind11::module_& limen);
void bind_io(pybind11::module_& m);
void bind_simd(pybind11::module_& m);
void bind_privacy(pybind11::module_& limen, pybind11::module_& m);
void bind_signatures(pybind11::module_& m);
void bind_audit(pybind11::module_& m);
void bind_pseudonyms(pybind11::module_& m);
void bind_usage_counts(pybind11::module_& m);
void bind_retention(pybind11::module_& limen, pybind11::module_& m);
void bind_protect(pybind11::module_& m);
void bind_fingerprint(pybind11::module_& m);
void bind_fingerprint_comparison(pybind11::module_& m);
void bind_fingerprint_trials(pybind11::module_& m);
void bind_fingerprint_index(pybind11::module_& m);
void bind_synthesis(pybind11::module_& m);
void bind_face_models(pybind11::module_& m);
void bind_face(pybind11::module_& m);
void bind_face_synthesis(pybind11::module_& m);
void bind_search(pybind11::module_& m);
void bind_embedding_index(pybind11::module_& m);
void bind_interchange(pybind11::module_& m);
void bind_gallery(pybind11::module_& limen);
void bind_packs(pybind11::module_& limen);
void bind_screening(pybind11::module_& limen);
void bind_hit(pybind11::module_& limen);
void bind_evaluation(pybind11::module_& m);

}  // namespace limen::python
