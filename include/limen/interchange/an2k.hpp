// ANSI/NIST-ITL files in the traditional encoding (1997 to 2015): walked without copies.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/interchange/diagnostic.hpp"

namespace limen::interchange::an2k {

inline constexpr char unit_separator = 0x1F;    ///< US, between information items
inline constexpr char record_separator = 0x1E;  ///< RS, between subfields
inline constexpr char group_separator = 0x1D;   ///< GS, between fields
inline constexpr char file_separator = 0x1C;    ///< FS, at the end of a text record

inline constexpr unsigned length_field = 1;  ///< x.001
inline constexpr unsigned idc_field = 2;     ///< x.002
inline constexpr unsigned data_field = 999;  ///< x.999, always last; may hold any byte
inline constexpr std::size_t max_records = 1000;

/// `type.number:value` of a text record, borrowed.
struct Field {
  unsigned number = 0;
  std::string_view tag;    ///< as it stands, e.g. "14.999" or "1.01"
  std::string_view value;  ///< as it stands, with its separators
  std::size_t offset = 0;  ///< of the tag, in the file
};

/// One logical record, borrowed from the file's bytes.
struct Record {
  int type = 0;
  int idc = -1;            ///< information designation character, which links records; −1: none (Type-1)
  std::size_t offset = 0;  ///< in the file
  std::span<const std::byte> bytes;
  std::vector<Field> fields;  ///< of text records; empty for Types 3 to 8, which are binary

  bool binary() const noexcept { return type >= 3 && type <= 8; }
  /// The first field of that number; nothing if it is not there.
  const Field* find(unsigned number) const noexcept;
  /// Its value, empty if it is not there.
  std::string_view value(unsigned number) const noexcept;
};

/// A walked file. The bytes given to read() must outlive it.
struct File {
  std::span<const std::byte> bytes;
  std::vector<Record> records;  ///< the Type-1 record first
  Diagnostics diagnostics;
  bool complete = false;  ///< every record that the directory (1.003) names is there

  /// The first record of that type, and of that IDC if one is given.
  const Record* find(int type, int idc = -1) const noexcept;
};

/// A value split at RS into subfields and at US into items; at most `max_items` pieces in all.
using Subfields = std::vector<std::vector<std::string_view>>;
Subfields split(std::string_view value, std::size_t max_items = 100'000);
/// A whole decimal number (spaces around it are allowed); nothing if it is none.
std::optional<long> number(std::string_view text) noexcept;

/// True if the bytes begin with a Type-1 record (`1.001:` or `1.01:`).
bool looks_like_an2k(std::span<const std::byte> bytes) noexcept;

/// Walks a file. Lenient: what can be read is, and the diagnostics say what is wrong; after damage that hides where the
/// next record begins, `complete` is false. Errors: unsupported_format (neither this encoding nor any; the XML encoding
/// is named), corrupt (no Type-1 record; under `strict` any warning), too_large (more than max_records). Any thread.
Result<File> read(std::span<const std::byte> bytes, Strictness strictness = Strictness::lenient);

}  // namespace limen::interchange::an2k
