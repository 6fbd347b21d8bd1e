// Face records and data groups made on the spot: the library reads them only.
#pragma once

#include "limen/core/writer.hpp"

#include "mutations.hpp"

namespace limen::test {

inline File face_record(const File& image, std::uint16_t width, std::uint16_t height) {
  Writer writer(Endian::big);
  writer.bytes(std::as_bytes(std::span("FAC", 4)));
  writer.bytes(std::as_bytes(std::span("010", 4)));
  const auto block = static_cast<std::uint32_t>(20 + 8 + 12 + image.size());
  writer.u32(14 + block), writer.u16(1);
  writer.u32(block), writer.u16(1);
  for (int i = 0; i < 14; ++i) writer.u8(0);
  writer.u8(1), writer.u8(0xC1), writer.u16(7), writer.u16(9), writer.u16(0);
  writer.u8(1), writer.u8(0), writer.u16(width), writer.u16(height), writer.u8(1), writer.u8(2), writer.u16(0),
      writer.u16(0);
  writer.bytes(image);
  return file_of(writer.span());
}

inline File tlv(std::uint16_t tag, const File& value) {
  Writer writer(Endian::big);
  if (tag > 0xFF)
    writer.u16(tag);
  else
    writer.u8(static_cast<std::uint8_t>(tag));
  if (value.size() < 128)
    writer.u8(static_cast<std::uint8_t>(value.size()));
  else
    writer.u8(0x83), writer.u8(static_cast<std::uint8_t>(value.size() >> 16)),
        writer.u16(static_cast<std::uint16_t>(value.size()));
  writer.bytes(value);
  return file_of(writer.span());
}

inline File joined(File a, const File& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

inline File data_group(std::uint16_t tag, const File& record) {
  const auto block = tlv(0x7F60, joined(tlv(0xA1, {std::byte{0x81}, std::byte{1}, std::byte{2}}), tlv(0x5F2E, record)));
  return tlv(tag, tlv(0x7F61, joined(tlv(0x02, {std::byte{1}}), block)));
}

}  // namespace limen::test
