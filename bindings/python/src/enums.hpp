// Enumerations with their stable spellings.
#pragma once

#include <string>
#include <string_view>

#include "convert.hpp"

namespace limen::python {

/// Binds an enumeration from its one list; `Name("spelling")` is the inverse of `.name`. An unknown spelling raises
/// limen.Error with `code`.
template <class E, class List, class ToString>
py::enum_<E> bind_enum(py::handle scope, const char* name, const char* doc, const List& list, ToString to_string,
                       ErrorCode code = ErrorCode::invalid_argument) {
  py::enum_<E> bound(scope, name, doc);
  for (const E value : list) bound.value(std::string(to_string(value)).c_str(), value);
  bound.def(py::init([name, &list, to_string, code](std::string_view spelling) {
              std::string known;
              for (const E value : list) {
                if (to_string(value) == spelling) return value;
                known += (known.empty() ? "" : ", ") + std::string(to_string(value));
              }
              throw Exception(Error{code, std::string(name) + ": unknown spelling \"" + std::string(spelling) +
                                              "\"; known are " + known});
            }),
            "name"_a, "From its spelling.");
  return bound;
}

}  // namespace limen::python
