// What limen's files begin with: eight letters that say what they are, and the number of their format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "limen/core/reader.hpp"
#include "limen/core/result.hpp"
#include "limen/core/writer.hpp"

namespace limen {

struct FileStart {
  std::string_view letters;  ///< eight, "LIMENKEY"
  std::uint32_t format = 1;  ///< the newest; written, and read with those before it
  std::string_view kind;     ///< for messages: "key file"

  static constexpr std::size_t size = 12;
  void write(Writer& writer) const;
  /// The format found, 1 to `format`. `where` is what messages begin with. Errors: unsupported_format, newer_version,
  /// corrupt.
  Result<std::uint32_t> read(Reader& reader, std::string_view where) const;
};

}  // namespace limen
