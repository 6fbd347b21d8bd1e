// A legal hold: data that a rule would erase are blocked instead, as long as somebody answers for keeping them.
#pragma once

#include <string>

#include "limen/core/clock.hpp"
#include "limen/core/result.hpp"

namespace limen::privacy {

/// Filled by name. It never suspends a review.
struct Hold {
  std::string owner{};   ///< who answers for it; required, at most 256 bytes
  std::string reason{};  ///< required, at most 4096 bytes
  Time until{};          ///< required: it ends by itself
  friend bool operator==(const Hold&, const Hold&) = default;
};

/// Error: invalid_argument: no owner, no reason, no end, an end in the past or more than ten years away.
Result<void> check(const Hold& hold, Time now);

}  // namespace limen::privacy
