// Strong 64-bit ids: a subject is not a reference.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace limen {

template <class Tag>
struct Id {
  std::uint64_t value = 0;  ///< 0 is "none"; a store counts from 1 and never gives an id twice
  explicit constexpr operator bool() const noexcept { return value != 0; }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

using ReferenceId = Id<struct ReferenceTag>;  ///< one enrolled template
using SubjectId = Id<struct SubjectTag>;      ///< one enrolled person

}  // namespace limen

template <class Tag>
struct std::hash<limen::Id<Tag>> {
  std::size_t operator()(limen::Id<Tag> id) const noexcept { return std::hash<std::uint64_t>{}(id.value); }
};
