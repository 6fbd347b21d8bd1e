// Transaction numbers: 14 digits and a letter, the remainder of 23 in an alphabet without I, O and S.
#include <algorithm>
#include <cstdint>

#include "limen/interchange/inti.hpp"

namespace limen::interchange::inti {

std::optional<char> check_letter(std::string_view digits) noexcept {
  constexpr std::string_view letters = "ZABCDEFGHJKLMNPQRTUVWXY";
  if (digits.size() != 14) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + static_cast<std::uint64_t>(c - '0');
  }
  return letters[value % letters.size()];
}

bool valid_tcn(std::string_view tcn) noexcept { return tcn.size() == 15 && check_letter(tcn.substr(0, 14)) == tcn[14]; }

std::string make_tcn(unsigned year, std::uint64_t running) noexcept {
  std::string digits(14, '0');
  std::uint64_t value = (year % 100) * 1'000'000'000'000ULL + running % 1'000'000'000'000ULL;
  for (auto at = digits.rbegin(); at != digits.rend(); ++at, value /= 10) *at = static_cast<char>('0' + value % 10);
  return digits + *check_letter(digits);
}

std::string_view to_string(Search search) noexcept {
  switch (search) {
    case Search::add_prints: return "ATP";
    case Search::criminal: return "CPS";
    case Search::non_criminal: return "NPS";
    case Search::latent: return "MPS";
  }
  return "invalid";
}

}  // namespace limen::interchange::inti
