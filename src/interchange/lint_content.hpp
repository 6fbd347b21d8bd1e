// Is this text what a field's rule allows?
#pragma once

#include <string>
#include <string_view>

#include "lint_rules.hpp"

namespace limen::interchange {

/// An INTERPOL error number and what would be right; code 0: nothing is wrong.
struct Verdict {
  int code = 0;
  std::string expected{};
};

Verdict check_content(Content content, std::string_view value);
/// `values` of a Rule: "0..3,8" or "F|L|R".
Verdict check_values(Content content, std::string_view values, std::string_view value);
bool valid_date(std::string_view yyyymmdd) noexcept;

}  // namespace limen::interchange
