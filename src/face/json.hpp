// As much of JSON (RFC 8259) as the files beside a model are: one object of texts, numbers and lists of numbers.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "limen/core/result.hpp"

namespace limen::face::json {

using Numbers = std::vector<double>;
using Value = std::variant<std::string, double, Numbers>;

/// The fields in the order of their names. `what` names the text in errors. Errors: corrupt (also a field that stands
/// twice).
Result<std::map<std::string, Value>> parse(std::string_view text, const std::string& what);

/// A text without escapes and control characters, as parse() reads it: others become a space.
std::string quoted(std::string_view text);
/// The shortest digits that are read back exactly.
std::string number(double value);

}  // namespace limen::face::json
