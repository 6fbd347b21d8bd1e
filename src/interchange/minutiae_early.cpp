// ISO/IEC 19794-2:2005 and ANSI/INCITS 378-2004: one header with the image's size, then views.
#include "minutiae_parts.hpp"

namespace limen::interchange {
namespace {

void read_device(Reader& reader, MinutiaeRecord& record) {
  const unsigned device = reader.u16();
  record.certified = (device & 0x8000U) != 0;
  record.device = static_cast<std::uint16_t>(device & 0x0FFFU);
}

Result<Parsed> read_views(Reader reader, Parsed parsed, ExtensionLength usual, Findings& findings) {
  MinutiaeView image;
  image.width = reader.u16();
  image.height = reader.u16();
  image.x_density = reader.u16();
  image.y_density = reader.u16();
  const unsigned count = reader.u8();
  const unsigned reserved = reader.u8();
  if (auto ok = reader.check(); !ok) return ok.error();
  if (reserved != 0) findings.warn("reserved", "header", reader.offset() - 1, "the reserved byte is not 0");
  if (count > 176) findings.warn("view_count", "header", reader.offset() - 2, std::to_string(count) + " finger views");
  if (!reader.has_room_for(count, 6))
    return reader.corrupt("truncated: " + std::to_string(count) + " views do not fit");
  for (unsigned i = 0; i < count; ++i) {
    const auto where = "view " + std::to_string(i);
    const auto at = reader.offset();
    auto view = image;
    view.position = reader.u8();
    const unsigned numbers = reader.u8();
    view.view = static_cast<std::uint8_t>(numbers >> 4);
    view.impression = static_cast<std::uint8_t>(numbers & 15U);
    view.quality = reader.u8();
    const std::size_t minutiae = reader.u8();
    if (auto ok = reader.check(); !ok) return ok.error();
    if (auto ok = read_minutiae(reader, minutiae, true, view); !ok) return ok.error();
    check_view(view, parsed.record.format, where, at, findings);
    read_extensions(reader, usual, view, where, findings);
    parsed.record.views.push_back(std::move(view));
  }
  parsed.end = reader.offset();
  return parsed;
}

}  // namespace

Result<Parsed> read_iso_2005(std::span<const std::byte> bytes, Findings& findings) {
  Reader reader(bytes, minutiae_what, Endian::big);
  reader.skip(12);
  Parsed parsed;
  parsed.record.format = MinutiaeFormat::iso_2005;
  read_device(reader, parsed.record);
  return read_views(reader, std::move(parsed), ExtensionLength::exclusive, findings);
}

Result<Parsed> read_ansi_2004(std::span<const std::byte> bytes, Findings& findings) {
  Reader reader(bytes, minutiae_what, Endian::big);
  reader.skip(8);
  if (reader.u16() == 0) reader.skip(4);  // the long form of the length
  Parsed parsed;
  parsed.record.format = MinutiaeFormat::ansi_2004;
  parsed.record.owner = reader.u16();
  parsed.record.product = reader.u16();
  if (reader.ok() && parsed.record.owner == 0)
    findings.warn("owner", "header", reader.offset() - 4, "the CBEFF owner is 0");
  read_device(reader, parsed.record);
  return read_views(reader, std::move(parsed), ExtensionLength::inclusive, findings);
}

}  // namespace limen::interchange
