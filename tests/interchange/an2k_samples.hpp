// ANSI/NIST-ITL files made on the spot.
#pragma once

#include <string>

#include "limen/core/image.hpp"
#include "limen/core/writer.hpp"
#include "limen/interchange/an2k_write.hpp"

#include "mutations.hpp"

namespace limen::test {

using interchange::an2k::DraftRecord;

inline DraftRecord type_1(std::string_view transaction = "CAR") {
  DraftRecord record{.type = 1};
  record.add(2, "0502").add(4, transaction).add(5, "20260102").add(7, "DAI000000").add(8, "ORI000000");
  record.add(9, "26000000000683H").add(11, "19.69").add(12, "19.69");
  return record;
}

inline DraftRecord type_2(int idc = 0) {
  DraftRecord record{.type = 2, .idc = idc};
  record.add(30, "Doe\x1FJane").add(35, "19800101");
  return record;
}

/// A raw Type-4 image of one finger, all grey values in turn.
inline DraftRecord type_4(int idc, std::uint8_t finger, int width, int height) {
  Writer body(Endian::big);
  body.u8(0), body.u8(finger);
  for (int i = 0; i < 5; ++i) body.u8(255);
  body.u8(0);
  body.u16(static_cast<std::uint16_t>(width)), body.u16(static_cast<std::uint16_t>(height));
  body.u8(0);
  for (int i = 0; i < width * height; ++i) body.u8(static_cast<std::uint8_t>(i * 7));
  return {.type = 4, .idc = idc, .binary = body.take()};
}

/// A raw Type-14 image whose pixels are full of separators.
inline DraftRecord type_14(int idc, int position, int width, int height, std::string_view segments = {}) {
  DraftRecord record{.type = 14, .idc = idc};
  record.add(3, "0").add(4, "SRC").add(5, "20260102");
  record.add(6, std::to_string(width)).add(7, std::to_string(height));
  record.add(8, "1").add(9, "500").add(10, "500").add(11, "NONE").add(12, "8").add(13, std::to_string(position));
  if (!segments.empty()) record.add(21, segments);
  std::string pixels;
  for (int i = 0; i < width * height; ++i) pixels.push_back(static_cast<char>(0x1C + i % 4));
  record.add(999, pixels);
  return record;
}

inline File an2k_file(const std::vector<DraftRecord>& records) {
  return file_of(interchange::an2k::write(records).value());
}

inline std::vector<DraftRecord> ordinary() { return {type_1(), type_2(), type_4(1, 7, 9, 5), type_14(2, 2, 11, 6)}; }

}  // namespace limen::test
