// Face records of ISO/IEC 19794-5:2005, also inside the CBEFF wrapping of travel documents.
#include <string>

#include "limen/core/reader.hpp"
#include "limen/interchange/image_records.hpp"

#include "image_record_parts.hpp"

namespace limen::interchange {
namespace {

constexpr std::size_t block_header = 20, point_size = 8, image_header = 12;

Result<FaceView> read_face(Reader& reader, const std::string& where, Findings& findings) {
  const auto start = reader.offset();
  const std::size_t length = reader.u32();
  const std::size_t points = reader.u16();
  reader.skip(block_header - 6);
  if (!reader.ok()) return reader.corrupt("truncated in the header of a face");
  const auto needed = block_header + points * point_size + image_header;
  if (length < needed || length > block_header + reader.remaining())
    return reader.corrupt("a face of " + std::to_string(length) + " bytes with " + std::to_string(points) + " points");
  FaceView view;
  view.points.reserve(points);
  for (std::size_t i = 0; i < points; ++i) {
    FeaturePoint point;
    point.type = reader.u8();
    point.code = reader.u8();
    point.x = reader.u16();
    point.y = reader.u16();
    reader.skip(2);
    view.points.push_back(point);
  }
  view.image_type = reader.u8();
  view.data_type = reader.u8();
  view.width = reader.u16();
  view.height = reader.u16();
  reader.skip(image_header - 6);
  view.data = reader.take(length - needed);
  if (auto ok = reader.check(); !ok) return ok.error();
  if (view.data_type > 1) findings.warn("data_type", where, start, "image data type " + std::to_string(view.data_type));
  if (view.data.empty()) return reader.corrupt("a face without image");
  for (const auto& point : view.points)
    if (point.x >= view.width || point.y >= view.height) {
      findings.warn("point_outside", where, start, "a feature point outside the image");
      break;
    }
  return view;
}

}  // namespace

bool looks_like_face_record(std::span<const std::byte> bytes) noexcept { return begins_with(bytes, "FAC"); }

Result<FaceRecord> read_face_record(std::span<const std::byte> bytes, Strictness strictness) {
  auto opened = open_image_record(bytes, "FAC", "face record", "ISO/IEC 19794-5:2005");
  if (!opened) return opened.error();
  auto& reader = *opened;
  Findings findings("face record");
  const std::size_t length = reader.u32();
  const std::size_t faces = reader.u16();
  if (!reader.has_room_for(faces, block_header + image_header))
    return reader.corrupt("truncated: " + std::to_string(faces) + " faces do not fit");
  if (!reader.ok() || faces == 0) return reader.corrupt("no face in it");
  FaceRecord record;
  for (std::size_t i = 0; i < faces; ++i) {
    auto view = read_face(reader, "face " + std::to_string(i), findings);
    if (!view) return view.error();
    record.views.push_back(std::move(*view));
  }
  close_image_record(reader, length, findings);
  if (auto ok = findings.accept(strictness); !ok) return ok.error();
  record.diagnostics = findings.take();
  return record;
}

}  // namespace limen::interchange
