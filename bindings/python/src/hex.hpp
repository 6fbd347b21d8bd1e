// Public values that are shown as hexadecimal digits: keys, signatures.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "convert.hpp"

namespace limen::python {

/// `Name("digits")`, str(), bytes(), equality, hash.
template <class T>
py::class_<T> bind_hex(py::module_& m, const char* name, const char* doc,
                       std::optional<T> (*from)(std::string_view) noexcept) {
  py::class_<T> bound(m, name, doc);
  bound
      .def(py::init([name, from](std::string_view hex) {
             if (const auto value = from(hex)) return *value;
             refuse(std::string(name) + ": " + std::to_string(2 * sizeof(T::bytes)) +
                    " lower-case hexadecimal digits are wanted, \"" + std::string(hex) + "\" was given");
           }),
           "hex"_a)
      .def("__str__", [](const T& value) { return to_string(value); })
      .def("__bytes__", [](const T& value) { return to_bytes(std::span<const std::byte>(value.bytes)); })
      .def("__eq__", [](const T& a, const py::object& b) { return py::isinstance<T>(b) && a == b.cast<T>(); })
      .def("__hash__", [](const T& value) { return py::hash(to_bytes(std::span<const std::byte>(value.bytes))); })
      .def("__repr__",
           [name](const T& value) { return "limen.privacy." + std::string(name) + "('" + to_string(value) + "')"; });
  return bound;
}

}  // namespace limen::python
