#include "lint_content.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "limen/interchange/inti.hpp"

namespace limen::interchange {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }
bool is_printable(char c) { return c >= 0x20 && c < 0x7F; }
bool is_word(char c) { return is_digit(c) || is_letter(c); }

bool all(std::string_view text, bool (*allowed)(char)) { return std::all_of(text.begin(), text.end(), allowed); }

int two(std::string_view text, std::size_t at) { return 10 * (text[at] - '0') + (text[at + 1] - '0'); }

bool valid_time(std::string_view hhmmss) {
  return two(hhmmss, 0) < 24 && two(hhmmss, 2) < 60 && (hhmmss.size() < 6 || two(hhmmss, 4) < 60);
}

std::optional<long> to_number(std::string_view text) {
  long value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Verdict check_gmt(std::string_view value) {
  if (value.size() != 15 || value.back() != 'Z' || !all(value.substr(0, 14), is_digit)) return {114, "YYYYMMDDhhmmssZ"};
  if (!valid_date(value.substr(0, 8))) return {112, "a date of the calendar"};
  if (!valid_time(value.substr(8, 6))) return {113, "a time of the day"};
  return {};
}

Verdict check_range(std::string_view value) {
  const bool shaped = value.size() == 17 && value[8] == '-';
  if (!shaped || !valid_date(value.substr(0, 8)) || !valid_date(value.substr(9))) return {112, "YYYYMMDD-YYYYMMDD"};
  if (value.substr(0, 8) > value.substr(9)) return {112, "the earlier date first"};
  return {};
}

Verdict check_clock(std::string_view value) {
  const bool shaped =
      value.size() == 5 && value[2] == ':' && all(value.substr(0, 2), is_digit) && all(value.substr(3), is_digit);
  return shaped && two(value, 0) < 24 && two(value, 3) < 60 ? Verdict{} : Verdict{113, "hh:mm"};
}

// "0..10,255": "0 to 10, 255"; "F|M|U": "F, M, U".
std::string in_words(std::string_view values) {
  std::string text = values.find_first_of(",|") == std::string_view::npos ? "" : "one of ";
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool range = values.substr(i, 2) == "..";
    if (range || values[i] == ',' || values[i] == '|')
      text += range ? " to " : ", ", i += range ? 1 : 0;
    else
      text += values[i];
  }
  return text;
}

}  // namespace

bool valid_date(std::string_view d) noexcept {
  constexpr std::array days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (d.size() != 8 || !all(d, is_digit)) return false;
  const int year = 100 * two(d, 0) + two(d, 2), month = two(d, 4), day = two(d, 6);
  if (month < 1 || month > 12 || year < 1800) return false;
  const bool leap = month == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
  return day >= 1 && day <= days[static_cast<std::size_t>(month - 1)] + (leap ? 1 : 0);
}

Verdict check_content(Content content, std::string_view value) {
  switch (content) {
    case Content::any: return {};
    case Content::digits: return all(value, is_digit) ? Verdict{} : Verdict{108, "digits"};
    case Content::signed_digits: return to_number(value) ? Verdict{} : Verdict{108, "a whole number"};
    case Content::letters: return all(value, is_letter) ? Verdict{} : Verdict{111, "letters"};
    case Content::words: return all(value, is_word) ? Verdict{} : Verdict{111, "letters and digits"};
    case Content::printable: return all(value, is_printable) ? Verdict{} : Verdict{111, "printable ASCII"};
    case Content::hex: return all(value, is_hex) ? Verdict{} : Verdict{111, "hexadecimal digits"};
    case Content::date: return valid_date(value) ? Verdict{} : Verdict{112, "YYYYMMDD"};
    case Content::date_range: return check_range(value);
    case Content::time: return check_clock(value);
    case Content::gmt: return check_gmt(value);
    case Content::per_mm:
      return value.size() == 5 && value[2] == '.' && all(value.substr(0, 2), is_digit) && all(value.substr(3), is_digit)
                 ? Verdict{}
                 : Verdict{115, "pixels per mm with two decimals, like 19.69"};
    case Content::tcn:
      return inti::valid_tcn(value) ? Verdict{} : Verdict{201, "two digits of the year, 12 digits, their check letter"};
  }
  return {};
}

Verdict check_values(Content content, std::string_view values, std::string_view value) {
  if (values.empty()) return {};
  const bool numeric = content == Content::digits || content == Content::signed_digits;
  const auto expected = in_words(values);
  const char separator = numeric ? ',' : '|';
  if (numeric && !to_number(value)) return {108, expected};
  const long number = numeric ? to_number(value).value_or(0) : 0;
  long lowest = 0, highest = 0;
  bool first = true, single = true;
  for (std::size_t begin = 0; begin <= values.size();) {
    const auto end = std::min(values.find(separator, begin), values.size());
    const auto part = values.substr(begin, end - begin);
    begin = end + 1;
    if (!numeric) {
      if (part == value) return {};
      continue;
    }
    const auto dots = part.find("..");
    const long low = to_number(part.substr(0, dots)).value_or(0);
    const long high = dots == std::string_view::npos ? low : to_number(part.substr(dots + 2)).value_or(low);
    if (number >= low && number <= high) return {};
    lowest = first ? low : std::min(lowest, low), highest = first ? high : std::max(highest, high);
    single = first;
    first = false;
  }
  if (numeric && single) return {number < lowest ? 109 : 110, expected};
  return {115, expected};
}

}  // namespace limen::interchange
