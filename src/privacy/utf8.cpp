#include "privacy/utf8.hpp"

#include <cstddef>

namespace limen::privacy {

bool is_utf8(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size();) {
    const auto at = [&](std::size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U; };
    const auto lead = at(i);
    const std::size_t more = lead < 0x80 ? 0 : lead >= 0xC2 && lead < 0xE0 ? 1 : (lead & 0xF0U) == 0xE0 ? 2 : 3;
    if (more == 3 && (lead < 0xF0 || lead > 0xF4)) return false;
    const auto second = at(i + 1);
    if (more > 0 && ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                     (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)))
      return false;
    for (std::size_t k = 1; k <= more; ++k)
      if ((at(i + k) & 0xC0U) != 0x80) return false;
    i += 1 + more;
  }
  return true;
}

}  // namespace limen::privacy
