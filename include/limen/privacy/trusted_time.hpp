// A clock that is believed only as far as it runs on: data are not erased because a clock was set wrong.
#pragma once

#include <chrono>

#include "limen/core/clock.hpp"
#include "limen/core/result.hpp"

namespace limen::privacy {

/// `now`, if it follows on `last`, the last time that was believed. Error: clock_suspect if it lies before that, or
/// more than `max_skew` after it.
Result<Time> trusted(Time now, Time last, std::chrono::seconds max_skew);

}  // namespace limen::privacy
