// Minutiae records, written.
#include <string>

#include "minutiae_parts.hpp"

namespace limen::interchange {
namespace {

using enum MinutiaeFormat;

bool is_card(MinutiaeFormat format) { return format == iso_card_normal || format == iso_card_compact; }
bool is_early(MinutiaeFormat format) { return format == iso_2005 || format == ansi_2004; }

Error refused(std::size_t view, const std::string& why) {
  return {ErrorCode::invalid_argument, "minutiae record: view " + std::to_string(view) + ": " + why};
}

Result<void> check(const MinutiaeRecord& record) {
  if (record.views.size() > (is_card(record.format) ? 1 : 255))
    return {ErrorCode::invalid_argument,
            "minutiae record: " + std::to_string(record.views.size()) + " views do not fit"};
  const unsigned limit = record.format == iso_card_compact ? 255 : 0x3FFF;
  for (std::size_t i = 0; i < record.views.size(); ++i) {
    const auto& view = record.views[i];
    if (view.minutiae.size() > 255) return refused(i, std::to_string(view.minutiae.size()) + " minutiae, at most 255");
    if (record.format == iso_2011 && view.minutiae.empty()) return refused(i, "ISO 2011 asks for one minutia at least");
    for (const auto& m : view.minutiae)
      if (m.x > limit || m.y > limit || m.type > 2 || m.angle >= angle_units(record.format))
        return refused(i, "a minutia at " + std::to_string(m.x) + ", " + std::to_string(m.y) + ", type " +
                              std::to_string(m.type) + ", angle " + std::to_string(m.angle) + " does not fit " +
                              std::string(to_string(record.format)));
    if (is_card(record.format)) continue;
    if (is_early(record.format)) {
      const auto& first = record.views.front();
      if (view.width != first.width || view.height != first.height || view.x_density != first.x_density ||
          view.y_density != first.y_density)
        return refused(i, "its size or density differs from the first view's, and the format has one for all");
      if (view.view > 15 || view.impression > 15) return refused(i, "view and impression numbers go up to 15");
    }
    if (view.width == 0 || view.height == 0 || view.width > 0x3FFF || view.height > 0x3FFF)
      return refused(i, "an image of " + std::to_string(view.width) + " x " + std::to_string(view.height) + " pixels");
    if (view.x_density < 99 || view.y_density < 99) return refused(i, "a density below 99 pixels per cm");
    std::size_t extended = 0;
    for (const auto& item : view.extensions) extended += 4 + item.data.size();
    if (extended > 0xFFFF) return refused(i, std::to_string(extended) + " bytes of extended data, at most 65535");
  }
  return {};
}

void write_minutiae(Writer& writer, const MinutiaeView& view, bool with_quality) {
  for (const auto& m : view.minutiae) write_minutia(writer, m, with_quality);
}

void write_early(Writer& writer, const MinutiaeRecord& record) {
  const bool iso = record.format == iso_2005;
  const MinutiaeView image = record.views.empty() ? MinutiaeView{} : record.views.front();
  if (!iso) {
    writer.u16(record.owner);
    writer.u16(record.product);
  }
  writer.u16(static_cast<std::uint16_t>((record.certified ? 0x8000U : 0U) | (record.device & 0x0FFFU)));
  for (const auto value : {image.width, image.height, image.x_density, image.y_density}) writer.u16(value);
  writer.u8(static_cast<std::uint8_t>(record.views.size()));
  writer.u8(0);
  for (const auto& view : record.views) {
    writer.u8(view.position);
    writer.u8(static_cast<std::uint8_t>(view.view << 4 | view.impression));
    writer.u8(view.quality);
    writer.u8(static_cast<std::uint8_t>(view.minutiae.size()));
    write_minutiae(writer, view, true);
    write_extensions(writer, view, iso ? ExtensionLength::exclusive : ExtensionLength::inclusive);
  }
}

void write_ansi_2009(Writer& writer, const MinutiaeRecord& record) {
  writer.u16(record.owner);
  writer.u16(record.product);
  writer.u8(record.certified ? 0x80 : 0);
  writer.u16(record.device);
  writer.u8(static_cast<std::uint8_t>(record.views.size()));
  writer.u8(0);
  for (const auto& view : record.views) {
    for (const auto value : {view.position, view.view, view.impression, view.quality}) writer.u8(value);
    for (const auto value : {view.quality_source.vendor, view.quality_source.algorithm, view.width, view.height,
                             view.x_density, view.y_density})
      writer.u16(value);
    writer.u8(static_cast<std::uint8_t>(view.minutiae.size()));
    write_minutiae(writer, view, true);
    write_extensions(writer, view, ExtensionLength::inclusive);
  }
}

void write_iso_2011(Writer& writer, const MinutiaeRecord& record) {
  constexpr std::uint8_t six_bytes = 6U << 4;
  writer.u16(static_cast<std::uint16_t>(record.views.size()));
  writer.u8(0);  // no certificates
  for (const auto& view : record.views) {
    Writer part(Endian::big);
    for (const auto value : view.capture.time) part.u8(value);
    part.u8(view.capture.technology), part.u16(view.capture.device_vendor);
    part.u16(record.device);
    part.u8(1), part.u8(view.quality);
    part.u16(view.quality_source.vendor), part.u16(view.quality_source.algorithm);
    part.u8(view.position), part.u8(view.view);
    part.u16(view.x_density), part.u16(view.y_density);
    part.u8(view.impression);
    part.u16(view.width), part.u16(view.height);
    part.u8(view.capture.endings_of_valleys ? six_bytes : six_bytes | 1U);
    part.u8(static_cast<std::uint8_t>(view.minutiae.size()));
    write_minutiae(part, view, true);
    write_extensions(part, view, ExtensionLength::inclusive);
    writer.u32(static_cast<std::uint32_t>(4 + part.size()));
    writer.bytes(part.span());
  }
}

SecureVector<std::byte> write_card(const MinutiaeRecord& record) {
  Writer writer(Endian::big);
  for (const auto& view : record.views) {
    if (record.format == iso_card_normal) {
      write_minutiae(writer, view, false);
      continue;
    }
    for (const auto& m : view.minutiae) {
      writer.u8(static_cast<std::uint8_t>(m.x));
      writer.u8(static_cast<std::uint8_t>(m.y));
      writer.u8(static_cast<std::uint8_t>(m.type << 6 | m.angle));
    }
  }
  return writer.take();
}

std::string_view version_of(MinutiaeFormat format) {
  return is_early(format) ? " 20" : format == ansi_2009_am1 ? "035" : "030";
}

}  // namespace

Result<SecureVector<std::byte>> write_minutiae_record(const MinutiaeRecord& record) {
  if (auto ok = check(record); !ok) return ok.error();
  if (is_card(record.format)) return write_card(record);
  Writer body(Endian::big);
  if (is_early(record.format))
    write_early(body, record);
  else if (record.format == iso_2011)
    write_iso_2011(body, record);
  else
    write_ansi_2009(body, record);

  Writer writer(Endian::big);
  writer.bytes(std::as_bytes(std::span("FMR", 4)));
  writer.bytes(std::as_bytes(std::span(version_of(record.format))));
  writer.u8(0);
  const bool short_length = record.format == ansi_2004;
  if (short_length && writer.size() + 2 + body.size() <= 0xFFFF) {
    writer.u16(static_cast<std::uint16_t>(writer.size() + 2 + body.size()));
  } else {
    if (short_length) writer.u16(0);
    writer.u32(static_cast<std::uint32_t>(writer.size() + 4 + body.size()));
  }
  writer.bytes(body.span());
  return writer.take();
}

}  // namespace limen::interchange
