#include "limen/core/json.hpp"

#include <cstdio>

namespace limen::json {

namespace {

void add_name(std::string& to, std::string_view name) { to.append(",\"").append(name).append("\":"); }

}  // namespace

void append_quoted(std::string& to, std::string_view text) {
  to += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      to += '\\';
      to += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(byte));
      to += escape;
    } else {
      to += c;
    }
  }
  to += '"';
}

void add_text(std::string& to, std::string_view name, std::string_view text) {
  add_name(to, name);
  append_quoted(to, text);
}

void add_number(std::string& to, std::string_view name, std::uint64_t value) {
  add_name(to, name);
  to += std::to_string(value);
}

void add_value(std::string& to, std::string_view name, std::string_view json) {
  add_name(to, name);
  to += json;
}

void add_array(std::string& to, std::string_view name, const std::vector<std::string>& values) {
  add_name(to, name);
  to += '[';
  for (const auto& value : values) {
    if (to.back() != '[') to += ',';
    to += value;
  }
  to += ']';
}

void add_numbers(std::string& to, std::string_view name, const std::vector<std::uint64_t>& values) {
  std::vector<std::string> texts;
  for (const auto value : values) texts.push_back(std::to_string(value));
  add_array(to, name, texts);
}

std::string object(std::string members) {
  if (members.empty()) return "{}";
  members.front() = '{';
  return members.append("}");
}

}  // namespace limen::json
