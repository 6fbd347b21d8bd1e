// Plain option structs: filled by name in C++, by keyword in Python.
#pragma once

#include "convert.hpp"

namespace limen::python {

/// `Name(keyword=value, …)` sets the attributes of a default-constructed T; an unknown keyword is a TypeError.
template <class T, class Class>
Class& from_keywords(Class& bound, const char* doc = "Filled by keyword; see the attributes.") {
  bound.def(py::init([](const py::kwargs& values) {
              auto self = std::make_unique<T>();
              const py::object view = py::cast(self.get(), py::return_value_policy::reference);
              for (const auto& [name, value] : values) {
                if (!py::hasattr(view, name))
                  throw py::type_error(std::string(py::str(py::type::of(view).attr("__name__"))) +
                                       ": unexpected keyword '" + std::string(py::str(name)) + "'");
                py::setattr(view, name, value);
              }
              return self;
            }),
            doc);
  return bound;
}

}  // namespace limen::python
