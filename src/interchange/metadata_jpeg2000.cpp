// JPEG 2000: boxes besides the header and the code stream, and comments in the main header of the code stream.
#include <string>

#include "metadata_parts.hpp"

namespace limen::interchange {
namespace {

enum Marker : unsigned { soc = 0xFF4F, sot = 0xFF90, com = 0xFF64 };

// The code stream without comment segments before its first tile.
Result<void> strip_stream(std::span<const std::byte> stream, std::size_t offset, Stripping& stripping, Writer& out) {
  Reader reader(stream, "JPEG 2000", Endian::big);
  if (reader.u16() != soc) return reader.corrupt("no code stream");
  out.u16(soc);
  for (;;) {
    const auto at = reader.offset();
    const unsigned marker = reader.u16();
    if (!reader.ok()) return reader.corrupt("truncated in the main header");
    if (marker == sot) {
      out.bytes(stream.subspan(at));
      return {};
    }
    const std::size_t length = reader.u16();
    if (reader.ok() && length < 2) return reader.corrupt("an impossible segment length");
    reader.skip(length - 2);
    if (!reader.ok()) return reader.corrupt("truncated in a segment");
    if (marker == com)
      stripping.remove("JPEG 2000 comment", offset + at, length);
    else
      out.bytes(stream.subspan(at, length + 2));
  }
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
