// What face and finger image records have in common: how they begin, and how they end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "limen/core/reader.hpp"
#include "limen/core/result.hpp"

#include "findings.hpp"

namespace limen::interchange {

/// "FAC" or "FIR", and a zero byte.
inline bool begins_with(std::span<const std::byte> bytes, std::string_view word) noexcept {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return text.size() >= 8 && text.substr(0, 3) == word && text[3] == 0;
}

/// Reads the word and the version. `what`: "face record". Errors: unsupported_format.
inline Result<Reader> open_image_record(std::span<const std::byte> bytes, std::string_view word, std::string_view what,
                                        std::string_view standard) {
  const std::string name(what);
  if (!begins_with(bytes, word))
    return {ErrorCode::unsupported_format, name + ": it does not begin with " + std::string(word) + " and a zero byte"};
  Reader reader(bytes, what, Endian::big);
  reader.skip(4);
  if (reader.u32() == 0x30313000) return reader;
  std::string version;  // "030" is the edition of 2011
  for (std::size_t i = 4; i < 7; ++i) {
    const auto c = std::to_integer<unsigned char>(bytes[i]);
    version += c >= 0x20 && c < 0x7F ? static_cast<char>(c) : '.';
  }
  return {ErrorCode::unsupported_format,
          name + ": version \"" + version + "\"; limen reads 010 (" + std::string(standard) + ") (offset 4)"};
}

/// Notes a length in the header that is not what was read, and bytes behind the last view.
inline void close_image_record(const Reader& reader, std::uint64_t length, Findings& findings) {
  if (length != reader.offset())
    findings.warn(
        "record_length", "header", 8,
        "length " + std::to_string(length) + " in the header, " + std::to_string(reader.offset()) + " bytes read");
  if (reader.remaining() > 0)
    findings.warn("trailing_data", "record", reader.offset(),
                  std::to_string(reader.remaining()) + " bytes behind the last image");
}

}  // namespace limen::interchange
