// A set of values of an enumeration is a list in Python: PurposeSet, CategorySet, EventSet.
#pragma once

#include "limen/privacy/enum_set.hpp"

#include "convert.hpp"

namespace pybind11::detail {

template <class E>
struct type_caster<limen::privacy::EnumSet<E>> {
  using Set = limen::privacy::EnumSet<E>;
  PYBIND11_TYPE_CASTER(Set, const_name("list[") + make_caster<E>::name + const_name("]"));
  bool load(handle source, bool convert) {
    make_caster<std::vector<E>> inner;
    if (!inner.load(source, convert)) return false;
    for (const E one : cast_op<std::vector<E>&>(inner)) value.insert(one);
    return true;
  }
  static handle cast(Set set, return_value_policy policy, handle parent) {
    std::vector<E> list;
    for (const E one : every(E{}))
      if (set.contains(one)) list.push_back(one);
    return make_caster<std::vector<E>>::cast(std::move(list), policy, parent);
  }
};

}  // namespace pybind11::detail
