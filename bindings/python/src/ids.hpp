// Strong ids: a subject is not a reference, in Python neither.
#pragma once

#include <functional>
#include <string>

#include "limen/core/id.hpp"

#include "convert.hpp"

namespace limen::python {

template <class Id>
void bind_id(py::module_& limen, const char* name, const char* doc) {
  py::class_<Id>(limen, name, doc)
      .def(py::init([](std::uint64_t value) { return Id{value}; }), "value"_a)
      .def_readonly("value", &Id::value)
      .def("__int__", [](Id id) { return id.value; })
      .def("__bool__", [](Id id) { return static_cast<bool>(id); })
      .def("__eq__", [](Id a, const py::object& b) { return py::isinstance<Id>(b) && a == b.cast<Id>(); })
      .def(
          "__lt__", [](Id a, Id b) { return a < b; }, py::is_operator())
      .def("__hash__", [](Id id) { return std::hash<Id>{}(id); })
      .def("__repr__", [name](Id id) { return "limen." + std::string(name) + "(" + std::to_string(id.value) + ")"; });
}

}  // namespace limen::python
