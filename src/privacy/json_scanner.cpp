#include "privacy/json_scanner.hpp"

#include <charconv>

namespace limen::privacy {

std::optional<Time> time_from(std::string_view text) noexcept {
  if (text.size() != 20) return std::nullopt;
  constexpr std::string_view shape = "0000-00-00T00:00:00Z";
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i]) return std::nullopt;
  const auto two = [&](std::size_t i) { return 10 * (text[i] - '0') + (text[i + 1] - '0'); };
  using namespace std::chrono;
  const year_month_day date{year{100 * two(0) + two(2)}, month{static_cast<unsigned>(two(5))},
                            day{static_cast<unsigned>(two(8))}};
  if (!date.ok() || two(11) > 23 || two(14) > 59 || two(17) > 59) return std::nullopt;
  return Time{sys_days{date}} + hours{two(11)} + minutes{two(14)} + seconds{two(17)};
}

Scanner::Scanner(std::string_view text) : rest_(text) {
  first_ = rest_.starts_with('{');
  if (first_) rest_.remove_prefix(1);
}

bool Scanner::next_is(std::string_view name) const noexcept {
  auto rest = rest_;
  if (!first_) {
    if (!rest.starts_with(',')) return false;
    rest.remove_prefix(1);
  }
  return ok_ && rest.size() > name.size() + 2 && rest[0] == '"' && rest.substr(1, name.size()) == name &&
         rest[name.size() + 1] == '"';
}

void Scanner::expect(std::string_view literal) {
  ok_ = ok_ && rest_.starts_with(literal);
  if (ok_) rest_.remove_prefix(literal.size());
}

void Scanner::mark(std::string_view name) {
  expect(first_ ? "\"" : ",\"");
  first_ = false;
  expect(name);
  expect("\":");
}

std::string Scanner::text(std::string_view name) {
  mark(name);
  expect("\"");
  std::string value;
  while (ok_ && !rest_.starts_with('"')) value += next();
  expect("\"");
  return value;
}

std::uint64_t Scanner::number(std::string_view name) {
  mark(name);
  return digits();
}

std::vector<std::uint64_t> Scanner::numbers(std::string_view name) {
  std::vector<std::uint64_t> values;
  mark(name);
  expect("[");
  while (ok_ && !rest_.starts_with(']')) {
    if (!values.empty()) expect(",");
    values.push_back(digits());
  }
  expect("]");
  return values;
}

std::uint64_t Scanner::digits() {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
  ok_ = ok_ && error == std::errc{};
  if (ok_) rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
  return value;
}

Time Scanner::time(std::string_view name) {
  const auto value = time_from(text(name));
  if (!value) fail();
  return value.value_or(Time{});
}

Digest Scanner::digest(std::string_view name) {
  const auto value = digest_from(text(name));
  if (!value) fail();
  return value.value_or(Digest{});
}

char Scanner::next() {
  char c = rest_.empty() ? '\0' : rest_.front();
  if (c == '\\' && rest_.starts_with("\\u")) {
    unsigned value = 0;
    const auto hex = rest_.substr(2, 4);
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    if (hex.size() != 4 || error != std::errc{} || end != hex.data() + 4) return fail(), '\0';
    rest_.remove_prefix(6);
    return static_cast<char>(value);
  }
  if (c == '\\') rest_.remove_prefix(1);
  if (rest_.empty()) return fail(), '\0';
  c = rest_.front();
  rest_.remove_prefix(1);
  return c;
}

}  // namespace limen::privacy
