// limen.Gallery is bound in two files: what is in it, and what becomes of it.
#pragma once

#include "limen/gallery/gallery.hpp"

#include "convert.hpp"

namespace limen::python {

/// Events, holds, states, sweeps, keys.
void bind_gallery_retention(py::module_& limen, py::class_<Gallery>& gallery);

}  // namespace limen::python
