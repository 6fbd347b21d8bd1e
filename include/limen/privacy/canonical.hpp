// One spelling for one name: what is hashed must not depend on how it was typed.
#pragma once

#include <string>
#include <string_view>

#include "limen/core/result.hpp"

namespace limen::privacy {

/// The machine-readable form of an identifier: Unicode NFKC, upper case, transliterated to A-Z and 0-9 as in ICAO Doc
/// 9303 part 3, section 6 (Latin and Cyrillic letters); apostrophes and full stops are left out, every run of other
/// separators is one '<', none at the ends. "Müller-Lüdenscheidt" and "MUELLER<LUEDENSCHEIDT" give the same. Error:
/// invalid_argument (not UTF-8; a control character; a letter of another script: transliterate it as in the travel
/// document first; nothing left; more than 4096 bytes). Any thread.
Result<std::string> canonical(std::string_view identifier);

}  // namespace limen::privacy
