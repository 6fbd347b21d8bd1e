#include "limen/privacy/visibility.hpp"

namespace limen::privacy {

std::string_view to_string(ReferenceState state) noexcept {
  switch (state) {
    case ReferenceState::active: return "active";
    case ReferenceState::blocked: return "blocked";
    case ReferenceState::marked: return "marked";
    case ReferenceState::erased: return "erased";
  }
  return "none";
}

PurposeSet seen_for(ReferenceState state) noexcept {
  switch (state) {
    case ReferenceState::active: {
      PurposeSet all;
      for (const auto one : purposes) all.insert(one);
      return all;
    }
    case ReferenceState::marked: return Purpose::law_enforcement;
    default: return {};
  }
}

}  // namespace limen::privacy
