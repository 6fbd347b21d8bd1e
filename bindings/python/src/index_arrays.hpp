// What the indices take and give: arrays of ids, filters, tables of results.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/id.hpp"
#include "limen/search/filter.hpp"

#include "convert.hpp"

namespace limen::python {

/// The elements of an array one behind the other: borrowed if they lie so, copied if not.
template <class T>
class Elements {
 public:
  Elements(const py::buffer_info& buffer) {
    py::ssize_t expected = sizeof(T);
    bool side_by_side = true;
    for (py::ssize_t d = buffer.ndim - 1; d >= 0; expected *= buffer.shape[static_cast<std::size_t>(d--)])
      side_by_side &=
          buffer.shape[static_cast<std::size_t>(d)] < 2 || buffer.strides[static_cast<std::size_t>(d)] == expected;
    const auto* data = static_cast<const char*>(buffer.ptr);
    if (side_by_side && reinterpret_cast<std::uintptr_t>(data) % alignof(T) == 0) {
      span_ = {reinterpret_cast<const T*>(data), static_cast<std::size_t>(buffer.size)};
      return;
    }
    const py::ssize_t columns = buffer.ndim == 2 ? buffer.shape[1] : 1, step = buffer.ndim == 2 ? buffer.strides[1] : 0;
    copy_.resize(static_cast<std::size_t>(buffer.size));
    for (std::size_t i = 0; i < copy_.size(); ++i) {
      const auto row = static_cast<py::ssize_t>(i) / columns, column = static_cast<py::ssize_t>(i) % columns;
      std::memcpy(&copy_[i], data + row * buffer.strides[0] + column * step, sizeof(T));
    }
    span_ = copy_;
  }
  Elements(const Elements&) = delete;
  Elements& operator=(const Elements&) = delete;
  std::span<const T> span() const { return span_; }

 private:
  std::vector<T> copy_;
  std::span<const T> span_;
};

inline py::buffer_info buffer_of(const py::object& object, const std::string& what, const char* formats,
                                 std::size_t size, py::ssize_t dimensions) {
  const auto wrong = [&] { refuse(what + " is wanted, " + describe(object) + " was given"); };
  if (!PyObject_CheckBuffer(object.ptr())) wrong();
  auto buffer = py::reinterpret_borrow<py::buffer>(object).request();
  std::string format = buffer.format;
  if (format.size() == 2 && std::strchr("@=<", format[0]) != nullptr) format.erase(0, 1);
  if (format.size() != 1 || std::strchr(formats, format[0]) == nullptr ||
      buffer.itemsize != static_cast<py::ssize_t>(size) || buffer.ndim < 1 || buffer.ndim > dimensions)
    wrong();
  return buffer;
}

/// uint64 or int64 (n).
template <class Id>
class IdArray {
 public:
  explicit IdArray(const py::object& object, const std::string& name = "ids")
      : buffer_(buffer_of(object, name + ": a one-dimensional array of uint64 or int64", "lLqQ", 8, 1)),
        elements_(buffer_) {
    static_assert(sizeof(Id) == sizeof(std::uint64_t));
    const bool is_signed = buffer_.format.back() == 'l' || buffer_.format.back() == 'q';
    for (std::size_t i = 0; is_signed && i < elements_.span().size(); ++i)
      if (static_cast<std::int64_t>(elements_.span()[i].value) < 0)
        refuse(name + ": index " + std::to_string(i) + " is negative");
  }
  std::span<const Id> span() const { return elements_.span(); }

 private:
  py::buffer_info buffer_;
  Elements<Id> elements_;
};
using Ids = IdArray<ReferenceId>;

/// uint64 (n), a copy.
template <class Id>
py::object array_of_ids(std::span<const Id> ids) {
  std::vector<std::uint64_t> values(ids.size());
  std::ranges::transform(ids, values.begin(), [](Id id) { return id.value; });
  return array_from(std::move(values), py::str("u8"));
}

template <class E, std::size_t n>
E spelt(std::string_view spelling, const std::array<E, n>& all, const char* name) {
  std::string known;
  for (const E value : all) {
    if (to_string(value) == spelling) return value;
    known += (known.empty() ? "" : ", ") + std::string(to_string(value));
  }
  refuse(std::string(name) + ": \"" + std::string(spelling) + "\" is unknown; known are " + known);
}

inline std::optional<search::Filter> filter_of(const py::object& object) {
  if (object.is_none()) return std::nullopt;
  const auto buffer = buffer_of(object, "filter: a one-dimensional array of bool", "?", 1, 1);
  const Elements<std::uint8_t> flags(buffer);
  search::Filter filter(flags.span().size());
  for (std::size_t i = 0; i < flags.span().size(); ++i)
    if (flags.span()[i] != 0) filter.set(i);
  return filter;
}

inline py::object table_of(std::vector<std::uint64_t> values, std::size_t rows, std::size_t columns) {
  return array_from(std::move(values), py::str("u8")).attr("reshape")(rows, columns);
}

}  // namespace limen::python
