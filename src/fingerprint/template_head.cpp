#include "fingerprint/template_head.hpp"

#include <string>

#include "limen/fingerprint/quality.hpp"

namespace limen::fingerprint {

void write_head(Writer& writer, const Template& finger) {
  writer.u8(static_cast<std::uint8_t>(finger.position));
  writer.u8(static_cast<std::uint8_t>(finger.impression));
  writer.u8(finger.quality_value);
  writer.u16(finger.quality_flaws);
  writer.u16(static_cast<std::uint16_t>(finger.width));
  writer.u16(static_cast<std::uint16_t>(finger.height));
  writer.u8(static_cast<std::uint8_t>(finger.minutiae.size()));
  writer.u8(finger.map.empty() ? 0 : 1);
}

Result<TemplateHead> read_head(Reader& reader, Template& finger) {
  const auto position = reader.u8(), impression = reader.u8();
  finger.quality_value = reader.u8();
  finger.quality_flaws = reader.u16();
  finger.width = reader.u16();
  finger.height = reader.u16();
  const std::size_t minutiae = reader.u8();
  const auto has_map = reader.u8();
  if (auto ok = reader.check(); !ok) return ok.error();
  if (!finger_position_from(position)) return reader.corrupt("finger position " + std::to_string(position));
  if (!impression_from(impression)) return reader.corrupt("impression " + std::to_string(impression));
  if (finger.quality_value > 100) return reader.corrupt("quality " + std::to_string(finger.quality_value));
  if ((finger.quality_flaws & ~known_flaws) != 0) return reader.corrupt("unknown quality flaws");
  if (finger.width > Template::max_side || finger.height > Template::max_side)
    return reader.corrupt("size " + std::to_string(finger.width) + "×" + std::to_string(finger.height) + " px");
  if (has_map > 1) return reader.corrupt("ridge map mark " + std::to_string(has_map));
  finger.position = *finger_position_from(position);
  finger.impression = *impression_from(impression);
  if (has_map == 0) return TemplateHead{minutiae, false};
  finger.map.width = RidgeMap::cells_in(finger.width);
  finger.map.height = RidgeMap::cells_in(finger.height);
  if (finger.map.width == 0 || finger.map.height == 0) return reader.corrupt("a ridge map without cells");
  return TemplateHead{minutiae, true};
}

}  // namespace limen::fingerprint
