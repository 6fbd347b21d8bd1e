#include <algorithm>
#include <array>
#include <cstdio>

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "limen/privacy/canonical.hpp"

#include "privacy/utf8.hpp"

namespace limen::privacy {

namespace {

constexpr std::size_t longest = 4096;

struct Letter {
  char32_t from;
  std::string_view to;
};
// ICAO Doc 9303-3, section 6: the letters that are not simply their base letter. Ascending.
constexpr std::array letters = std::to_array<Letter>({
    {0x00C4, "AE"},   {0x00C5, "AA"}, {0x00C6, "AE"}, {0x00D0, "D"},  {0x00D6, "OE"}, {0x00D8, "OE"}, {0x00DC, "UE"},
    {0x00DE, "TH"},   {0x00DF, "SS"}, {0x0110, "D"},  {0x0126, "H"},  {0x0131, "I"},  {0x0138, "Q"},  {0x0141, "L"},
    {0x014A, "N"},    {0x0152, "OE"}, {0x0166, "T"},  {0x0401, "E"},  {0x0402, "D"},  {0x0403, "G"},  {0x0404, "IE"},
    {0x0405, "DZ"},   {0x0406, "I"},  {0x0407, "I"},  {0x0408, "J"},  {0x0409, "LJ"}, {0x040A, "NJ"}, {0x040B, "C"},
    {0x040C, "K"},    {0x040E, "U"},  {0x040F, "DZ"}, {0x0410, "A"},  {0x0411, "B"},  {0x0412, "V"},  {0x0413, "G"},
    {0x0414, "D"},    {0x0415, "E"},  {0x0416, "ZH"}, {0x0417, "Z"},  {0x0418, "I"},  {0x0419, "I"},  {0x041A, "K"},
    {0x041B, "L"},    {0x041C, "M"},  {0x041D, "N"},  {0x041E, "O"},  {0x041F, "P"},  {0x0420, "R"},  {0x0421, "S"},
    {0x0422, "T"},    {0x0423, "U"},  {0x0424, "F"},  {0x0425, "KH"}, {0x0426, "TS"}, {0x0427, "CH"}, {0x0428, "SH"},
    {0x0429, "SHCH"}, {0x042A, "IE"}, {0x042B, "Y"},  {0x042C, ""},   {0x042D, "E"},  {0x042E, "IU"}, {0x042F, "IA"},
    {0x0490, "G"},    {0x1E9E, "SS"},
});

const Letter* find(char32_t point) {
  const auto found = std::ranges::lower_bound(letters, point, {}, &Letter::from);
  return found != letters.end() && found->from == point ? &*found : nullptr;
}

constexpr bool plain(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
constexpr bool omitted(char32_t c) { return c == '\'' || c == '.' || c == 0x2019 || c == 0x2018 || c == 0x02BC; }

/// Puts letters together, and one '<' between words.
class Words {
 public:
  void letter(std::string_view text) {
    if (gap_ && !text_.empty()) text_ += '<';
    gap_ = false;
    text_ += text;
  }
  void letter(char c) { letter(std::string_view(&c, 1)); }
  void gap() { gap_ = true; }
  Result<std::string> finish() && {
    if (text_.empty()) return {ErrorCode::invalid_argument, "identifier: no letter and no digit is in it"};
    return std::move(text_);
  }

 private:
  std::string text_;
  bool gap_ = false;
};

Error refused(char32_t point, const char* why) {
  char code[16];
  std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(point));
  return {ErrorCode::invalid_argument, std::string("identifier: ") + code + why};
}

Result<void> take(char32_t point, Words& words, const icu::Normalizer2& decompose) {
  const auto c = static_cast<UChar32>(point);
  if (plain(point)) return words.letter(static_cast<char>(point)), Result<void>{};
  if (const auto* letter = find(point)) return words.letter(letter->to), Result<void>{};
  if (omitted(point)) return {};
  icu::UnicodeString parts;
  if (decompose.getDecomposition(c, parts) && static_cast<char32_t>(parts.char32At(0)) != point)
    return take(static_cast<char32_t>(parts.char32At(0)), words, decompose);
  if (const int digit = u_charDigitValue(c); digit >= 0)
    return words.letter(static_cast<char>('0' + digit)), Result<void>{};
  if ((U_GET_GC_MASK(c) & U_GC_M_MASK) != 0) return {};  // a mark on the letter before
  if (u_isalpha(c))
    return refused(point, " is of a script that is not transliterated here; use the form of the document");
  if (u_iscntrl(c) && !u_isspace(c)) return refused(point, " is a control character");
  words.gap();
  return {};
}

Result<std::string> of_ascii(std::string_view text) {
  Words words;
  for (const char c : text) {
    const auto upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const auto point = static_cast<unsigned char>(upper);
    if (plain(point)) {
      words.letter(upper);
    } else if (point == 0x7F || (point < 0x20 && (point < 0x09 || point > 0x0D))) {
      return refused(point, " is a control character");
    } else if (!omitted(point)) {
      words.gap();
    }
  }
  return std::move(words).finish();
}

}  // namespace

Result<std::string> canonical(std::string_view identifier) {
  if (identifier.size() > longest)
    return {ErrorCode::invalid_argument,
            "identifier: it has " + std::to_string(identifier.size()) + " bytes, 4096 are possible"};
  if (std::ranges::all_of(identifier, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return of_ascii(identifier);
  if (!is_utf8(identifier)) return {ErrorCode::invalid_argument, "identifier: it is not UTF-8"};
  UErrorCode status = U_ZERO_ERROR;
  const auto* compose = icu::Normalizer2::getNFKCInstance(status);
  const auto* decompose = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status) != 0) return {ErrorCode::unavailable, "identifier: ICU has no normalisation data"};
  auto text = icu::UnicodeString::fromUTF8({identifier.data(), static_cast<std::int32_t>(identifier.size())});
  const auto normalise = [&] {
    if (!compose->isNormalized(text, status)) text = compose->normalize(text, status);
  };
  normalise();
  text.toUpper(icu::Locale::getRoot());
  normalise();
  if (U_FAILURE(status) != 0) return {ErrorCode::invalid_argument, "identifier: it cannot be normalised"};
  Words words;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    if (auto ok = take(static_cast<char32_t>(text.char32At(i)), words, *decompose); !ok) return ok.error();
  return std::move(words).finish();
}

}  // namespace limen::privacy
