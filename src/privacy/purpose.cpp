#include "limen/privacy/purpose.hpp"

namespace limen::privacy {

std::string_view to_string(Purpose purpose) noexcept {
  switch (purpose) {
    case Purpose::border_check: return "border_check";
    case Purpose::asylum_procedure: return "asylum_procedure";
    case Purpose::law_enforcement: return "law_enforcement";
    case Purpose::missing_person_search: return "missing_person_search";
    case Purpose::victim_identification: return "victim_identification";
    case Purpose::evaluation: return "evaluation";
  }
  return "none";
}

std::optional<Purpose> purpose_from(std::string_view name) noexcept {
  for (const auto one : purposes)
    if (to_string(one) == name) return one;
  return std::nullopt;
}

}  // namespace limen::privacy
