// Layout of a stored template, little endian:
//   0  "LMFT"                     4
//   4  version                    1   1: the ridge map is coded; 2: it is plain
//   5  finger position            1   ISO/IEC 19794-2 numbers
//   6  impression                 1
//   7  quality 0..100             1
//   8  flaws                      2
//  10  width, height (px)         2 + 2
//  14  number of minutiae         1
//  15  1: a ridge map follows     1
//  16  minutiae                   6 each, best quality first (minutia_code.hpp)
//      ridge map                  ridge_code.cpp, plain_map.hpp: cells_in(width) × cells_in(height) cells
//  −4  CRC-32 of all the above    4
#include "limen/fingerprint/template.hpp"

#include <string>

#include "limen/core/checksum.hpp"
#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"

#include "fingerprint/minutia_code.hpp"
#include "fingerprint/plain_map.hpp"
#include "fingerprint/ridge_code.hpp"
#include "fingerprint/template_head.hpp"

namespace limen::fingerprint {
namespace {

constexpr std::uint32_t magic = 0x54464D4C;   // "LMFT"
constexpr std::uint8_t coded = 1, plain = 2;  // versions
constexpr std::string_view what = "fingerprint template";

Result<void> read_minutiae(Reader& reader, std::size_t count, Template& finger) {
  finger.minutiae.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    MinutiaCode code;
    code.x = reader.u16();
    code.y = reader.u16();
    code.direction = reader.u8();
    code.kind_and_quality = reader.u8();
    const Minutia m = code.minutia();
    if (m.x > static_cast<float>(finger.width) || m.y > static_cast<float>(finger.height))
      return reader.corrupt("minutia " + std::to_string(i) + " outside the image");
    finger.minutiae.push_back(m);
  }
  return {};
}

SecureVector<std::byte> write(const Template& finger, std::uint8_t version) {
  Writer writer;
  writer.u32(magic);
  writer.u8(version);
  write_head(writer, finger);
  for (const auto& minutia : finger.minutiae) {
    const MinutiaCode code(minutia);
    writer.u16(code.x);
    writer.u16(code.y);
    writer.u8(code.direction);
    writer.u8(code.kind_and_quality);
  }
  if (!finger.map.empty()) writer.bytes(version == plain ? encode_plain(finger.map) : encode(finger.map));
  writer.u32(crc32(writer.span()));
  return writer.take();
}

}  // namespace

SecureVector<std::byte> serialise(const Template& finger) { return write(finger, coded); }
SecureVector<std::byte> serialise_plain(const Template& finger) { return write(finger, plain); }

Result<Template> parse(std::span<const std::byte> bytes) {
  Reader reader(bytes, what);
  if (reader.u32() != magic && reader.ok())
    return Error{ErrorCode::unsupported_format, std::string(what) + ": not one of limen's (it would begin with LMFT)"};
  const auto given = reader.u8();
  if (auto ok = reader.check(); !ok) return ok.error();
  if (given == 0) return reader.corrupt("version 0");
  if (given > plain)
    return Error{ErrorCode::newer_version, std::string(what) + ": version " + std::to_string(given) +
                                               ", this limen reads up to " + std::to_string(plain)};
  if (bytes.size() < 20) return reader.corrupt("20 bytes wanted, " + std::to_string(bytes.size()) + " given");
  Reader tail(bytes.last(4), what);
  if (tail.u32() != crc32(bytes.first(bytes.size() - 4))) return reader.corrupt("wrong checksum: truncated or damaged");

  reader = Reader(bytes.first(bytes.size() - 4), what);
  reader.skip(5);
  Template finger;
  const auto head = read_head(reader, finger);
  if (!head) return head.error();
  const auto count = head->minutiae;
  if (!reader.has_room_for(count, 6)) return reader.corrupt(std::to_string(count) + " minutiae do not fit");
  if (auto ok = read_minutiae(reader, count, finger); !ok) return ok.error();

  if (head->has_map) {
    const auto map = reader.take(reader.remaining());
    if (!(given == plain ? decode_plain(map, finger.map) : decode(map, finger.map)))
      return reader.corrupt("damaged ridge map");
  }
  if (reader.remaining() != 0) return reader.corrupt(std::to_string(reader.remaining()) + " bytes too many");
  return finger;
}

}  // namespace limen::fingerprint
