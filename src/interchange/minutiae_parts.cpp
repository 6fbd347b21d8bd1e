#include "minutiae_parts.hpp"

#include <optional>

namespace limen::interchange {
namespace {

// The chain of items if it ends exactly at the end of the block.
std::optional<std::vector<Extension>> chain(std::span<const std::byte> block, ExtensionLength length) {
  const std::size_t counted = length == ExtensionLength::inclusive ? 4 : 0;
  Reader reader(block, minutiae_what, Endian::big);
  std::vector<Extension> items;
  while (reader.remaining() > 0) {
    Extension item;
    item.type = reader.u16();
    const std::size_t size = reader.u16();
    if (!reader.ok() || size < counted) return std::nullopt;
    const auto data = reader.take(size - counted);
    if (!reader.ok()) return std::nullopt;
    item.data.assign(data.begin(), data.end());
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace

Result<void> read_minutiae(Reader& reader, std::size_t count, bool with_quality, MinutiaeView& view) {
  if (!reader.has_room_for(count, with_quality ? 6 : 5))
    return reader.corrupt("truncated: " + std::to_string(count) + " minutiae do not fit");
  view.minutiae.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned x = reader.u16(), y = reader.u16();
    RecordMinutia m;
    m.type = static_cast<std::uint8_t>(x >> 14);
    m.x = static_cast<std::uint16_t>(x & 0x3FFFU);
    m.y = static_cast<std::uint16_t>(y & 0x3FFFU);
    m.angle = reader.u8();
    if (with_quality) m.quality = reader.u8();
    view.minutiae.push_back(m);
  }
  return reader.check();
}

void write_minutia(Writer& writer, const RecordMinutia& m, bool with_quality) {
  writer.u16(static_cast<std::uint16_t>(m.type << 14 | m.x));
  writer.u16(m.y);
  writer.u8(m.angle);
  if (with_quality) writer.u8(m.quality);
}

void read_extensions(Reader& reader, ExtensionLength usual, MinutiaeView& view, const std::string& where,
                     Findings& findings) {
  const auto at = reader.offset();
  const auto dropped = [&](const std::string& why) {
    findings.warn("extension_dropped", where, at, "extended data: " + why + "; they are left out");
  };
  if (reader.remaining() < 2) {
    dropped("the field of their length is missing");
    return reader.skip(reader.remaining());
  }
  const std::size_t size = reader.u16();
  if (size > reader.remaining()) {
    dropped(std::to_string(size) + " bytes declared, " + std::to_string(reader.remaining()) + " left");
    return reader.skip(reader.remaining());
  }
  const auto block = reader.take(size);
  const auto other = usual == ExtensionLength::exclusive ? ExtensionLength::inclusive : ExtensionLength::exclusive;
  if (auto items = chain(block, usual)) {
    view.extensions = std::move(*items);
  } else if (items = chain(block, other); items) {
    view.extensions = std::move(*items);
    findings.warn("extension_length", where, at,
                  std::string("the length of the extended data ") +
                      (other == ExtensionLength::inclusive ? "counts" : "does not count") + " its own header");
  } else {
    dropped("their lengths do not add up to " + std::to_string(size));
  }
}

void write_extensions(Writer& writer, const MinutiaeView& view, ExtensionLength length) {
  std::size_t size = 0;
  for (const auto& item : view.extensions) size += 4 + item.data.size();
  writer.u16(static_cast<std::uint16_t>(size));
  for (const auto& item : view.extensions) {
    writer.u16(item.type);
    writer.u16(static_cast<std::uint16_t>(item.data.size() + (length == ExtensionLength::inclusive ? 4 : 0)));
    writer.bytes(item.data);
  }
}

void check_view(const MinutiaeView& view, MinutiaeFormat format, const std::string& where, std::size_t offset,
                Findings& findings) {
  const auto warn = [&](std::string_view code, const std::string& text) { findings.warn(code, where, offset, text); };
  const bool late = format == MinutiaeFormat::ansi_2009 || format == MinutiaeFormat::ansi_2009_am1;
  const auto bad_quality = [&](int q) {
    return q > 100 && !(q == 255 && format == MinutiaeFormat::iso_2011) && !(late && (q == 254 || q == 255));
  };
  if (view.width == 0 || view.height == 0) warn("image_size", "the image has a side of 0 pixels");
  if (view.x_density < 99 || view.y_density < 99)
    warn("density", std::to_string(view.x_density) + " x " + std::to_string(view.y_density) +
                        " pixels per cm; at least 99 are allowed");
  if (view.position > (format == MinutiaeFormat::iso_2011 ? 50 : 10))
    warn("position", "finger position " + std::to_string(view.position));
  if (bad_quality(view.quality)) warn("quality", "finger quality " + std::to_string(view.quality) + " above 100");
  std::size_t outside = 0, wrong_type = 0, wrong_angle = 0, wrong_quality = 0;
  for (const auto& m : view.minutiae) {
    outside += m.x >= view.width || m.y >= view.height;
    wrong_type += m.type > 2;
    wrong_angle += m.angle >= angle_units(format);
    wrong_quality += bad_quality(m.quality);
  }
  if (outside > 0) warn("minutia_outside", std::to_string(outside) + " minutiae outside the image");
  if (wrong_type > 0) warn("minutia_type", std::to_string(wrong_type) + " minutiae of the reserved type 3");
  if (wrong_angle > 0) warn("minutia_angle", std::to_string(wrong_angle) + " angles of a full turn and more");
  if (wrong_quality > 0) warn("minutia_quality", std::to_string(wrong_quality) + " minutia qualities above 100");
}

}  // namespace limen::interchange
