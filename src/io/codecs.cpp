// The one list of image formats, and what they share.
#include <cmath>
#include <cstring>
#include <string>

#include "formats.hpp"

namespace limen::io {

std::span<const Codec> codecs() noexcept {
  static constexpr Codec list[] = {
      {"PNG", ".png", png::recognise, png::inspect, png::decode, png::encode},
      {"JPEG", ".jpg .jpeg", jpeg::recognise, jpeg::inspect, jpeg::decode, jpeg::encode},
      {"JPEG 2000", ".jp2", jpeg2000::recognise, jpeg2000::inspect, jpeg2000::decode, jpeg2000::encode},
      {"TIFF", ".tif .tiff", tiff::recognise, tiff::inspect, tiff::decode, tiff::encode},
      {"BMP", ".bmp", bmp::recognise, bmp::inspect, bmp::decode, bmp::encode},
      {"WSQ", ".wsq", wsq::recognise, wsq::inspect, wsq::decode, wsq::encode},
      {"PGM/PPM", ".pgm .ppm .pnm", pnm::recognise, pnm::inspect, pnm::decode, pnm::encode},
  };
  return list;
}

bool starts_with(ByteView bytes, std::string_view signature) noexcept {
  return bytes.size() >= signature.size() && std::memcmp(bytes.data(), signature.data(), signature.size()) == 0;
}

Ppi ppi_from_metre(double per_metre) noexcept {
  const double ppi = per_metre * 0.0254;
  const double whole = std::round(ppi);
  return {std::abs(ppi - whole) <= 0.0127 + 1e-9 ? whole : ppi};
}

std::uint32_t per_metre(ImageView image) noexcept {
  const double ppi = image.resolution.value;
  if (image.resolution_assumed || !(ppi > 0 && ppi < 1e5)) return 0;
  return static_cast<std::uint32_t>(std::lround(ppi / 0.0254));
}

Result<Ppi> square(Ppi x, Ppi y, std::string_view format) {
  const auto plausible = [](Ppi v) { return v.value > 0.5 && v.value < 1e5; };
  if (!plausible(x) || !plausible(y)) return Ppi{};
  if (std::abs(x.value - y.value) <= 0.01 * x.value) return x;
  return {ErrorCode::unsupported_format, std::string(format) + ": pixels are not square (" + std::to_string(x.value) +
                                             " ppi across, " + std::to_string(y.value) +
                                             " ppi down): resample the image first"};
}

}  // namespace limen::io
