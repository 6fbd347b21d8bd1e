// Is it UTF-8?
#pragma once

#include <string_view>

namespace limen::privacy {

/// Well-formed UTF-8 as of Unicode table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) noexcept;

}  // namespace limen::privacy
