// The version of the headers; limen::version() is that of the library that was linked.
#pragma once

#include <string_view>

#define LIMEN_VERSION_MAJOR 0
#define LIMEN_VERSION_MINOR 1
#define LIMEN_VERSION_PATCH 0

namespace limen {

/// "0.1.0"
std::string_view version() noexcept;

}  // namespace limen
