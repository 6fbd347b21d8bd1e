#include "limen/detail/core/file_start.hpp"

#include <doctest/doctest.h>

using namespace limen;

namespace {

/// What a reader of formats 1 and 2 says of these bytes.
Result<std::uint32_t> read(const std::string& bytes) {
  constexpr FileStart start{"LIMENTOY", 2, "toy box"};
  Reader reader(std::as_bytes(std::span(bytes)), "toy");
  return start.read(reader, "box 7");
}

std::string with_format(char format) { return std::string("LIMENTOY") + format + std::string(3, '\0') + "contents"; }

}  // namespace

TEST_CASE("a file's start is read as it was written, and its contents come next") {
  constexpr FileStart start{"LIMENTOY", 2, "toy box"};
  Writer writer;
  start.write(writer);
  CHECK(writer.size() == FileStart::size);
  writer.u8(9);
  Reader reader(writer.span());
  CHECK(start.read(reader, "").value() == 2);
  CHECK(reader.u8() == 9);
}

TEST_CASE("an older format is read; a newer one, another kind of file, half a start and format 0 are refused by name") {
  CHECK(read(with_format(1)).value() == 1);
  CHECK(read(with_format(3)).error() ==
        Error{ErrorCode::newer_version, "box 7: format 3, this limen reads up to 2; update limen"});
  CHECK(read("GIF89a and more").error() ==
        Error{ErrorCode::unsupported_format, "box 7: this file is no toy box of limen"});
  CHECK(read(with_format(0)).error().code == ErrorCode::corrupt);
  for (std::size_t length = 0; length < FileStart::size; ++length)
    CHECK(read(with_format(1).substr(0, length)).error().code == ErrorCode::corrupt);
}
