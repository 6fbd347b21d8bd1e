// Who may be seen by a search: decided from what a reference was enrolled under, before anything is compared.
#pragma once

#include <cstdint>
#include <string_view>

#include "limen/core/clock.hpp"
#include "limen/privacy/category.hpp"
#include "limen/privacy/purpose.hpp"

namespace limen::privacy {

enum class ReferenceState : std::uint8_t {
  active = 1,
  /// Kept, but in no view, and its template is read only by who says that he means to (GDPR 18; LED 16(3)).
  blocked = 2,
  /// Its subject was granted protection (Regulation (EU) 2024/1358, art. 31): seen for law enforcement alone.
  marked = 3,
  erased = 4,  ///< its key is destroyed
};
/// "active", "blocked", "marked", "erased".
std::string_view to_string(ReferenceState state) noexcept;

/// For which purposes references in that state may be seen, as far as their own purposes allow.
PurposeSet seen_for(ReferenceState state) noexcept;

}  // namespace limen::privacy
