// The table of fields: what may stand where. Facts of the ANSI/NIST-ITL standard and of INT-I 6.00, in limen's own
// form.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace limen::interchange {

enum class Presence : std::uint8_t { mandatory, optional, with_data, forbidden };  ///< with_data: if there is x.999
enum class Content : std::uint8_t {
  any,         ///< checked by its parts, or not at all
  digits,      ///< N; `values` may bound it
  letters,     ///< A
  words,       ///< AN: letters and digits
  printable,   ///< ANS
  hex,         ///< H
  date,        ///< YYYYMMDD
  date_range,  ///< YYYYMMDD-YYYYMMDD
  time,        ///< hh:mm
  gmt,         ///< YYYYMMDDhhmmssZ
  per_mm,      ///< 19.69
  tcn,         ///< INTERPOL's transaction number with its check letter
  signed_digits,
};
enum class Scope : std::uint8_t { profile, standard };  ///< standard: holds without the profile too

/// `item` 0: the field; 1, 2, …: the item of each subfield. `max_times` counts subfields. `values`: "0..3,8" for
/// numbers, "F|L|R" for words. Lengths in characters; 0: no bound.
struct Rule {
  int type;
  unsigned field;
  unsigned item;
  std::string_view mnemonic;
  Presence presence;
  Content content;
  unsigned min_length, max_length;
  unsigned max_times;
  unsigned min_items, max_items;
  std::string_view values;
  Scope scope;
};

std::span<const Rule> rules() noexcept;
/// The record types that INT-I lets into a transaction.
bool type_allowed(int type) noexcept;

}  // namespace limen::interchange
