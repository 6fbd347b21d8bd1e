#include <charconv>

#include "limen/interchange/an2k.hpp"

namespace limen::interchange::an2k {

const Field* Record::find(unsigned wanted) const noexcept {
  for (const auto& field : fields)
    if (field.number == wanted) return &field;
  return nullptr;
}

std::string_view Record::value(unsigned wanted) const noexcept {
  const auto* field = find(wanted);
  return field != nullptr ? field->value : std::string_view{};
}

const Record* File::find(int type, int idc) const noexcept {
  for (const auto& record : records)
    if (record.type == type && (idc < 0 || record.idc == idc)) return &record;
  return nullptr;
}

Subfields split(std::string_view value, std::size_t max_items) {
  Subfields subfields(1);
  std::size_t begin = 0, items = 0;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    const bool end = i == value.size();
    if (!end && value[i] != unit_separator && value[i] != record_separator) continue;
    subfields.back().push_back(value.substr(begin, i - begin));
    begin = i + 1;
    if (end || ++items >= max_items) break;
    if (value[i] == record_separator) subfields.emplace_back();
  }
  return subfields;
}

std::optional<long> number(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  long value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace limen::interchange::an2k
