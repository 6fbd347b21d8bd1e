#include "declaration.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <variant>
#include <vector>

namespace limen::face {
namespace {

using Numbers = std::vector<double>;
using Value = std::variant<std::string, double, Numbers>;

Error bad(const std::string& why) { return {ErrorCode::corrupt, "model declaration: " + why}; }

// As much of JSON (RFC 8259) as a declaration is.
class Text {
 public:
  explicit Text(std::string_view text) : rest_(text) {}

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
  Error expected(const std::string& what) const {
    return bad("expected " + what + " at \"" + std::string(rest_.substr(0, 20)) + "\"");
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
};

bool set_text(std::string& to, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || text->empty()) return false;
  to = *text;
  return true;
}

bool set_side(int& to, const Value& value) {
  const auto* number = std::get_if<double>(&value);
  if (number == nullptr || !(*number >= 16 && *number <= 1024) || std::floor(*number) != *number) return false;
  to = static_cast<int>(*number);
  return true;
}

bool set_three(std::array<float, 3>& to, const Value& value, bool positive) {
  const auto* list = std::get_if<Numbers>(&value);
  if (list == nullptr || list->size() != 3) return false;
  for (std::size_t i = 0; i < 3; ++i) {
    to[i] = static_cast<float>((*list)[i]);
    if (!std::isfinite(to[i]) || (positive && !(to[i] > 0))) return false;
  }
  return true;
}

bool set_field(Declaration& out, const std::string& key, const Value& value) {
  auto& preprocessing = out.preprocessing;
  const auto* text = std::get_if<std::string>(&value);
  if (key == "name") return set_text(out.name, value);
  if (key == "licence") return set_text(out.licence, value);
  if (key == "width") return set_side(preprocessing.width, value);
  if (key == "height") return set_side(preprocessing.height, value);
  if (key == "mean") return set_three(preprocessing.mean, value, false);
  if (key == "deviation") return set_three(preprocessing.deviation, value, true);
  if (key == "kind") {
    out.kind = text != nullptr && *text == "detector" ? ModelKind::detector : ModelKind::embedder;
    return text != nullptr && *text == to_string(out.kind);
  }
  if (key == "channels") {
    preprocessing.channels = text != nullptr && *text == "bgr" ? ChannelOrder::bgr : ChannelOrder::rgb;
    return text != nullptr && (*text == "bgr" || *text == "rgb");
  }
  if (key == "scale") {
    const auto* number = std::get_if<double>(&value);
    preprocessing.scale = number != nullptr ? static_cast<float>(*number) : 0;
    return std::isfinite(preprocessing.scale) && preprocessing.scale > 0;
  }
  return false;
}

}  // namespace

Result<Declaration> parse_declaration(std::string_view text) {
  Text json(text);
  Declaration out;
  std::set<std::string> seen;
  if (!json.eat('{')) return json.expected("{");
  do {
    auto key = json.string();
    if (!key) return key.error();
    if (!json.eat(':')) return json.expected(":");
    const auto value = json.value();
    if (!value) return value.error();
    if (!seen.insert(*key).second) return bad("\"" + *key + "\" stands twice");
    if (!set_field(out, *key, *value))
      return bad("\"" + *key + "\" is unknown or has an impossible value (see docs/face.md)");
  } while (json.eat(','));
  if (!json.eat('}') || !json.at_end()) return json.expected("the end, }");
  for (const auto* needed : {"kind", "width", "height", "channels", "scale", "mean", "deviation"})
    if (out.kind == ModelKind::embedder && seen.count(needed) == 0)
      return bad("\"" + std::string(needed) + "\" is missing");
  return out;
}

}  // namespace limen::face
