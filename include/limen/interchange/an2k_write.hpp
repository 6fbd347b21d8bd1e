// Editing and writing ANSI/NIST-ITL files: what is not edited stays byte for byte.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/interchange/an2k.hpp"

namespace limen::interchange::an2k {

/// Sets, adds or removes one field of one text record, or replaces or removes a whole record.
struct Edit {
  enum class Kind {
    set_field,      ///< the one field of that number is `value`; a new one is put in order of the numbers
    remove_field,   ///< all fields of that number
    set_record,     ///< `value` is the new record, whole
    remove_record,  ///< and its entry in the directory
  };
  Kind kind = Kind::set_field;
  std::size_t record = 0;  ///< index in File::records
  unsigned field = 0;
  SecureVector<std::byte> value{};
};

/// The file with these edits; with none, the same bytes. LEN fields and the directory are kept true for what is edited.
/// Errors: invalid_argument (no such record; a field of a binary record; the length, the directory, the Type-1 record
/// as a whole; GS or FS in a value that is no data; an incomplete file whose records are removed).
Result<SecureVector<std::byte>> apply(const File& file, std::span<const Edit> edits);

/// A record to be written: fields in their order, LEN and IDC not among them; or the bytes of a binary record.
struct DraftRecord {
  struct DraftField {
    unsigned number = 0;
    SecureVector<std::byte> value;
  };
  int type = 0;
  int idc = 0;
  std::vector<DraftField> fields{};
  SecureVector<std::byte> binary{};  ///< Types 3 to 8: what follows LEN and IDC

  /// Adds a field; text, or any bytes for number 999.
  DraftRecord& add(unsigned number, std::string_view text);
  DraftRecord& add(unsigned number, std::span<const std::byte> data);
};

/// Writes a file: the Type-1 record (LEN and CNT are made here), then the others in their order.
/// Errors: invalid_argument (the first is not Type-1, a type outside 1..99, an IDC outside 0..99, too many records, a
/// separator where none may be, a field before its forerunner).
Result<SecureVector<std::byte>> write(std::span<const DraftRecord> records);

}  // namespace limen::interchange::an2k
