// Writing JSON: members in the order they are added, one spelling. Reading is left to those who know what they expect.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace limen::json {

/// `text` in quotes; quotes, backslashes and control characters are escaped. UTF-8 stays as it is.
void append_quoted(std::string& to, std::string_view text);

/// Each appends `,"name":value`; object() turns the first comma into a brace.
void add_text(std::string& to, std::string_view name, std::string_view text);
void add_number(std::string& to, std::string_view name, std::uint64_t value);
void add_numbers(std::string& to, std::string_view name, const std::vector<std::uint64_t>& values);
/// Values that are JSON already, as an array.
void add_array(std::string& to, std::string_view name, const std::vector<std::string>& values);
/// A value that is JSON already.
void add_value(std::string& to, std::string_view name, std::string_view json);
/// `,"a":1,"b":2` becomes `{"a":1,"b":2}`.
std::string object(std::string members);

}  // namespace limen::json
