// JPEG 2000 (ISO/IEC 15444-1): JP2 files and bare codestreams. Boxes and tile-parts are walked to the end.
#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "limen/core/reader.hpp"

#include "formats.hpp"
#include "pixels_opencv.hpp"

namespace limen::io::jpeg2000 {
namespace {

using namespace std::string_view_literals;
constexpr auto box_signature = "\0\0\0\x0CjP  \r\n\x87\n"sv;
constexpr auto codestream_signature = "\xFF\x4F\xFF\x51"sv;

struct Box {
  std::string_view type;
  ByteView data;
};

Result<Box> next_box(Reader& reader) {
  std::uint64_t length = reader.u32();
  const auto type = reader.take(4);
  std::uint64_t head = 8;
  if (length == 1) length = reader.u64(), head = 16;
  if (length == 0) length = head + reader.remaining();  // up to the end of the file
  if (reader.ok() && length < head) return reader.corrupt("an impossible box length");
  if (length - head > reader.remaining()) return reader.corrupt("truncated: a box is longer than the file");
  const auto data = reader.take(static_cast<std::size_t>(length - head));
  if (auto ok = reader.check(); !ok) return ok.error();
  return Box{{reinterpret_cast<const char*>(type.data()), 4}, data};
}

// resc, resd (I.5.3.7): samples a metre = numerator / denominator × 10^exponent, first down, then across.
Ppi read_resolution(ByteView data) {
  Reader reader(data, "JPEG 2000: resolution", Endian::big);
  const double vn = reader.u16(), vd = reader.u16(), hn = reader.u16(), hd = reader.u16();
  const auto ve = reader.read<std::int8_t>(), he = reader.read<std::int8_t>();
  if (!reader.ok() || vd == 0 || hd == 0) return {};
  const auto x = ppi_from_metre(hn / hd * std::pow(10, he)), y = ppi_from_metre(vn / vd * std::pow(10, ve));
  const auto both = square(x, y, "JPEG 2000");
  return both ? *both : Ppi{};
}

// A superbox holds boxes: jp2h holds res, res holds resc (capture) and resd (display); capture counts more.
Result<Ppi> find_resolution(ByteView superbox) {
  Reader reader(superbox, "JPEG 2000: header box", Endian::big);
  Ppi found{};
  while (reader.remaining() > 0) {
    const auto box = next_box(reader);
    if (!box) return box.error();
    if (box->type == "res ") return find_resolution(box->data);
    if (box->type == "resc" || (box->type == "resd" && !found.known())) found = read_resolution(box->data);
  }
  return found;
}

Result<Header> read_size(Reader& reader) {
  reader.skip(6);  // SOC, SIZ, its length
  reader.skip(2);
  const std::int64_t right = reader.u32(), bottom = reader.u32(), left = reader.u32(), top = reader.u32();
  const std::int64_t tile_width = reader.u32(), tile_height = reader.u32();
  const std::int64_t tile_left = reader.u32(), tile_top = reader.u32();
  const auto components = reader.u16();
  if (auto ok = reader.check(); !ok) return Error{ErrorCode::corrupt, "truncated: " + ok.error().message};
  if (right <= left || bottom <= top || tile_width == 0 || tile_height == 0 || tile_left > left || tile_top > top)
    return reader.corrupt("an impossible size");
  const auto across = (right - tile_left + tile_width - 1) / tile_width;
  const auto down = (bottom - tile_top + tile_height - 1) / tile_height;
  if (across > 65535 / down) return reader.corrupt("more tiles than the standard allows");
  if (components != 1 && components != 3 && components != 4)
    return Error{ErrorCode::unsupported_format,
                 "JPEG 2000: " + std::to_string(components) + " components are not read: save it as grey or RGB"};
  const int depth = reader.u8() + 1;  // 128 and more: signed
  for (int i = 0; i < components; ++i) {
    const bool same = i == 0 || reader.u8() + 1 == depth;
    const int dx = reader.u8(), dy = reader.u8();
    if (auto ok = reader.check(); !ok) return ok.error();
    const bool odd = depth != 8 && depth != 16;
    if (depth < 8 || depth > 16 || !same || dx != 1 || dy != 1 || (odd && components == 4))
      return Error{ErrorCode::unsupported_format,
                   "JPEG 2000: subsampled, signed, or of other than 8 to 16 bits: save it as PNG"};
  }
  Header header{right - left, bottom - top};
  header.alpha = components == 4;
  header.odd_depth = depth > 8 && depth < 16;
  return header;
}

// Main header, tile-parts (each says its length), EOC.
Result<Header> read_codestream(ByteView bytes) {
  Reader reader(bytes, "JPEG 2000", Endian::big);
  if (!starts_with(bytes, codestream_signature)) return reader.corrupt("there is no codestream where it should be");
  const auto header = read_size(reader);
  if (!header) return header;
  Reader walk(bytes, "JPEG 2000", Endian::big);
  walk.skip(2);
  for (;;) {
    const auto start = walk.offset();
    const auto marker = walk.u16();
    if (marker == 0xFFD9) return header;
    std::size_t length = walk.u16();
    if (marker == 0xFF90) {  // SOT: tile number, then the length of the whole tile-part from its marker
      walk.skip(2);
      length = walk.u32();
      if (walk.ok() && length == 0) {  // the last one, up to EOC
        if (bytes[bytes.size() - 2] == std::byte{0xFF} && bytes[bytes.size() - 1] == std::byte{0xD9}) return header;
        return walk.corrupt("truncated: the image does not end (no EOC marker)");
      }
      if (walk.ok() && length < walk.offset() - start) return walk.corrupt("an impossible tile length");
      walk.skip(length - (walk.offset() - start));
    } else {
      if (walk.ok() && length < 2) return walk.corrupt("an impossible segment length");
      walk.skip(length - 2);
    }
    if (!walk.ok()) return walk.corrupt("truncated: the image does not end (no EOC marker)");
  }
}

}  // namespace

bool recognise(ByteView bytes) noexcept {
  return starts_with(bytes, box_signature) || starts_with(bytes, codestream_signature);
}

Result<Header> inspect(ByteView bytes) {
  if (starts_with(bytes, codestream_signature)) return read_codestream(bytes);
  Reader reader(bytes, "JPEG 2000", Endian::big);
  Ppi resolution{};
  while (reader.remaining() > 0) {
    const auto box = next_box(reader);
    if (!box) return box.error();
    if (box->type == "jp2h") {
      const auto found = find_resolution(box->data);
      if (!found) return found.error();
      resolution = *found;
    } else if (box->type == "jp2c") {
      auto header = read_codestream(box->data);
      if (header) header->resolution = resolution;
      return header;
    }
  }
  return reader.corrupt("truncated: there is no codestream");
}

Result<Image> decode(ByteView bytes, const Header& header) { return decode_pixels(bytes, header, "JPEG 2000"); }

Result<FileBytes> encode(ImageView image) {
  if (std::min(image.width, image.height) < 32)  // the encoder makes five halvings
    return Error{ErrorCode::invalid_argument, "JPEG 2000: an image below 32 x 32 pixels is not written: use .png"};
  return encode_pixels(image, ".jp2");
}

}  // namespace limen::io::jpeg2000
