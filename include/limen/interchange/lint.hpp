// What is wrong with an ANSI/NIST-ITL file: by the standard, and by INTERPOL's INT-I profile, version 6.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "limen/interchange/an2k.hpp"
#include "limen/io/image_file.hpp"

namespace limen::interchange {

/// Which rules: those of the standard that hold for everybody, or INTERPOL's as well.
enum class Profile { standard, int_i };

/// One finding. `code` is INTERPOL's error number (table ERR; 0 where it has none), `rule` limen's own stable word.
struct Finding {
  Severity severity = Severity::error;
  int code = 0;
  std::string rule;
  std::string field;     ///< "14.021-B": type, number, item; empty for a whole record
  std::string mnemonic;  ///< "SEG"
  int idc = -1;
  std::size_t offset = 0;  ///< in the file
  std::string found;
  std::string expected;
};

/// INTERPOL's text of an error number ("MANDATORY ELEMENT MISSING"); empty for numbers that it has not.
std::string_view error_text(int code) noexcept;

/// The short name of a field ("HLL"); empty if limen's table has none. Those of Type-2 fields are INT-I's.
std::string_view mnemonic(int type, unsigned field) noexcept;

/// INT-I if 1.013 names it, else the standard.
Profile profile_of(const an2k::File& file) noexcept;

/// All findings, in the order of the file; those of the walk (an2k::File::diagnostics) first. At most 1000. Images are
/// decoded within `options`, all together. Any thread.
std::vector<Finding> lint(const an2k::File& file, std::optional<Profile> profile = std::nullopt,
                          const io::ReadOptions& options = {});

/// One line: severity, field, offset, what was found and what would be right, code and rule.
std::string to_string(const Finding& finding);

}  // namespace limen::interchange
