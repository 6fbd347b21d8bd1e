// BMP: the Windows bitmap headers of 40 bytes and more.
#include <cstdlib>
#include <string>

#include "limen/core/reader.hpp"

#include "formats.hpp"
#include "pixels_opencv.hpp"

namespace limen::io::bmp {
namespace {
constexpr std::size_t density_at = 14 + 24;  // XPelsPerMeter, YPelsPerMeter
}

bool recognise(ByteView bytes) noexcept {
  return starts_with(bytes, "BM") && bytes.size() >= 18 && std::to_integer<int>(bytes[14]) >= 12 &&
         std::to_integer<int>(bytes[14]) <= 124 && bytes[15] == std::byte{0};
}

Result<Header> inspect(ByteView bytes) {
  Reader reader(bytes, "BMP");
  reader.skip(10);
  const auto pixels_at = reader.u32();
  const auto header_size = reader.u32();
  if (header_size < 40) return Error{ErrorCode::unsupported_format, "BMP: an OS/2 header is not read: save it as PNG"};
  const auto width = reader.read<std::int32_t>(), height = reader.read<std::int32_t>();
  reader.skip(2);
  const auto bits = reader.u16();
  const auto compression = reader.u32();
  reader.skip(4);
  const double x = reader.u32(), y = reader.u32();
  const auto colours = reader.u32();
  if (auto ok = reader.check(); !ok) return Error{ErrorCode::corrupt, "truncated: " + ok.error().message};
  const bool palette = bits == 1 || bits == 4 || bits == 8;
  if ((compression != 0 && compression != 3) || (!palette && bits != 16 && bits != 24 && bits != 32))
    return Error{ErrorCode::unsupported_format, "BMP: this compression or depth is not read: save it as PNG"};
  Header header{width, std::llabs(std::int64_t{height})};  // a negative height stands for top-down rows
  if (header.width < 1 || header.height < 1) return reader.corrupt("an impossible size");
  const auto row = (static_cast<std::uint64_t>(header.width) * bits + 31) / 32 * 4;
  const auto rows = static_cast<std::uint64_t>(header.height);
  if (colours > 256 && palette) return reader.corrupt("an impossible palette");
  if (pixels_at < 14 + header_size || pixels_at > bytes.size() || row * rows > bytes.size() - pixels_at)
    return reader.corrupt("truncated: the header says " + std::to_string(header.width) + " x " +
                          std::to_string(header.height) + " pixels of " + std::to_string(bits) + " bits");
  const auto resolution = square(ppi_from_metre(x), ppi_from_metre(y), "BMP");
  if (!resolution) return resolution.error();
  header.resolution = *resolution;
  return header;
}

Result<Image> decode(ByteView bytes, const Header& header) { return decode_pixels(bytes, header, "BMP"); }

Result<FileBytes> encode(ImageView image) {
  auto file = encode_pixels(image, ".bmp");
  if (!file) return file;
  const auto density = per_metre(image);
  for (std::size_t i = 0; i < 8; ++i) (*file)[density_at + i] = static_cast<std::byte>(density >> (8 * (i % 4)));
  return file;
}

}  // namespace limen::io::bmp
