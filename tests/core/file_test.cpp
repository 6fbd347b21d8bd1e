#include "limen/core/file.hpp"

#include <array>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "tests/support.hpp"

using limen::ErrorCode;
using limen::MappedFile;
using limen::read_file;
using limen::write_file;

namespace {

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }
std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::size_t entries(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

}  // namespace

TEST_CASE("what was written is read, whole and in several parts, and nothing else is left in the folder") {
  const limen::test::TemporaryDirectory folder;
  const auto file = folder.path() / "a";
  REQUIRE(write_file(file, bytes_of("first"), 0600));
  CHECK(text_of(read_file(file).value()) == "first");
  CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::all) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  const std::string one = "second, ", two = "in parts";
  const std::array<std::span<const std::byte>, 2> parts{bytes_of(one), bytes_of(two)};
  REQUIRE(write_file(file, parts));
  CHECK(text_of(read_file(file).value()) == "second, in parts");
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("what cannot be read says why") {
  const limen::test::TemporaryDirectory folder;
  const auto file = folder.path() / "a";
  CHECK(read_file(file).error().code == ErrorCode::not_found);
  CHECK(read_file(folder.path()).error().code == ErrorCode::io_error);
  CHECK(read_file("/dev/zero").error().code == ErrorCode::io_error);
  REQUIRE(write_file(file, bytes_of("12345678")));
  CHECK(read_file(file, 8));
  CHECK(read_file(file, 7).error().code == ErrorCode::too_large);
  CHECK(MappedFile::open(folder.path() / "b").error().code == ErrorCode::not_found);
  CHECK(MappedFile::open(folder.path()).error().code == ErrorCode::io_error);
}

TEST_CASE("what cannot be written leaves the old file and no other") {
  const limen::test::TemporaryDirectory folder;
  const auto target = folder.path() / "folder";
  REQUIRE(std::filesystem::create_directory(target));
  CHECK(write_file(target, bytes_of("x")).error().code == ErrorCode::io_error);
  CHECK(write_file(folder.path() / "none" / "a", bytes_of("x")).error().code == ErrorCode::not_found);
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a mapped file stays as it was when it is replaced; an empty one is none") {
  const limen::test::TemporaryDirectory folder;
  const auto file = folder.path() / "a";
  REQUIRE(write_file(file, bytes_of("old")));
  auto mapped = MappedFile::open(file).value();
  REQUIRE(write_file(file, bytes_of("new one")));
  CHECK(text_of(mapped.bytes()) == "old");
  const MappedFile moved = std::move(mapped);
  CHECK(text_of(moved.bytes()) == "old");
  CHECK(MappedFile::open(file).value().size() == 7);
  REQUIRE(write_file(file, std::span<const std::byte>()));
  CHECK(MappedFile::open(file).error().code == ErrorCode::corrupt);
}
