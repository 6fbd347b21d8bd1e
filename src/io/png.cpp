// PNG (ISO/IEC 15948). Every chunk's checksum is verified before a pixel is decoded.
#include <string>
#include <string_view>

#include "limen/core/checksum.hpp"
#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"

#include "formats.hpp"
#include "pixels_opencv.hpp"
#include "png_pixels.hpp"

namespace limen::io::png {
namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1A\n";

struct Chunk {
  std::string_view type;
  ByteView data;
  ByteView whole;  // length, type, data, checksum
};

Result<Chunk> next_chunk(Reader& reader, ByteView bytes) {
  const auto start = reader.offset();
  const auto length = reader.u32();
  const auto type = reader.take(4);
  const auto data = reader.take(length);
  const auto sum = reader.u32();
  if (auto ok = reader.check(); !ok) return Error{ErrorCode::corrupt, "truncated: " + ok.error().message};
  if (crc32(bytes.subspan(start + 4, length + std::size_t{4})) != sum)
    return reader.corrupt("the checksum of a chunk is wrong");
  return Chunk{{reinterpret_cast<const char*>(type.data()), 4}, data, bytes.subspan(start, length + std::size_t{12})};
}

struct Facts {
  Header header;
  int depth = 0, colour = 0;
  std::size_t palette = 0;
};

// IHDR, 11.2.1: the combinations of depth and colour type that exist.
Result<Facts> read_ihdr(ByteView data) {
  Reader reader(data, "PNG: IHDR", Endian::big);
  Facts facts;
  facts.header.width = reader.u32();
  facts.header.height = reader.u32();
  facts.depth = reader.u8();
  facts.colour = reader.u8();
  const int compression = reader.u8(), filter = reader.u8(), interlace = reader.u8();
  if (auto ok = reader.check(); !ok) return ok.error();
  const bool full = facts.depth == 8 || facts.depth == 16;
  const bool low = facts.depth == 1 || facts.depth == 2 || facts.depth == 4;
  const bool known = facts.colour == 0   ? full || low
                     : facts.colour == 3 ? facts.depth == 8 || low
                                         : full && (facts.colour == 2 || facts.colour == 4 || facts.colour == 6);
  if (!known || compression != 0 || filter != 0 || interlace > 1 || reader.remaining() != 0)
    return reader.corrupt("no such kind of PNG");
  facts.header.alpha = facts.colour >= 4;
  return facts;
}

Result<Ppi> read_phys(ByteView data) {
  Reader reader(data, "PNG: pHYs", Endian::big);
  const double x = reader.u32(), y = reader.u32();
  const bool metre = reader.u8() == 1;
  if (auto ok = reader.check(); !ok) return ok.error();
  return metre ? square(ppi_from_metre(x), ppi_from_metre(y), "PNG") : Ppi{};
}

bool transparency_fits(const Facts& facts, ByteView data) {
  return facts.colour == 0 ? data.size() == 2 : facts.colour == 2 ? data.size() == 6 : data.size() <= facts.palette;
}

// Calls keep(chunk) for each chunk that a decoder needs, in order, and gives the facts.
template <class Keep>
Result<Facts> walk(ByteView bytes, Keep&& keep) {
  Reader reader(bytes, "PNG", Endian::big);
  reader.skip(signature.size());
  Facts facts;
  bool data_seen = false, data_ended = false;
  for (bool first = true;; first = false) {
    const auto chunk = next_chunk(reader, bytes);
    if (!chunk) return chunk.error();
    const auto& [type, data, whole] = *chunk;
    if (first != (type == "IHDR")) return reader.corrupt("IHDR is not the first chunk");
    data_ended = data_ended || (data_seen && type != "IDAT");
    if (type == "IHDR") {
      const auto ihdr = read_ihdr(data);
      if (!ihdr) return ihdr.error();
      facts = *ihdr;
    } else if (type == "PLTE") {
      facts.palette = data.size() / 3;
      if (data_seen || facts.palette == 0 || data.size() % 3 != 0 || facts.palette > 256 ||
          (facts.colour == 3 && facts.palette > (1U << facts.depth)))
        return reader.corrupt("the palette has an impossible size or place");
      if (facts.colour != 3) continue;  // a suggestion only
    } else if (type == "IDAT") {
      if (data_ended || (facts.colour == 3 && facts.palette == 0)) return reader.corrupt("IDAT out of place");
      data_seen = true;
    } else if (type == "tRNS") {
      if (data_seen || facts.colour >= 4 || !transparency_fits(facts, data)) continue;
      facts.header.alpha = true;
    } else if (type == "pHYs") {
      const auto resolution = read_phys(data);
      if (!resolution) return resolution.error();
      facts.header.resolution = *resolution;
      continue;
    } else if (type == "IEND") {
      if (!data_seen) return reader.corrupt("there are no pixels (IDAT)");
      keep(whole);
      return facts;
    } else if ((static_cast<unsigned char>(type[0]) & 0x20U) == 0) {
      return Error{ErrorCode::unsupported_format, "PNG: unknown critical chunk (offset " +
                                                      std::to_string(reader.offset()) + "): save it as a plain PNG"};
    } else {
      continue;  // colour profiles, texts, times
    }
    keep(whole);
  }
}

}  // namespace

bool recognise(ByteView bytes) noexcept { return starts_with(bytes, signature); }

Result<Header> inspect(ByteView bytes) {
  const auto facts = walk(bytes, [](ByteView) {});
  if (!facts) return facts.error();
  return facts->header;
}

Result<Image> decode(ByteView bytes, const Header& header) {
  FileBytes plain(bytes.begin(), bytes.begin() + signature.size());
  plain.reserve(bytes.size());
  const auto facts = walk(bytes, [&](ByteView chunk) { plain.insert(plain.end(), chunk.begin(), chunk.end()); });
  if (!facts) return facts.error();
  return decode_png(plain, header);
}

Result<FileBytes> encode(ImageView image) {
  auto file = encode_pixels(image, ".png");
  const auto density = per_metre(image);
  if (!file || density == 0) return file;
  Writer chunk(Endian::big);
  const auto type = std::as_bytes(std::span("pHYs", 4));
  chunk.bytes(type);
  chunk.u32(density);
  chunk.u32(density);
  chunk.u8(1);  // per metre
  const auto sum = crc32(chunk.span());
  Writer whole(Endian::big);
  whole.u32(9);
  whole.bytes(chunk.span());
  whole.u32(sum);
  constexpr std::ptrdiff_t after_ihdr = 8 + 25;
  file->insert(file->begin() + after_ihdr, whole.span().begin(), whole.span().end());
  return file;
}

}  // namespace limen::io::png
