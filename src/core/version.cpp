// The version, from the one place where it stands: limen/version.hpp.
#include "limen/version.hpp"

#define LIMEN_TEXT_(x) #x
#define LIMEN_TEXT(x) LIMEN_TEXT_(x)

namespace limen {

std::string_view version() noexcept {
  return LIMEN_TEXT(LIMEN_VERSION_MAJOR) "." LIMEN_TEXT(LIMEN_VERSION_MINOR) "." LIMEN_TEXT(LIMEN_VERSION_PATCH);
}

}  // namespace limen
