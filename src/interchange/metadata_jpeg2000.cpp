// JPEG 2000: boxes besides the header and the code stream, and comments in the headers of the code stream: the main one
// and those of the tile-parts.
#include <string>

#include "metadata_parts.hpp"

namespace limen::interchange {
namespace {

enum Marker : unsigned {
  soc = 0xFF4F,
  tlm = 0xFF55,  // lengths of tile-parts, which may change; nobody needs them
  com = 0xFF64,
  sot = 0xFF90,
  sod = 0xFF93,
  eoc = 0xFFD9,
};

// Copies marker segments without comments up to the marker `end`, which is read but not copied.
Result<void> strip_header(Reader& reader, std::span<const std::byte> stream, std::size_t offset, unsigned end,
                          Stripping& stripping, Writer& out) {
  for (;;) {
    const auto at = reader.offset();
    const unsigned marker = reader.u16();
    if (!reader.ok()) return reader.corrupt("truncated in a header");
    if (marker == end) return {};
    const std::size_t length = reader.u16();
    if (reader.ok() && length < 2) return reader.corrupt("an impossible segment length");
    reader.skip(length - 2);
    if (!reader.ok()) return reader.corrupt("truncated in a segment");
    if (marker == com)
      stripping.remove("JPEG 2000 comment", offset + at, length);
    else if (marker != tlm)
      out.bytes(stream.subspan(at, length + 2));
  }
}

// One tile-part, behind its SOT marker: a length that is made true, headers, and data that is copied.
Result<void> strip_tile_part(Reader& reader, std::span<const std::byte> stream, std::size_t offset,
                             Stripping& stripping, Writer& out) {
  const auto start = reader.offset() - 2;
  if (reader.u16() != 10) return reader.corrupt("an impossible tile-part");
  const auto index = reader.u16();
  std::size_t length = reader.u32();
  const auto number = reader.u16();
  if (length == 0) length = stream.size() - start - (stream[stream.size() - 1] == std::byte{0xD9} ? 2 : 0);  // the last
  Writer header(Endian::big);
  if (auto ok = strip_header(reader, stream, offset, sod, stripping, header); !ok) return ok;
  if (length < reader.offset() - start || length > stream.size() - start)
    return reader.corrupt("a tile-part of " + std::to_string(length) + " bytes");
  const auto data = reader.take(length - (reader.offset() - start));
  out.u16(sot), out.u16(10), out.u16(index);
  out.u32(static_cast<std::uint32_t>(12 + header.size() + 2 + data.size()));
  out.u16(number);
  out.bytes(header.span());
  out.u16(sod);
  out.bytes(data);
  return {};
}

// The code stream without comments. What follows its end marker goes too.
Result<void> strip_stream(std::span<const std::byte> stream, std::size_t offset, Stripping& stripping, Writer& out) {
  Reader reader(stream, "JPEG 2000", Endian::big);
  if (reader.u16() != soc) return reader.corrupt("no code stream");
  out.u16(soc);
  if (auto ok = strip_header(reader, stream, offset, sot, stripping, out); !ok) return ok;
  for (;;) {
    if (auto ok = strip_tile_part(reader, stream, offset, stripping, out); !ok) return ok;
    if (reader.remaining() < 2) break;  // the end marker is missing
    const unsigned marker = reader.u16();
    if (marker == eoc) break;
    if (marker != sot) return reader.corrupt("a tile-part or the end was expected");
  }
  out.u16(eoc);
  if (reader.remaining() > 0) stripping.remove("data behind the image", offset + reader.offset(), reader.remaining());
  return {};
}

bool is_kept(std::string_view type) { return type == "jP  " || type == "ftyp" || type == "jp2h"; }

}  // namespace

Result<StrippedImage> strip_jpeg2000(std::span<const std::byte> image) {
  Stripping stripping;
  if (image[0] == std::byte{0xFF}) {
    if (auto ok = strip_stream(image, 0, stripping, stripping.out()); !ok) return ok.error();
    return stripping.finish();
  }
  Reader reader(image, "JPEG 2000", Endian::big);
  bool stream_seen = false;
  while (reader.remaining() > 0) {
    const auto at = reader.offset();
    std::uint64_t length = reader.u32();
    const auto type = std::string(text_of(reader.take(4)));
    std::size_t head = 8;
    if (length == 1) length = reader.u64(), head = 16;
    if (length == 0) length = image.size() - at;
    if (!reader.ok() || length < head || length - head > reader.remaining())
      return reader.corrupt("truncated in a box");
    const auto content = reader.take(static_cast<std::size_t>(length) - head);
    if (is_kept(type)) {
      stripping.keep(image.subspan(at, static_cast<std::size_t>(length)));
    } else if (type == "jp2c" && !stream_seen) {
      Writer stream(Endian::big);
      if (auto ok = strip_stream(content, at + head, stripping, stream); !ok) return ok.error();
      if (stream.size() + 8 > 0xFFFFFFFFU) return reader.corrupt("a code stream of 4 GB");
      stripping.out().u32(static_cast<std::uint32_t>(stream.size() + 8));
      stripping.keep(std::as_bytes(std::span("jp2c", 4)));
      stripping.keep(stream.span());
      stream_seen = true;
    } else {
      stripping.remove("JPEG 2000 box " + type, at, static_cast<std::size_t>(length));
    }
  }
  if (!stream_seen) return reader.corrupt("there is no image in it");
  return stripping.finish();
}

}  // namespace limen::interchange
