// The list of minutiae record formats.
#include <algorithm>
#include <utility>

#include "limen/interchange/minutiae_record.hpp"

namespace limen::interchange {
namespace {

using enum MinutiaeFormat;

struct Facts {
  MinutiaeFormat format;
  std::string_view name;
  int angle_units;
};

constexpr Facts facts[] = {{iso_2005, "iso_2005", 256},
                           {iso_2011, "iso_2011", 256},
                           {iso_card_normal, "iso_card_normal", 256},
                           {iso_card_compact, "iso_card_compact", 64},
                           {ansi_2004, "ansi_2004", 180},
                           {ansi_2009, "ansi_2009", 180},
                           {ansi_2009_am1, "ansi_2009_am1", 180}};

}  // namespace

std::string_view to_string(MinutiaeFormat format) noexcept {
  for (const auto& f : facts)
    if (f.format == format) return f.name;
  return "invalid";
}

std::optional<MinutiaeFormat> minutiae_format_from(std::string_view name) noexcept {
  for (const auto& f : facts)
    if (f.name == name) return f.format;
  return std::nullopt;
}

int angle_units(MinutiaeFormat format) noexcept {
  for (const auto& f : facts)
    if (f.format == format) return f.angle_units;
  return 256;
}

std::vector<RidgeCount> ridge_counts(const Extension& extension) {
  std::vector<RidgeCount> counts;
  for (std::size_t i = 1; i + 3 <= extension.data.size(); i += 3) {
    const auto at = [&](std::size_t k) { return std::to_integer<std::uint8_t>(extension.data[i + k]); };
    const bool padding = (at(0) == 0 && at(1) == 0) || (at(0) == 0xFF && at(1) == 0xFF);
    if (!padding) counts.push_back({at(0), at(1), at(2)});
  }
  return counts;
}

}  // namespace limen::interchange
