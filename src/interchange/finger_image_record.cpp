// Finger image records of ISO/IEC 19794-4:2005.
#include <algorithm>
#include <cmath>
#include <string>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/interchange/image_records.hpp"
#include "limen/io/wsq.hpp"

#include "decode_noting.hpp"
#include "image_record_parts.hpp"

namespace limen::interchange {
namespace {

constexpr std::size_t record_header = 32, view_header = 14;

Ppi resolution_of(unsigned units, unsigned x) {
  if (x == 0) return {};
  if (units == 1) return {static_cast<double>(x)};
  return {x == 197 ? 500.0 : x == 394 ? 1000.0 : x * 2.54};
}

Result<void> check(std::span<const Sample> fingers) {
  const auto refused = [](const std::string& why) {
    return Error{ErrorCode::invalid_argument, "finger image record: " + why};
  };
  if (fingers.empty() || fingers.size() > 255)
    return refused(std::to_string(fingers.size()) + " fingers; 1 to 255 can be written");
  for (const auto& finger : fingers) {
    const auto& image = finger.image;
    if (image.empty() || image.width() > 65535 || image.height() > 65535)
      return refused("an image that is empty or has a side above 65535 px");
    if (image.resolution_assumed || !(image.resolution.value >= 99) || image.resolution.value > 65535)
      return refused("an image of unknown resolution");
    if (image.resolution != fingers[0].image.resolution) return refused("images of several resolutions");
  }
  return {};
}

// Pixels of 1 to 16 bits, each in one byte or two; packed ones only where packing changes nothing.
Result<Image> uncompressed(const FingerImageRecord& record, const FingerView& view, const io::ReadOptions& options) {
  const unsigned depth = record.depth;
  const auto bits = std::to_string(depth) + " bits";
  if (depth < 1 || depth > 16 || (record.compression == 1 && depth != 8))
    return {ErrorCode::unsupported_format,
            std::string("finger image record: ") + (record.compression == 1 ? "packed " : "") + "pixels of " + bits};
  const std::uint64_t pixels = std::uint64_t{view.width} * view.height, size = pixels * (depth > 8 ? 2 : 1);
  if (pixels > static_cast<std::uint64_t>(options.max_pixels))
    return {ErrorCode::too_large, "finger image record: " + std::to_string(pixels) + " pixels, at most " +
                                      std::to_string(options.max_pixels) + " in all are read"};
  if (pixels == 0 || size != view.data.size())
    return {ErrorCode::corrupt, "finger image record: " + std::to_string(view.data.size()) + " bytes of pixels for " +
                                    std::to_string(view.width) + " x " + std::to_string(view.height) + " of " + bits};
  Image image(view.width, view.height);
  Reader reader(view.data, "finger image record", Endian::big);
  const unsigned white = (1U << depth) - 1;
  for (auto& pixel : image.pixels()) {
    const unsigned value = depth > 8 ? reader.u16() : reader.u8();
    pixel = static_cast<std::uint8_t>((std::min(value, white) * 255 + white / 2) / white);
  }
  return image;
}

}  // namespace

bool looks_like_finger_image_record(std::span<const std::byte> bytes) noexcept { return begins_with(bytes, "FIR"); }

Result<FingerImageRecord> read_finger_image_record(std::span<const std::byte> bytes, Strictness strictness) {
  auto opened = open_image_record(bytes, "FIR", "finger image record", "ISO/IEC 19794-4:2005");
  if (!opened) return opened.error();
  auto& reader = *opened;
  Findings findings("finger image record");
  const std::uint64_t length = (std::uint64_t{reader.u16()} << 32) + reader.u32();
  FingerImageRecord record;
  record.device = reader.u16();
  reader.skip(2);
  const std::size_t views = reader.u8();
  const unsigned units = reader.u8();
  reader.skip(4);
  record.resolution = resolution_of(units, reader.u16());
  reader.skip(2);
  record.depth = reader.u8();
  record.compression = reader.u8();
  reader.skip(2);
  if (auto ok = reader.check(); !ok) return ok.error();
  if (units < 1 || units > 2) findings.warn("units", "header", 19, "scale units " + std::to_string(units));
  if (record.compression > 5)
    findings.warn("compression", "header", 29, "compression " + std::to_string(record.compression));
  if (!reader.has_room_for(views, view_header))
    return reader.corrupt("truncated: " + std::to_string(views) + " views do not fit");
  for (std::size_t i = 0; i < views; ++i) {
    FingerView view;
    const std::size_t size = reader.u32();
    view.position = reader.u8();
    view.views = reader.u8();
    view.view = reader.u8();
    view.quality = reader.u8();
    view.impression = reader.u8();
    view.width = reader.u16();
    view.height = reader.u16();
    reader.skip(1);
    if (!reader.ok() || size < view_header || size - view_header > reader.remaining())
      return reader.corrupt("truncated: a view of " + std::to_string(size) + " bytes");
    view.data = reader.take(size - view_header);
    if (view.position > 15)
      findings.warn("position", "view " + std::to_string(i), reader.offset(),
                    "finger position " + std::to_string(view.position));
    record.views.push_back(view);
  }
  close_image_record(reader, length, findings);
  if (auto ok = findings.accept(strictness); !ok) return ok.error();
  record.diagnostics = findings.take();
  return record;
}

Result<Sample> decode(const FingerImageRecord& record, const FingerView& view, const io::ReadOptions& options,
                      std::vector<std::string>* warnings) {
  auto image =
      record.compression > 1 ? decode_noting(view.data, options, warnings) : uncompressed(record, view, options);
  if (!image) return image.error();
  Sample sample;
  sample.image = std::move(*image);
  sample.position = finger_position_from(view.position).value_or(FingerPosition::unknown);
  sample.impression = impression_from(view.impression).value_or(Impression::live_scan_plain);
  sample.image.resolution = record.resolution.known() ? record.resolution : options.assume;
  sample.image.resolution_assumed = !record.resolution.known();
  return sample;
}

Result<SecureVector<std::byte>> write_finger_image_record(std::span<const Sample> fingers,
                                                          FingerCompression compression) {
  if (auto ok = check(fingers); !ok) return ok.error();
  const auto ppi = static_cast<std::uint16_t>(std::lround(fingers[0].image.resolution.value));
  Writer body(Endian::big);
  for (const auto& finger : fingers) {
    const auto grey = to_grey(finger.image);
    const auto pixels = std::as_bytes(grey.pixels());
    SecureVector<std::byte> data(pixels.begin(), pixels.end());
    if (compression == FingerCompression::wsq) {
      auto wsq = io::encode_wsq(grey);
      if (!wsq) return wsq.error();
      data = std::move(*wsq);
    }
    body.u32(static_cast<std::uint32_t>(view_header + data.size()));
    body.u8(static_cast<std::uint8_t>(finger.position));
    body.u8(1), body.u8(1);
    body.u8(254);  // quality: not computed
    body.u8(static_cast<std::uint8_t>(finger.impression));
    body.u16(static_cast<std::uint16_t>(grey.width())), body.u16(static_cast<std::uint16_t>(grey.height()));
    body.u8(0);
    body.bytes(data);
  }
  Writer writer(Endian::big);
  writer.bytes(std::as_bytes(std::span("FIR", 4)));
  writer.bytes(std::as_bytes(std::span("010", 4)));
  writer.u16(0), writer.u32(static_cast<std::uint32_t>(record_header + body.size()));
  writer.u16(0), writer.u16(ppi == 500 ? 31 : ppi == 1000 ? 41 : 10);  // device unknown; image acquisition level
  writer.u8(static_cast<std::uint8_t>(fingers.size())), writer.u8(1);
  for (int i = 0; i < 4; ++i) writer.u16(ppi);
  writer.u8(8), writer.u8(static_cast<std::uint8_t>(compression)), writer.u16(0);
  writer.bytes(body.span());
  return writer.take();
}

}  // namespace limen::interchange
