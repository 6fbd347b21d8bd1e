// ANSI/INCITS 378-2009 (and AM1) and ISO/IEC 19794-2:2011: each view has its own image.
#include <cstring>

#include "minutiae_parts.hpp"

namespace limen::interchange {
namespace {

Result<void> read_representation(Reader& reader, bool certificates, const std::string& where, MinutiaeView& view,
                                 MinutiaeRecord& record, Findings& findings) {
  const auto start = reader.offset();
  const std::size_t length = reader.u32();
  if (reader.ok() && (length < 34 || length - 4 > reader.remaining()))
    return reader.corrupt("truncated: a representation of " + std::to_string(length) + " bytes");
  const auto time = reader.take(view.capture.time.size());
  if (!time.empty()) std::memcpy(view.capture.time.data(), time.data(), view.capture.time.size());
  view.capture.technology = reader.u8();
  view.capture.device_vendor = reader.u16();
  record.device = reader.u16();
  const std::size_t qualities = reader.u8();
  for (std::size_t i = 0; i < qualities && reader.ok(); ++i) {
    const auto value = reader.u8();
    const QualitySource source{reader.u16(), reader.u16()};
    if (i == 0) view.quality = value, view.quality_source = source;
  }
  if (certificates) {
    const std::size_t n = reader.u8();
    reader.skip(3 * n);
    record.certified = n > 0;
  }
  view.position = reader.u8();
  view.view = reader.u8();
  view.x_density = reader.u16();
  view.y_density = reader.u16();
  view.impression = reader.u8();
  view.width = static_cast<std::uint16_t>(reader.u16() & 0x3FFFU);
  view.height = static_cast<std::uint16_t>(reader.u16() & 0x3FFFU);
  const unsigned kind = reader.u8(), size = kind >> 4U;
  view.capture.endings_of_valleys = (kind & 0xFU) == 0;
  const std::size_t count = reader.u8();
  if (auto ok = reader.check(); !ok) return ok;
  if (size != 5 && size != 6) return reader.corrupt("minutiae of " + std::to_string(size) + " bytes");
  if (auto ok = read_minutiae(reader, count, size == 6, view); !ok) return ok;
  check_view(view, MinutiaeFormat::iso_2011, where, start, findings);
  read_extensions(reader, ExtensionLength::inclusive, view, where, findings);
  if (reader.offset() != start + length)
    findings.warn("representation_length", where, start,
                  "it says " + std::to_string(length) + " bytes and has " + std::to_string(reader.offset() - start));
  return {};
}

}  // namespace

Result<Parsed> read_ansi_2009(std::span<const std::byte> bytes, bool narrow_header, Findings& findings) {
  Reader reader(bytes, minutiae_what, Endian::big);
  reader.skip(6);
  Parsed parsed;
  auto& record = parsed.record;
  record.format = reader.u8() == '5' ? MinutiaeFormat::ansi_2009_am1 : MinutiaeFormat::ansi_2009;
  reader.skip(1 + 4);
  record.owner = reader.u16();
  record.product = reader.u16();
  const unsigned compliance = narrow_header ? reader.u16() : reader.u8();
  record.certified = (compliance & (narrow_header ? 0x8000U : 0x80U)) != 0;
  record.device = narrow_header ? static_cast<std::uint16_t>(compliance & 0x0FFFU) : reader.u16();
  const unsigned count = reader.u8();
  if (reader.u8() != 0) return reader.corrupt("the reserved byte is not 0");
  if (auto ok = reader.check(); !ok) return ok.error();
  if (!reader.has_room_for(count, 19))
    return reader.corrupt("truncated: " + std::to_string(count) + " views do not fit");
  for (unsigned i = 0; i < count; ++i) {
    const auto where = "view " + std::to_string(i);
    const auto at = reader.offset();
    MinutiaeView view;
    view.position = reader.u8();
    view.view = reader.u8();
    view.impression = reader.u8();
    view.quality = reader.u8();
    view.quality_source.vendor = reader.u16();
    view.quality_source.algorithm = reader.u16();
    view.width = reader.u16();
    view.height = reader.u16();
    view.x_density = reader.u16();
    view.y_density = reader.u16();
    const std::size_t minutiae = reader.u8();
    if (auto ok = reader.check(); !ok) return ok.error();
    if (auto ok = read_minutiae(reader, minutiae, true, view); !ok) return ok.error();
    check_view(view, record.format, where, at, findings);
    read_extensions(reader, ExtensionLength::inclusive, view, where, findings);
    record.views.push_back(std::move(view));
  }
  parsed.end = reader.offset();
  return parsed;
}

Result<Parsed> read_iso_2011(std::span<const std::byte> bytes, Findings& findings) {
  Reader reader(bytes, minutiae_what, Endian::big);
  reader.skip(12);
  Parsed parsed;
  parsed.record.format = MinutiaeFormat::iso_2011;
  const std::size_t count = reader.u16();
  const unsigned certificates = reader.u8();
  if (auto ok = reader.check(); !ok) return ok.error();
  if (certificates > 1) return reader.corrupt("certification flag " + std::to_string(certificates));
  if (!reader.has_room_for(count, 34))
    return reader.corrupt("truncated: " + std::to_string(count) + " views do not fit");
  for (std::size_t i = 0; i < count; ++i) {
    MinutiaeView view;
    if (auto ok =
            read_representation(reader, certificates == 1, "view " + std::to_string(i), view, parsed.record, findings);
        !ok)
      return ok.error();
    parsed.record.views.push_back(std::move(view));
  }
  parsed.end = reader.offset();
  return parsed;
}

}  // namespace limen::interchange
