#include "limen/core/lettering.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace limen::canvas {
namespace {

/// Seven rows of five dots, from the top, the left dot in the high bit.
struct Glyph {
  char letter;
  std::uint64_t dots;
};
constexpr std::array<Glyph, 46> glyphs{{
    {'A', 0x3A31FC631ULL}, {'B', 0x7A31F463EULL}, {'C', 0x3E108420FULL}, {'D', 0x7A318C63EULL}, {'E', 0x7E10F421FULL},
    {'F', 0x7E10F4210ULL}, {'G', 0x3E109C62FULL}, {'H', 0x4631FC631ULL}, {'I', 0x38842108EULL}, {'J', 0x1C4210A4CULL},
    {'K', 0x4654C5251ULL}, {'L', 0x42108421FULL}, {'M', 0x4775AC631ULL}, {'N', 0x4739ACE71ULL}, {'O', 0x3A318C62EULL},
    {'P', 0x7A31F4210ULL}, {'Q', 0x3A318D64DULL}, {'R', 0x7A31F5251ULL}, {'S', 0x3E107043EULL}, {'T', 0x7C8421084ULL},
    {'U', 0x46318C62EULL}, {'V', 0x46318A944ULL}, {'W', 0x4631AD771ULL}, {'X', 0x454A22951ULL}, {'Y', 0x462A21084ULL},
    {'Z', 0x7C222221FULL}, {'0', 0x3A33AE62EULL}, {'1', 0x11942109FULL}, {'2', 0x3A213221FULL}, {'3', 0x78217043EULL},
    {'4', 0x08CA97C42ULL}, {'5', 0x7E1E0862EULL}, {'6', 0x1910F462EULL}, {'7', 0x7C2211084ULL}, {'8', 0x3A317462EULL},
    {'9', 0x3A317844CULL}, {'.', 0x00000018CULL}, {',', 0x000003088ULL}, {':', 0x018C03180ULL}, {'-', 0x000070000ULL},
    {'+', 0x0084F9080ULL}, {'/', 0x042222210ULL}, {'(', 0x088842082ULL}, {')', 0x208210888ULL}, {'%', 0x672222273ULL},
    {'^', 0x115100000ULL},
}};

}  // namespace

int write(Canvas& canvas, std::string_view text, int x, int y, int dot, Colour colour) {
  for (const char letter : text) {
    const char capital = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    const auto glyph =
        std::find_if(glyphs.begin(), glyphs.end(), [capital](const Glyph& g) { return g.letter == capital; });
    for (int i = 0; glyph != glyphs.end() && i < 35; ++i)
      if ((glyph->dots >> (34 - i) & 1U) != 0) canvas.fill(x + i % 5 * dot, y + i / 5 * dot, dot, dot, colour);
    x += 6 * dot;
  }
  return x;
}

}  // namespace limen::canvas
