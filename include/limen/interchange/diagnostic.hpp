// What a reader of somebody else's file found wrong, without giving up.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace limen::interchange {

enum class Severity { note, warning, error };

/// One thing that is not as the standard says. `code` is stable and made for programs (`"trailing_data"`), `text` is
/// for people; `where` names the record and field (`"2.063"`, `"view 1"`), `offset` the byte in the file.
struct Diagnostic {
  Severity severity = Severity::warning;
  std::string code;
  std::string where;
  std::size_t offset = 0;
  std::string text;
  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

/// `strict`: anything but a note is an error. `lenient`: what can be mended without guessing is, and is listed.
enum class Strictness { lenient, strict };

/// "note", "warning", "error".
const char* to_string(Severity severity) noexcept;
/// One line: severity, place, offset, text, code.
std::string to_string(const Diagnostic& diagnostic);

}  // namespace limen::interchange
