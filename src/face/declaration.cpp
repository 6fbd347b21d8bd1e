#include "declaration.hpp"

#include <array>
#include <cmath>

#include "json.hpp"

namespace limen::face {
namespace {

using json::Numbers;
using json::Value;

Error bad(const std::string& why) { return {ErrorCode::corrupt, "model declaration: " + why}; }

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
  const auto fields = json::parse(text, "model declaration");
  if (!fields) return fields.error();
  Declaration out;
  for (const auto& [key, value] : *fields)
    if (!set_field(out, key, value))
      return bad(json::quoted(key) + " is unknown or has an impossible value (see docs/face.md)");
  for (const auto* needed : {"kind", "width", "height", "channels", "scale", "mean", "deviation"})
    if (out.kind == ModelKind::embedder && !fields->contains(needed)) return bad(json::quoted(needed) + " is missing");
  return out;
}

}  // namespace limen::face
