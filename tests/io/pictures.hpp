// Images and files made on the spot, for the tests of io.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/checksum.hpp"
#include "limen/core/image.hpp"
#include "limen/core/writer.hpp"

namespace limen::test {

using File = std::vector<std::byte>;

/// A smooth gradient with some texture: every codec has something to do and lossy ones stay close.
inline Image picture(int width, int height, PixelFormat format, Ppi resolution = {}) {
  Image image(width, height, format, resolution);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < image.channels(); ++c)
        image.row(y)[x * image.channels() + c] =
            static_cast<std::uint8_t>(128 + 90 * std::sin(0.15 * x + 0.2 * y + c) * std::cos(0.1 * y - c));
  return image;
}

inline File bytes_of(std::string_view text) {
  const auto view = std::as_bytes(std::span(text));
  return {view.begin(), view.end()};
}

inline void append(File& file, std::span<const std::byte> more) { file.insert(file.end(), more.begin(), more.end()); }

/// One PNG chunk with its checksum.
inline File png_chunk(std::string_view type, std::span<const std::byte> data) {
  Writer sum(Endian::big), chunk(Endian::big);
  sum.bytes(bytes_of(type));
  sum.bytes(data);
  chunk.u32(static_cast<std::uint32_t>(data.size()));
  chunk.bytes(sum.span());
  chunk.u32(crc32(sum.span()));
  return {chunk.span().begin(), chunk.span().end()};
}

/// zlib data that stores its bytes uncompressed (RFC 1950, 1951). At most 65535 bytes.
inline File stored(std::span<const std::byte> data) {
  std::uint32_t a = 1, b = 0;
  for (const auto byte : data) a = (a + std::to_integer<std::uint32_t>(byte)) % 65521, b = (b + a) % 65521;
  Writer out;
  out.u8(0x78), out.u8(0x01), out.u8(1);
  out.u16(static_cast<std::uint16_t>(data.size()));
  out.u16(static_cast<std::uint16_t>(~data.size()));
  out.bytes(data);
  for (int shift = 24; shift >= 0; shift -= 8) out.u8(static_cast<std::uint8_t>((b << 16 | a) >> shift));
  return {out.span().begin(), out.span().end()};
}

/// A whole PNG of the given depth and colour type; `rows` are the filtered rows (each with its filter byte 0).
inline File png_file(std::uint32_t width, std::uint32_t height, int depth, int colour, std::span<const std::byte> rows,
                     std::initializer_list<File> extra = {}) {
  Writer ihdr(Endian::big);
  ihdr.u32(width), ihdr.u32(height);
  ihdr.u8(static_cast<std::uint8_t>(depth)), ihdr.u8(static_cast<std::uint8_t>(colour));
  ihdr.u8(0), ihdr.u8(0), ihdr.u8(0);
  File file = bytes_of("\x89PNG\r\n\x1A\n");
  append(file, png_chunk("IHDR", ihdr.span()));
  for (const auto& chunk : extra) append(file, chunk);
  append(file, png_chunk("IDAT", stored(rows)));
  append(file, png_chunk("IEND", {}));
  return file;
}

/// A 16 x 16 grey JPEG with a restart marker behind each block but the last.
inline File restart_jpeg() {
  constexpr std::string_view hex =
      "FFD8FFE000104A46494600010100000100010000FFDB004300100B0C0E0C0A100E0D0E1211101318281A181616183123"
      "251D283A333D3C3933383740485C4E404457453738506D51575F626768673E4D71797064785C656763FFC0000B080010"
      "001001011100FFC400160001010100000000000000000000000000020304FFC400171001010101000000000000000000"
      "000000020031D1FFDD00040001FFDA0008010100003F00CA0EDFFFD020EDFFD1006F2FFFD2A81BCBFFD9";
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'A' + 10; };
  File file;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    file.push_back(static_cast<std::byte>(16 * digit(hex[i]) + digit(hex[i + 1])));
  return file;
}

}  // namespace limen::test
