// Bytes of a face template, little endian:
//   0  "LFAC"            4  version 1, flags (1 landmarks estimated, 2 mirror averaged), dimension u16
//   8  model SHA-256    40  preprocessing u32, flaws u32, quality u8, three zero bytes
//  52  box and landmarks: 14 × i32 in 1/16 px (x y width height, then x y of each landmark)
// 108  dimension × i16: embedding × 2¹⁵
//      CRC-32 of all before
#include "limen/face/template.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "limen/core/checksum.hpp"
#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/face/quality.hpp"

#include "code.hpp"
#include "grid.hpp"

namespace limen::face {
namespace {

constexpr std::string_view magic = "LFAC";
constexpr std::uint8_t version = 1;
constexpr std::size_t header_size = 108;
enum Flag : unsigned { landmarks_estimated = 1, mirror_averaged = 2 };

std::span<const std::byte> text_bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

float read_position(Reader& reader) { return static_cast<float>(reader.read<std::int32_t>()) / position_unit; }

Result<void> check(const Template& face, const Reader& reader) {
  if (face.quality_value > 100) return reader.corrupt("a quality above 100");
  if ((face.quality_flaws & ~known_flaws) != 0) return reader.corrupt("unknown flaws");
  if (!face.model.known()) return reader.corrupt("no model");
  SecureVector<std::int16_t> code(face.embedding.size());
  std::transform(face.embedding.begin(), face.embedding.end(), code.begin(), to_code);
  if (!unit_length(square_of(code))) return reader.corrupt("the embedding is not of unit length");
  return {};
}

}  // namespace

Result<Template> make_template(const ModelId& model, std::uint32_t preprocessing, std::span<const float> embedding) {
  if (embedding.empty() || embedding.size() > Template::max_dimension)
    return {ErrorCode::invalid_argument, "an embedding of " + std::to_string(embedding.size()) + " components: 1 to " +
                                             std::to_string(Template::max_dimension) + " are possible"};
  if (!model.known()) return {ErrorCode::invalid_argument, "an embedding of no model: name the network by its SHA-256"};
  double square = 0;
  for (std::size_t i = 0; i < embedding.size(); ++i) {
    if (!std::isfinite(embedding[i]))
      return {ErrorCode::invalid_argument, "component " + std::to_string(i) + " of the embedding is not finite"};
    square += double{embedding[i]} * embedding[i];
  }
  if (!(square > 0)) return {ErrorCode::invalid_argument, "an embedding of zeros has no direction"};
  Template face;
  face.model = model;
  face.preprocessing = preprocessing;
  const double scale = 1 / std::sqrt(square);
  for (const float component : embedding)
    face.embedding.push_back(from_code(to_code(static_cast<float>(component * scale))));
  return face;
}

SecureVector<std::byte> serialise(const Template& face) {
  Writer out;
  out.bytes(text_bytes(magic));
  out.u8(version);
  out.u8(static_cast<std::uint8_t>((face.landmarks_estimated ? landmarks_estimated : 0U) |
                                   (face.mirror_averaged ? mirror_averaged : 0U)));
  out.u16(static_cast<std::uint16_t>(face.embedding.size()));
  out.bytes(as_bytes(face.model.sha256));
  out.u32(face.preprocessing);
  out.u32(face.quality_flaws);
  out.u8(face.quality_value);
  for (int i = 0; i < 3; ++i) out.u8(0);
  for (const float v : {face.box.x, face.box.y, face.box.width, face.box.height}) out.write(to_position(v));
  for (const auto& point : face.landmarks) out.write(to_position(point.x)), out.write(to_position(point.y));
  for (const float component : face.embedding) out.write(to_code(component));
  out.u32(crc32(out.span()));
  return out.take();
}

Result<Template> parse(std::span<const std::byte> bytes) {
  Reader reader(bytes, "face template");
  const auto start = reader.take(magic.size());
  if (start.size() != magic.size() || std::memcmp(start.data(), magic.data(), magic.size()) != 0)
    return Error{ErrorCode::unsupported_format,
                 "face template: it does not start with \"LFAC\": these are other bytes"};
  if (const auto found = reader.u8(); reader.ok() && found > version)
    return Error{ErrorCode::newer_version, "face template: version " + std::to_string(found) +
                                               ", this limen reads up to " + std::to_string(version) +
                                               ": update limen"};
  const unsigned flags = reader.u8();
  const std::size_t dimension = reader.u16();
  const auto whole = header_size + 2 * dimension + 4;
  if (auto ok = reader.check(); !ok) return ok.error();
  if (bytes.size() != whole)
    return reader.corrupt(std::to_string(whole) + " bytes by its header, " + std::to_string(bytes.size()) + " given");
  Reader sum(bytes.last(4), "face template");
  if (sum.u32() != crc32(bytes.first(whole - 4))) return reader.corrupt("the checksum is wrong");
  if (bytes[4] != std::byte{version} || flags > 3 || dimension == 0 || dimension > Template::max_dimension)
    return reader.corrupt("an impossible header");

  Template face;
  face.landmarks_estimated = (flags & landmarks_estimated) != 0;
  face.mirror_averaged = (flags & mirror_averaged) != 0;
  const auto model = reader.take(face.model.sha256.size());
  std::memcpy(face.model.sha256.data(), model.data(), model.size());
  face.preprocessing = reader.u32();
  face.quality_flaws = reader.u32();
  face.quality_value = reader.u8();
  for (int i = 0; i < 3; ++i)
    if (reader.u8() != 0) return reader.corrupt("a reserved byte is set");
  for (float* v : {&face.box.x, &face.box.y, &face.box.width, &face.box.height}) *v = read_position(reader);
  for (auto& point : face.landmarks) point.x = read_position(reader), point.y = read_position(reader);
  for (std::size_t i = 0; i < dimension; ++i) face.embedding.push_back(from_code(reader.read<std::int16_t>()));
  if (auto ok = check(face, reader); !ok) return ok.error();
  return face;
}

}  // namespace limen::face
