#include "json.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace limen::face::json {
namespace {

class Text {
 public:
  Text(std::string_view text, const std::string& what) : rest_(text), what_(what) {}

  bool eat(char c) {
    skip_space();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool at_end() {
    skip_space();
    return rest_.empty();
  }
  Result<std::string> string() {
    const auto end = eat('"') ? rest_.find('"') : std::string_view::npos;
    if (end == std::string_view::npos) return expected("a text in quotes");
    const auto text = rest_.substr(0, end);
    for (const char c : text)
      if ((c >= 0 && c < 0x20) || c == '\\') return bad("a text with escapes or control characters");
    rest_.remove_prefix(end + 1);
    return std::string(text);
  }
  Result<double> number() {
    skip_space();
    double value = 0;
    const auto [stop, failed] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (failed != std::errc{} || !std::isfinite(value)) return expected("a number");
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    return value;
  }
  Result<Numbers> numbers() {
    Numbers list;
    do {
      const auto value = number();
      if (!value) return value.error();
      list.push_back(*value);
    } while (eat(','));
    if (!eat(']')) return expected("a list of numbers");
    return list;
  }
  Result<Value> value() {
    skip_space();
    if (rest_.starts_with('"')) return widen(string());
    if (eat('[')) return widen(numbers());
    return widen(number());
  }
  Error bad(const std::string& why) const { return {ErrorCode::corrupt, what_ + ": " + why}; }
  Error expected(const std::string& wanted) const {
    return bad("expected " + wanted + " at \"" + std::string(rest_.substr(0, 20)) + "\"");
  }

 private:
  template <class T>
  static Result<Value> widen(Result<T> value) {
    if (!value) return std::move(value).error();
    return Value(*std::move(value));
  }
  void skip_space() {
    while (!rest_.empty() && std::string_view(" \t\r\n").find(rest_.front()) != std::string_view::npos)
      rest_.remove_prefix(1);
  }
  std::string_view rest_;
  const std::string& what_;
};

}  // namespace

Result<std::map<std::string, Value>> parse(std::string_view given, const std::string& what) {
  Text text(given, what);
  std::map<std::string, Value> fields;
  if (!text.eat('{')) return text.expected("{");
  do {
    auto key = text.string();
    if (!key) return key.error();
    if (!text.eat(':')) return text.expected(":");
    auto value = text.value();
    if (!value) return value.error();
    if (!fields.emplace(*key, std::move(*value)).second) return text.bad(quoted(*key) + " stands twice");
  } while (text.eat(','));
  if (!text.eat('}') || !text.at_end()) return text.expected("the end, }");
  return fields;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += (c >= 0 && c < 0x20) || c == '"' || c == '\\' || c == 0x7F ? ' ' : c;
  return out += '"';
}

std::string number(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

}  // namespace limen::face::json
