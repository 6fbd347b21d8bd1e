// numpy ↔ views, Result → exception, C++ values ↔ their plain Python twins: the only clever file of the bindings.
//
// Arrays cross by the buffer protocol (PEP 3118), not by numpy's C interface: one extension works with every numpy.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/functional.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "limen/core/bytes.hpp"
#include "limen/core/clock.hpp"
#include "limen/core/image.hpp"
#include "limen/core/result.hpp"
#include "limen/core/score.hpp"
#include "limen/core/units.hpp"

namespace limen::python {

namespace py = pybind11;
using namespace py::literals;

[[noreturn]] inline void refuse(const std::string& message) {
  throw Exception(Error{ErrorCode::invalid_argument, message});
}

/// "an array of float64 with shape (3, 4)", "a list": what was given, for messages.
std::string describe(py::handle object);

/// The pixels of a limen.Image or of a uint8 array (height, width) or (height, width, 3), borrowed while it lives.
class ImageArgument {
 public:
  explicit ImageArgument(py::handle object);
  ImageView view{};

 private:
  py::object keep_;
  py::buffer_info buffer_;
};

/// A contiguous one-dimensional array of T, borrowed while it lives; other dtypes and shapes are refused by name.
template <class T>
class ArrayArgument {
 public:
  ArrayArgument(py::handle object, const char* name) {
    if (!PyObject_CheckBuffer(object.ptr())) wrong(object, name);
    buffer_ = py::reinterpret_borrow<py::buffer>(object).request();
    const bool same_kind =
        buffer_.itemsize == sizeof(T) && kind(buffer_.format) == kind(py::format_descriptor<T>::format());
    if (buffer_.ndim != 1 || !same_kind || (buffer_.size > 1 && buffer_.strides[0] != sizeof(T))) wrong(object, name);
  }
  std::span<const T> span() const {
    return {static_cast<const T*>(buffer_.ptr), static_cast<std::size_t>(buffer_.size)};
  }

 private:
  // Integer formats of one size differ between platforms ('l', 'q'): signed, unsigned, float or boolean is what counts.
  static char kind(const std::string& format) {
    const char code = format.empty() ? 'B' : format.back();
    if (std::strchr("bhilqn", code) != nullptr) return 'i';
    if (std::strchr("BHILQN", code) != nullptr) return 'u';
    if (std::strchr("efd", code) != nullptr) return 'f';
    return code;
  }
  [[noreturn]] static void wrong(py::handle object, const char* name) {
    const std::string bits = std::to_string(8 * sizeof(T));
    const char code = kind(py::format_descriptor<T>::format());
    const std::string type = code == '?' ? "bool" : (code == 'i' ? "int" : code == 'u' ? "uint" : "float") + bits;
    refuse(std::string(name) + ": a contiguous one-dimensional array of " + type + " is wanted, " + describe(object) +
           " was given");
  }
  py::buffer_info buffer_;
};

/// Read-only bytes that numpy can look at for as long as `keep` lives.
struct Memory {
  py::object keep;
  const void* data;
  std::size_t size;
};

/// A read-only array over memory that `keep` owns: no copy. `dtype` is anything numpy.dtype takes.
py::object array_over(const void* data, std::size_t bytes, const py::object& dtype, const py::tuple& shape,
                      py::object keep);

/// A read-only one-dimensional array that owns the vector: no copy.
template <class Vector>
py::object array_from(Vector values, const py::object& dtype) {
  auto* owned = new Vector(std::move(values));
  py::capsule keep(owned, [](void* p) { delete static_cast<Vector*>(p); });
  const std::size_t bytes = owned->size() * sizeof(typename Vector::value_type);
  return array_over(owned->data(), bytes, dtype, py::make_tuple(owned->size()), std::move(keep));
}

template <class Byte>
py::bytes to_bytes(std::span<const Byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void bind_memory(py::module_& m);

}  // namespace limen::python

namespace pybind11::detail {

/// A Result arrives in Python as its value, or as limen.Error.
template <class T>
struct type_caster<limen::Result<T>> {
  static constexpr auto name = make_caster<T>::name;
  static handle cast(limen::Result<T>&& result, return_value_policy, handle parent) {
    return make_caster<T>::cast(std::move(result).value(), return_value_policy::move, parent);
  }
};
template <>
struct type_caster<limen::Result<void>> {
  static constexpr auto name = const_name("None");
  static handle cast(const limen::Result<void>& result, return_value_policy, handle) {
    result.value();
    return none().release();
  }
};

/// A score is an int: thousandths of the modality's natural unit.
template <>
struct type_caster<limen::Score> {
  PYBIND11_TYPE_CASTER(limen::Score, const_name("int"));
  bool load(handle source, bool convert) {
    make_caster<std::int32_t> inner;
    if (!inner.load(source, convert)) return false;
    value = {cast_op<std::int32_t>(inner)};
    return true;
  }
  static handle cast(limen::Score score, return_value_policy, handle) { return PyLong_FromLong(score.milli); }
};

/// A resolution is a float in pixels per inch; 0: unknown.
template <>
struct type_caster<limen::Ppi> {
  PYBIND11_TYPE_CASTER(limen::Ppi, const_name("float"));
  bool load(handle source, bool convert) {
    make_caster<double> inner;
    if (!inner.load(source, convert)) return false;
    value = {cast_op<double>(inner)};
    return true;
  }
  static handle cast(limen::Ppi ppi, return_value_policy, handle) { return PyFloat_FromDouble(ppi.value); }
};

/// A time is a datetime.datetime with a time zone; limen gives UTC.
template <>
struct type_caster<limen::Time> {
  PYBIND11_TYPE_CASTER(limen::Time, const_name("datetime.datetime"));
  bool load(handle source, bool) {
    if (!source || !isinstance(source, module_::import("datetime").attr("datetime"))) return false;
    if (source.attr("tzinfo").is_none())
      limen::python::refuse("time: a datetime with a time zone is wanted, e.g. datetime.now(timezone.utc)");
    const double seconds = source.attr("timestamp")().cast<double>();
    value = limen::Time{std::chrono::seconds{static_cast<std::int64_t>(std::floor(seconds))}};
    return true;
  }
  static handle cast(limen::Time time, return_value_policy, handle) {
    const module_ datetime = module_::import("datetime");
    const object utc = datetime.attr("timezone").attr("utc");
    return datetime.attr("datetime").attr("fromtimestamp")(time.time_since_epoch().count(), utc).release();
  }
};

/// Bytes to read: bytes, bytearray, memoryview, an array of bytes; borrowed for the call.
template <>
struct type_caster<std::span<const std::byte>> {
  PYBIND11_TYPE_CASTER(std::span<const std::byte>, const_name("bytes"));
  bool load(handle source, bool) {
    if (!source || !PyObject_CheckBuffer(source.ptr())) return false;
    if (PyObject_GetBuffer(source.ptr(), &held.buffer, PyBUF_SIMPLE) != 0) throw error_already_set();
    value = {static_cast<const std::byte*>(held.buffer.buf), static_cast<std::size_t>(held.buffer.len)};
    return true;
  }

 private:
  struct Held {
    Py_buffer buffer{};
    Held() = default;
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() { PyBuffer_Release(&buffer); }  // nothing happens if it was never filled
  } held;
};

/// Bytes that come out are `bytes`: the caller decides what becomes of them.
template <>
struct type_caster<limen::SecureVector<std::byte>> {
  PYBIND11_TYPE_CASTER(limen::SecureVector<std::byte>, const_name("bytes"));
  bool load(handle, bool) { return false; }
  static handle cast(const limen::SecureVector<std::byte>& bytes, return_value_policy, handle) {
    return limen::python::to_bytes(std::span<const std::byte>(bytes)).release();
  }
};

}  // namespace pybind11::detail
