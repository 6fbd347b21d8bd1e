// JPEG (ISO/IEC 10918-1): markers are walked to the end of the image, and the codes of a sequential one too, so that a
// truncated or damaged file is never half an image. In a progressive one, markers alone. A lossless one is decoded
// here, the others by OpenCV.
#include <algorithm>
#include <optional>
#include <string>

#include "limen/core/reader.hpp"

#include "formats.hpp"
#include "ifd.hpp"
#include "jpeg_check.hpp"
#include "jpeg_lossless.hpp"
#include "pixels_opencv.hpp"

namespace limen::io::jpeg {
namespace {

enum Marker : unsigned {
  sof0 = 0xC0,
  sof2 = 0xC2,
  sof3 = 0xC3,
  dht = 0xC4,
  jpg = 0xC8,
  dac = 0xCC,
  sof15 = 0xCF,
  rst0 = 0xD0,
  rst7 = 0xD7,
  eoi = 0xD9,
  sos = 0xDA,
  dri = 0xDD,
  app0 = 0xE0,
  app1 = 0xE1
};

constexpr std::size_t jfif_density_at = 2 + 2 + 2 + 5 + 2;  // SOI, APP0, length, "JFIF\0", version: units, x, y

bool is_frame(unsigned marker) {
  return marker >= sof0 && marker <= sof15 && marker != dht && marker != jpg && marker != dac;
}

// After a scan's header: entropy-coded bytes up to the next marker that is no restart and no stuffed zero.
Result<unsigned> skip_scan(Reader& reader, ByteView bytes, ByteView& coded) {
  const auto start = reader.offset();
  while (reader.remaining() >= 2) {
    if (reader.u8() != 0xFF) continue;
    auto end = reader.offset() - 1;
    unsigned marker = reader.u8();
    while (marker == 0xFF && reader.remaining() > 0) marker = reader.u8();  // fill bytes
    if (marker == 0 || (marker >= rst0 && marker <= rst7)) continue;
    coded = bytes.subspan(start, end - start);
    return marker;
  }
  return reader.corrupt("truncated: the image does not end (no EOI marker)");
}

Result<unsigned> next_marker(Reader& reader) {
  if (reader.u8() != 0xFF) return reader.ok() ? reader.corrupt("a marker is missing") : reader.corrupt("truncated");
  unsigned marker = reader.u8();
  while (marker == 0xFF) marker = reader.u8();
  if (!reader.ok()) return reader.corrupt("truncated");
  if (marker < sof0 || (marker >= rst0 && marker < eoi)) return reader.corrupt("a marker out of place");
  return marker;
}

Result<void> read_frame(unsigned marker, ByteView data, Header& header) {
  if (marker > sof3) return {ErrorCode::unsupported_format, "JPEG: a hierarchical or arithmetic-coded one is not read"};
  Reader reader(data, "JPEG: frame", Endian::big);
  const int depth = reader.u8();
  header.height = reader.u16();
  header.width = reader.u16();
  const int components = reader.u8();
  reader.skip(static_cast<std::size_t>(3 * components));
  if (auto ok = reader.check(); !ok) return ok;
  if (header.width == 0 || header.height == 0) return reader.corrupt("an impossible size");
  if (marker == sof3 && (depth < 2 || depth > 16))
    return reader.corrupt("samples of " + std::to_string(depth) + " bits");
  if (marker != sof3 && depth != 8)
    return {ErrorCode::unsupported_format, "JPEG: 12-bit samples are not read: save it as PNG"};
  if (components != 1 && components != 3 && components != 4)
    return reader.corrupt("an impossible number of components");
  return {};
}

Result<Ppi> read_jfif(ByteView data) {
  Reader reader(data, "JPEG: JFIF", Endian::big);
  reader.skip(5);
  if (reader.u8() != 1) return reader.corrupt("a revision that does not exist");
  reader.skip(1);
  const int unit = reader.u8();
  const double x = reader.u16(), y = reader.u16();
  if (!reader.ok() || unit == 0) return Ppi{};
  const double scale = unit == 2 ? 2.54 : 1.0;
  return square({x * scale}, {y * scale}, "JPEG");
}

Result<Ppi> read_density(unsigned marker, ByteView data) {
  using namespace std::string_view_literals;
  if (marker == app0 && starts_with(data, "JFIF\0"sv)) return read_jfif(data);
  if (marker != app1 || !starts_with(data, "Exif\0\0"sv)) return Ppi{};
  const auto exif = Ifd::read(data.subspan(6));
  return exif ? exif->resolution("JPEG") : Ppi{};  // a damaged comment does not damage the image
}

// Calls visit(marker, segment, coded bytes behind it) for each segment up to the end of the image.
template <class Visit>
Result<void> walk(ByteView bytes, Visit&& visit) {
  Reader reader(bytes, "JPEG", Endian::big);
  reader.skip(2);
  auto marker = next_marker(reader);
  while (marker && *marker != eoi) {
    const std::size_t length = reader.u16();
    if (reader.ok() && length < 2) return reader.corrupt("an impossible segment length");
    const auto data = reader.take(length - 2);
    if (!reader.ok()) return reader.corrupt("truncated in a segment");
    ByteView coded;
    auto next = *marker == sos ? skip_scan(reader, bytes, coded) : next_marker(reader);
    if (!next) return next.error();
    if (auto ok = visit(*marker, data, coded); !ok) return ok;
    marker = std::move(next);
  }
  return marker ? Result<void>() : Result<void>(marker.error());
}

// Calls visit(frame marker, SOS segment, coded bytes, tables) for each scan, with what the markers before it say.
template <class Visit>
Result<void> for_each_scan(ByteView bytes, const Header& header, Visit visit) {
  Tables tables;
  tables.width = header.width, tables.height = header.height;
  unsigned frame = 0;
  return walk(bytes, [&](unsigned marker, ByteView data, ByteView coded) -> Result<void> {
    Reader reader(data, "JPEG", Endian::big);
    if (is_frame(marker)) {
      frame = marker;
      tables.depth = reader.u8();
      reader.skip(4);
      for (int n = reader.u8(); n > 0; --n) {
        const auto id = reader.u8(), sampling = reader.u8();
        reader.skip(1);
        if ((sampling >> 4) < 1 || (sampling >> 4) > 4 || (sampling & 15) < 1 || (sampling & 15) > 4)
          return reader.corrupt("impossible sampling factors");
        tables.components.push_back({id, sampling >> 4, sampling & 15});
      }
    }
    if (marker == dri) tables.restart_interval = reader.u16();
    if (marker == dht) return read_huffman(data, tables);
    if (marker == sos) return visit(frame, data, coded, tables);
    return {};
  });
}

}  // namespace

bool recognise(ByteView bytes) noexcept { return starts_with(bytes, "\xFF\xD8\xFF"); }

Result<Header> inspect(ByteView bytes) {
  Header header;
  constexpr int most_scans = 100;  // a progressive one has about ten; each scan is as much work as the image is large
  bool frame_seen = false;
  int scans = 0;
  auto walked = walk(bytes, [&](unsigned marker, ByteView data, ByteView) -> Result<void> {
    if (is_frame(marker)) {
      if (frame_seen) return {ErrorCode::corrupt, "JPEG: two frames"};
      frame_seen = true;
      if (auto ok = read_frame(marker, data, header); !ok) return ok;
    }
    if (!header.resolution.known()) {
      const auto density = read_density(marker, data);
      if (!density) return density.error();
      header.resolution = *density;
    }
    if (marker == sos && !frame_seen) return {ErrorCode::corrupt, "JPEG: a scan before its frame"};
    if (marker == sos && ++scans > most_scans) return {ErrorCode::corrupt, "JPEG: more than 100 scans"};
    return {};
  });
  if (!walked) return walked.error();
  if (scans == 0) return Error{ErrorCode::corrupt, "JPEG: there is no image in it"};
  return header;
}

Result<Image> decode(ByteView bytes, const Header& header) {
  std::optional<LosslessDecoder> lossless;
  const auto ok = for_each_scan(
      bytes, header, [&](unsigned frame, ByteView data, ByteView coded, const Tables& tables) -> Result<void> {
        if (frame != sof3) return {};
        if (!lossless) lossless.emplace();
        return lossless->scan(data, coded, tables);
      });
  if (!ok) return ok.error();
  if (lossless) return lossless->finish();
  if (auto whole = check_coded(bytes); !whole) return whole.error();
  return decode_pixels(bytes, header, "JPEG");
}

Result<FileBytes> encode(ImageView image) {
  auto file = encode_pixels(image, ".jpg");
  if (!file || !image.resolution.known() || image.resolution_assumed) return file;
  const auto ppi = static_cast<unsigned>(std::clamp(image.resolution.value + 0.5, 1.0, 65535.0));
  auto at = file->begin() + jfif_density_at;
  *at++ = std::byte{1};  // per inch
  for (int i = 0; i < 2; ++i) {
    *at++ = static_cast<std::byte>(ppi >> 8);
    *at++ = static_cast<std::byte>(ppi & 0xFFU);
  }
  return file;
}

}  // namespace limen::io::jpeg
