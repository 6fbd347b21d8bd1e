// What makes a set of retention rules one that can be kept.
#pragma once

#include <span>

#include "limen/core/result.hpp"
#include "limen/privacy/retention.hpp"

namespace limen::privacy {

/// The event that the engine itself makes when what the rule says falls due; none for erasure and review.
EventSet made_by(Due due) noexcept;

/// All that RetentionPolicy::make refuses, but for time zones.
Result<void> check(std::span<const RetentionRule> rules);

}  // namespace limen::privacy
