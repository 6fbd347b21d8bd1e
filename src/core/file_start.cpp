#include "limen/detail/core/file_start.hpp"

#include <algorithm>
#include <string>

namespace limen {

void FileStart::write(Writer& writer) const {
  writer.bytes(std::as_bytes(std::span(letters)));
  writer.u32(format);
}

Result<std::uint32_t> FileStart::read(Reader& reader, std::string_view where) const {
  const auto found_letters = reader.take(letters.size());
  if (reader.ok() && !std::ranges::equal(found_letters, std::as_bytes(std::span(letters))))
    return {ErrorCode::unsupported_format, std::string(where) + ": this file is no " + std::string(kind) + " of limen"};
  const auto found = reader.u32();
  if (auto ok = reader.check(); !ok) return ok.error();
  if (found > format)
    return {ErrorCode::newer_version, std::string(where) + ": format " + std::to_string(found) +
                                          ", this limen reads up to " + std::to_string(format) + "; update limen"};
  if (found == 0) return reader.corrupt("format 0");
  return found;
}

}  // namespace limen
