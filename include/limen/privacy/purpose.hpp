// Why a reference may be kept and why a search is made. Nothing is enrolled and nothing is searched without a purpose.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "limen/privacy/enum_set.hpp"

namespace limen::privacy {

/// Values are stored in files: never renumber. 0 is "none said" and is refused everywhere.
enum class Purpose : std::uint8_t {
  border_check = 1,
  asylum_procedure = 2,
  law_enforcement = 3,
  missing_person_search = 4,
  victim_identification = 5,
  evaluation = 6,  ///< measuring error rates on data collected for that
};

inline constexpr std::array<Purpose, 6> purposes{Purpose::border_check,          Purpose::asylum_procedure,
                                                 Purpose::law_enforcement,       Purpose::missing_person_search,
                                                 Purpose::victim_identification, Purpose::evaluation};

constexpr const auto& every(Purpose) noexcept { return purposes; }
/// True for the values above and for no other.
constexpr bool known(Purpose purpose) noexcept {
  for (const auto one : purposes)
    if (one == purpose) return true;
  return false;
}

/// Stable spellings, the same in C++, Python and on the command line (`"border_check"`); "none" for an unknown value.
std::string_view to_string(Purpose purpose) noexcept;
/// The inverse of to_string; nothing for an unknown spelling.
std::optional<Purpose> purpose_from(std::string_view name) noexcept;

/// The purposes for which a reference may be searched.
using PurposeSet = EnumSet<Purpose>;

}  // namespace limen::privacy

namespace limen {
using privacy::Purpose;
using privacy::PurposeSet;
}  // namespace limen
