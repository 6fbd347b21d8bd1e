// One image file directory (TIFF 6.0, section 2), as TIFF files and EXIF blocks have it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "codec.hpp"

namespace limen::io {

/// The directory of a block that starts with "II*\0" or "MM\0*"; borrows the block.
class Ifd {
 public:
  static Result<Ifd> read(ByteView block);

  bool has(unsigned tag) const { return find(tag) != nullptr; }
  /// How many values the tag has; 0 if it is absent.
  std::uint32_t count(unsigned tag) const;
  /// Value i of a BYTE, SHORT, LONG or RATIONAL tag; nothing if absent or of another type.
  std::optional<double> value(unsigned tag, std::uint32_t i = 0) const;
  /// XResolution, YResolution and their unit (inch unless it says centimetre or none).
  Result<Ppi> resolution(std::string_view format) const;

 private:
  struct Entry {
    unsigned tag, type;
    std::uint32_t count;
    std::size_t offset;  // of the values
  };
  const Entry* find(unsigned tag) const;

  ByteView block_;
  bool big_ = false;
  std::vector<Entry> entries_;
};

}  // namespace limen::io
