#include "limen/core/reader.hpp"

#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "limen/core/checksum.hpp"
#include "limen/core/writer.hpp"

using limen::Endian;
using limen::Reader;
using limen::Writer;

namespace {

template <class T>
void write_and_read(Endian endian) {
  using Limits = std::numeric_limits<T>;
  Writer writer(endian);
  const std::vector<T> values{0, 1, Limits::min(), Limits::max(), static_cast<T>(Limits::max() / 3)};
  for (const T value : values) writer.write(value);
  CHECK(writer.size() == values.size() * sizeof(T));
  const auto bytes = writer.take();
  Reader reader(bytes, "numbers", endian);
  for (const T value : values) CHECK(reader.read<T>() == value);
  CHECK(reader.check());
  CHECK(reader.remaining() == 0);
}

}  // namespace

TEST_CASE("what is written is read, in both byte orders") {
  for (const auto endian : {Endian::little, Endian::big}) {
    write_and_read<std::uint8_t>(endian);
    write_and_read<std::int8_t>(endian);
    write_and_read<std::uint16_t>(endian);
    write_and_read<std::int16_t>(endian);
    write_and_read<std::uint32_t>(endian);
    write_and_read<std::int32_t>(endian);
    write_and_read<std::uint64_t>(endian);
    write_and_read<std::int64_t>(endian);
  }
}

TEST_CASE("byte orders are what they are called") {
  Writer little, big(Endian::big);
  little.u32(0x01020304);
  big.u32(0x01020304);
  CHECK(little.span()[0] == std::byte{4});
  CHECK(little.span()[3] == std::byte{1});
  CHECK(big.span()[0] == std::byte{1});
  CHECK(big.span()[3] == std::byte{4});
}

TEST_CASE("the first read that does not fit fails the reader for good") {
  const std::vector<std::byte> bytes(5, std::byte{0xFF});
  Reader reader(bytes, "template");
  CHECK(reader.u32() == 0xFFFFFFFFU);
  CHECK(reader.u16() == 0);
  CHECK_FALSE(reader.ok());
  CHECK(reader.u8() == 0);  // one byte is left, but the reader has failed
  CHECK(reader.take(1).empty());
  CHECK(reader.take(0).empty());
  CHECK(reader.offset() == 4);
  const auto checked = reader.check();
  REQUIRE_FALSE(checked);
  CHECK(checked.error().code == limen::ErrorCode::corrupt);
  CHECK(checked.error().message == "template: 2 bytes wanted, 1 left (offset 4)");
}

TEST_CASE("no sequence of reads runs past the end") {
  std::mt19937 generator(7);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::byte> bytes(generator() % 40);
    for (auto& byte : bytes) byte = static_cast<std::byte>(generator());
    Reader reader(bytes, "noise", round % 2 == 0 ? Endian::little : Endian::big);
    std::size_t at = 0;
    bool failed = false;
    for (int step = 0; step < 12; ++step) {
      std::size_t wanted = 0;
      switch (generator() % 6) {
        case 0: wanted = 1, (void)reader.u8(); break;
        case 1: wanted = 2, (void)reader.u16(); break;
        case 2: wanted = 4, (void)reader.u32(); break;
        case 3: wanted = 8, (void)reader.u64(); break;
        case 4: {
          wanted = generator() % 8;
          const auto part = reader.take(wanted);
          if (!part.empty()) CHECK(part.data() == bytes.data() + at);
          break;
        }
        default: wanted = generator() % 3 == 0 ? SIZE_MAX : generator() % 8, reader.skip(wanted);
      }
      failed = failed || wanted > bytes.size() - at;
      if (!failed) at += wanted;
      REQUIRE(reader.ok() == !failed);
      REQUIRE(reader.offset() == at);
      REQUIRE(reader.remaining() == bytes.size() - at);
      REQUIRE(reader.check().has_value() == !failed);
    }
  }
}

TEST_CASE("counts are checked against the bytes that are left, without overflow") {
  const std::vector<std::byte> bytes(100);
  Reader reader(bytes);
  reader.skip(10);
  CHECK(reader.has_room_for(90, 1));
  CHECK_FALSE(reader.has_room_for(91, 1));
  CHECK(reader.has_room_for(9, 10));
  CHECK_FALSE(reader.has_room_for(10, 10));
  CHECK_FALSE(reader.has_room_for(UINT64_MAX, 16));
  CHECK_FALSE(reader.has_room_for(UINT64_MAX / 16 + 2, 16));
  CHECK(reader.has_room_for(UINT64_MAX, 0));
}

TEST_CASE("the checksum is the one of zlib and PNG, and may be continued") {
  const std::string_view digits = "123456789";
  const auto bytes = std::as_bytes(std::span(digits));
  CHECK(limen::crc32(bytes) == 0xCBF43926U);
  CHECK(limen::crc32({}) == 0);
  CHECK(limen::crc32(bytes.subspan(4), limen::crc32(bytes.first(4))) == 0xCBF43926U);
}
