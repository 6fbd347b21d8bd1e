// A PurposeSet is a list of Purpose in Python.
#pragma once

#include "limen/privacy/purpose.hpp"

#include "convert.hpp"

namespace pybind11::detail {

template <>
struct type_caster<limen::PurposeSet> {
  PYBIND11_TYPE_CASTER(limen::PurposeSet, const_name("list[Purpose]"));
  bool load(handle source, bool convert) {
    make_caster<std::vector<limen::Purpose>> inner;
    if (!inner.load(source, convert)) return false;
    for (const limen::Purpose one : cast_op<std::vector<limen::Purpose>&>(inner)) value.insert(one);
    return true;
  }
  static handle cast(limen::PurposeSet set, return_value_policy policy, handle parent) {
    std::vector<limen::Purpose> list;
    for (const limen::Purpose one : limen::privacy::purposes)
      if (set.contains(one)) list.push_back(one);
    return make_caster<std::vector<limen::Purpose>>::cast(std::move(list), policy, parent);
  }
};

}  // namespace pybind11::detail
