// Long work says how far it is, and stops when asked.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace limen {

/// Called with (done, total), from one thread at a time, done never decreasing. Empty: nobody listens.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

}  // namespace limen
