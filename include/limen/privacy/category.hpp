// Whose biometric data a reference is, which decides under what rules it is kept (Directive (EU) 2016/680, art. 6).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "limen/privacy/enum_set.hpp"

namespace limen::privacy {

/// Values are stored in files: never renumber. 0 is "none said".
enum class Category : std::uint8_t {
  suspect = 1,
  convicted = 2,
  victim = 3,
  other_person = 4,  ///< a witness, a contact, anybody of no category below
  wanted_person = 5,
  missing_person = 6,
  unidentified_person = 7,  ///< a body, or a mark from a scene
  asylum_applicant = 8,
  irregular_entrant = 9,    ///< apprehended when crossing an external border irregularly
  irregular_resident = 10,  ///< found staying irregularly
  admitted_person = 11,     ///< registered for resettlement or humanitarian admission
  traveller = 12,           ///< a third-country national who enters or leaves
  volunteer = 13,           ///< took part in a collection for evaluation
};

inline constexpr std::array<Category, 13> categories{Category::suspect,
                                                     Category::convicted,
                                                     Category::victim,
                                                     Category::other_person,
                                                     Category::wanted_person,
                                                     Category::missing_person,
                                                     Category::unidentified_person,
                                                     Category::asylum_applicant,
                                                     Category::irregular_entrant,
                                                     Category::irregular_resident,
                                                     Category::admitted_person,
                                                     Category::traveller,
                                                     Category::volunteer};

constexpr const auto& every(Category) noexcept { return categories; }
constexpr bool known(Category category) noexcept {
  for (const auto one : categories)
    if (one == category) return true;
  return false;
}

/// Stable spellings (`"asylum_applicant"`); "none" for an unknown value.
std::string_view to_string(Category category) noexcept;
std::optional<Category> category_from(std::string_view name) noexcept;

using CategorySet = EnumSet<Category>;

}  // namespace limen::privacy

namespace limen {
using privacy::Category;
using privacy::CategorySet;
}  // namespace limen
