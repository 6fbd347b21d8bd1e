// Metadata of JPEG files: comments and application segments.
#include <string>

#include "metadata_parts.hpp"

namespace limen::interchange {
namespace {

using namespace std::string_view_literals;

// The orientation of an EXIF block (1 … 8), 1 if it does not say.
unsigned orientation(std::span<const std::byte> exif) {
  const auto tiff = exif.subspan(6);
  const auto endian = text_of(tiff).starts_with("MM") ? Endian::big : Endian::little;
  Reader head(tiff, "EXIF", endian);
  head.skip(4);
  const std::size_t start = head.u32();
  if (!head.ok() || start >= tiff.size()) return 1;
  Reader entries(tiff.subspan(start), "EXIF", endian);
  const unsigned count = entries.u16();
  for (unsigned i = 0; i < count && entries.ok(); ++i) {
    const unsigned tag = entries.u16();
    entries.skip(6);
    const unsigned value = entries.u16();
    entries.skip(2);
    if (tag == 0x0112 && entries.ok() && value >= 1 && value <= 8) return value;
  }
  return 1;
}

void write_orientation(Writer& out, unsigned value) {
  out.u16(0xFFE1), out.u16(34);
  out.bytes(std::as_bytes(std::span("Exif\0", 6)));
  out.bytes(std::as_bytes(std::span("MM\0*", 4)));
  out.u32(8), out.u16(1);
  out.u16(0x0112), out.u16(3), out.u32(1), out.u16(static_cast<std::uint16_t>(value)), out.u16(0);
  out.u32(0);
}

std::string name_of(unsigned marker, std::span<const std::byte> data) {
  const auto text = text_of(data);
  if (marker == 0xFE) return "JPEG comment";
  if (text.starts_with("Exif\0"sv)) return "EXIF";
  if (text.starts_with("http://ns.adobe.com/")) return "XMP";
  if (text.starts_with("Photoshop")) return "IPTC";
  if (text.starts_with("ICC_PROFILE")) return "colour profile";
  return "JPEG APP" + std::to_string(marker - 0xE0);
}

// Entropy-coded bytes up to the next marker that is neither stuffing nor a restart.
std::size_t scan_size(std::span<const std::byte> rest) {
  for (std::size_t i = 0; i + 1 < rest.size(); ++i) {
    const auto next = std::to_integer<unsigned>(rest[i + 1]);
    if (rest[i] == std::byte{0xFF} && next != 0 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7)) return i;
  }
  return rest.size();
}

}  // namespace

Result<StrippedImage> strip_jpeg(std::span<const std::byte> image) {
  Reader reader(image, "JPEG", Endian::big);
  Stripping stripping;
  stripping.keep(reader.take(2));
  for (;;) {
    const auto at = reader.offset();
    if (reader.u8() != 0xFF) return reader.corrupt("a marker is missing");
    unsigned marker = reader.u8();
    while (marker == 0xFF && reader.ok()) marker = reader.u8();
    if (!reader.ok()) return reader.corrupt("truncated");
    if (marker == 0xD9) break;
    const std::size_t length = reader.u16();
    if (reader.ok() && length < 2) return reader.corrupt("an impossible segment length");
    const auto data = reader.take(length - 2);
    if (!reader.ok()) return reader.corrupt("truncated in a segment");
    const bool jfif = marker == 0xE0 && text_of(data).starts_with("JFIF\0"sv) && data.size() >= 14;
    const bool adobe = marker == 0xEE && text_of(data).starts_with("Adobe");
    const bool metadata = (marker >= 0xE0 && marker <= 0xEF && !adobe) || marker == 0xFE;
    if (jfif) {
      stripping.out().u16(0xFFE0), stripping.out().u16(16);
      stripping.keep(data.first(12));
      stripping.out().u16(0);  // no thumbnail
      if (data.size() > 14) stripping.remove("JFIF thumbnail", at, data.size() - 14);
    } else if (metadata) {
      const bool exif = marker == 0xE1 && text_of(data).starts_with("Exif\0\0"sv);
      const auto turned = exif ? orientation(data) : 1;
      const bool only_orientation = exif && turned != 1 && data.size() == 32;
      if (turned != 1) write_orientation(stripping.out(), turned);
      if (!only_orientation) stripping.remove(name_of(marker, data), at, data.size());
    } else {
      stripping.out().u8(0xFF), stripping.out().u8(static_cast<std::uint8_t>(marker));
      stripping.out().u16(static_cast<std::uint16_t>(length));
      stripping.keep(data);
    }
    if (marker == 0xDA) stripping.keep(reader.take(scan_size(image.subspan(reader.offset()))));
  }
  stripping.out().u16(0xFFD9);
  if (reader.remaining() > 0) stripping.remove("data behind the image", reader.offset(), reader.remaining());
  return stripping.finish();
}

}  // namespace limen::interchange
