#include "limen/privacy/category.hpp"

namespace limen::privacy {

std::string_view to_string(Category category) noexcept {
  switch (category) {
    case Category::suspect: return "suspect";
    case Category::convicted: return "convicted";
    case Category::victim: return "victim";
    case Category::other_person: return "other_person";
    case Category::wanted_person: return "wanted_person";
    case Category::missing_person: return "missing_person";
    case Category::unidentified_person: return "unidentified_person";
    case Category::asylum_applicant: return "asylum_applicant";
    case Category::irregular_entrant: return "irregular_entrant";
    case Category::irregular_resident: return "irregular_resident";
    case Category::admitted_person: return "admitted_person";
    case Category::traveller: return "traveller";
    case Category::volunteer: return "volunteer";
  }
  return "none";
}

std::optional<Category> category_from(std::string_view name) noexcept {
  for (const auto one : categories)
    if (to_string(one) == name) return one;
  return std::nullopt;
}

}  // namespace limen::privacy
