#include "limen/interchange/an2k_image.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

#include "limen/core/reader.hpp"

#include "decode_noting.hpp"
#include "fax.hpp"

namespace limen::interchange::an2k {
namespace {

constexpr int max_side = 65535;
constexpr std::size_t max_segments = 10;  // fingers of two hands; the standard has four

Error broken(const Record& record, const std::string& why) {
  return {ErrorCode::corrupt, "ANSI/NIST-ITL: Type-" + std::to_string(record.type) + " record, IDC " +
                                  std::to_string(record.idc) + ": " + why + " (offset " +
                                  std::to_string(record.offset) + ")"};
}

int small_number(std::string_view text, int otherwise = -1) {
  const auto value = number(text);
  return value && *value >= 0 && *value <= 1'000'000 ? static_cast<int>(*value) : otherwise;
}

// "19.69": pixels per mm of 1.011 (native) or 1.012 (as sent).
Ppi stated_resolution(const File& file, unsigned field) {
  const auto text = file.records.front().value(field);
  const auto dot = text.find('.');
  const double whole = small_number(text.substr(0, dot), 0);
  const auto fraction = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
  const double per_mm = whole + small_number(fraction, 0) / std::pow(10.0, fraction.size());
  if (!(per_mm > 1 && per_mm < 200)) return {};
  const double ppi = per_mm * 25.4;
  return {std::abs(ppi - std::round(ppi / 250) * 250) < 1.5 ? std::round(ppi / 250) * 250 : ppi};
}

std::string_view binary_compression(int type, unsigned code) {
  constexpr std::array<std::string_view, 7> grey{"NONE", "WSQ20", "JPEGB", "JPEGL", "JP2", "JP2L", "PNG"};
  if (type == 5 || type == 6 || type == 8) return code == 0 ? "NONE" : code == 1 ? "FAX4" : "VECTOR";
  return code < grey.size() ? grey[code] : std::string_view("unknown");
}

Result<ImageRecord> binary_image(const File& file, const Record& record) {
  Reader reader(record.bytes, "ANSI/NIST-ITL", Endian::big);
  ImageRecord image;
  reader.skip(5);
  unsigned native = 0;
  if (record.type == 8) {
    reader.skip(1);  // whose signature
    image.compression = binary_compression(record.type, reader.u8());
    native = reader.u8();
    image.depth = 1;
  } else {
    image.impression = reader.u8();
    for (int i = 0; i < 6; ++i)
      if (const int finger = reader.u8(); finger != 255) image.positions.push_back(finger);
    native = reader.u8();
    image.depth = record.type == 5 || record.type == 6 ? 1 : 8;
  }
  image.width = reader.u16();
  image.height = reader.u16();
  if (record.type != 8) image.compression = binary_compression(record.type, reader.u8());
  if (!reader.ok()) return broken(record, "the header is cut off");
  if (image.compression == "VECTOR")
    return Error{ErrorCode::unsupported_format, broken(record, "a signature drawn as vectors").message};
  image.data = reader.take(reader.remaining());
  const bool low = record.type == 3 || record.type == 5;
  const auto stated = stated_resolution(file, 12);
  image.resolution = native == 1 && stated.known() ? stated : Ppi{low ? 250.0 : 500.0};
  return image;
}

Result<ImageRecord> text_image(const Record& record) {
  // The last one: see tag_again() in an2k_read.cpp.
  const auto data =
      std::find_if(record.fields.rbegin(), record.fields.rend(), [](const Field& f) { return f.number == data_field; });
  if (data == record.fields.rend())
    return Error{ErrorCode::unsupported_format, broken(record, "no image in it").message};
  ImageRecord image;
  const bool friction = record.type >= 13 && record.type <= 15;
  if (friction) image.impression = small_number(record.value(3));
  for (const auto& subfield : split(record.value(13)))
    if (const int position = small_number(subfield[0]); friction && position >= 0) image.positions.push_back(position);
  image.width = small_number(record.value(6), 0);
  image.height = small_number(record.value(7), 0);
  const int unit = small_number(record.value(8)), scale = small_number(record.value(9), 0);
  if (unit == 1 && scale >= 50) image.resolution = {static_cast<double>(scale)};
  if (unit == 2 && scale >= 20) image.resolution = {scale == 197 ? 500.0 : scale == 394 ? 1000.0 : scale * 2.54};
  image.compression = record.value(11);
  image.depth = record.type == 10 ? (image.compression == "NONE" ? 24 : 8) : small_number(record.value(12), 8);
  for (const auto& items : split(record.value(21))) {
    if (record.type != 14 || items.size() < 5 || image.segments.size() == max_segments) continue;
    image.segments.push_back({small_number(items[0]), small_number(items[1]), small_number(items[2]),
                              small_number(items[3]), small_number(items[4])});
  }
  image.data = std::as_bytes(std::span(data->value));
  return image;
}

// Records of bilevel images are met with grey and colour pixels in them: the number of bytes tells.
int raw_depth(const ImageRecord& image) {
  const auto pixels = static_cast<std::uint64_t>(image.width) * static_cast<std::uint64_t>(image.height);
  if (image.depth == 1 && image.type >= 5 && image.type <= 8)
    for (const int depth : {8, 24})
      if (image.data.size() == pixels * static_cast<unsigned>(depth) / 8) return depth;
  return image.depth;
}

Result<Image> raw(const ImageRecord& image, const io::ReadOptions& options) {
  const int depth = raw_depth(image);
  const auto width = static_cast<std::uint64_t>(image.width), height = static_cast<std::uint64_t>(image.height);
  if (width * height > static_cast<std::uint64_t>(options.max_pixels))
    return {ErrorCode::too_large, "ANSI/NIST-ITL: " + std::to_string(width * height) + " pixels, at most " +
                                      std::to_string(options.max_pixels) + " are read"};
  const auto row = depth == 1 ? (width + 7) / 8 : width * static_cast<unsigned>(depth) / 8;
  if ((depth != 1 && depth != 8 && depth != 24) || row * height != image.data.size())
    return {ErrorCode::corrupt, "ANSI/NIST-ITL: " + std::to_string(image.data.size()) + " bytes of raw pixels for " +
                                    std::to_string(width) + " x " + std::to_string(height) + " of " +
                                    std::to_string(depth) + " bits"};
  Image out(image.width, image.height, depth == 24 ? PixelFormat::rgb8 : PixelFormat::grey8);
  if (depth != 1) {
    if (!image.data.empty()) std::memcpy(out.row(0), image.data.data(), image.data.size());
    return out;
  }
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) {
      const bool black = (std::to_integer<unsigned>(image.data[y * row + x / 8]) >> (7 - x % 8) & 1U) != 0;
      out.row(static_cast<int>(y))[x] = black ? 0 : 255;
    }
  return out;
}

bool is_tiff(std::span<const std::byte> data) {
  return data.size() >= 4 && (data[0] == std::byte{'I'} || data[0] == std::byte{'M'}) && data[0] == data[1] &&
         (data[2] == std::byte{42} || data[3] == std::byte{42});
}

Image cut(const Image& image, const Segment& s) {
  const int left = std::clamp(std::min(s.left, s.right), 0, image.width()),
            right = std::clamp(std::max(s.left, s.right), 0, image.width());
  const int top = std::clamp(std::min(s.top, s.bottom), 0, image.height()),
            bottom = std::clamp(std::max(s.top, s.bottom), 0, image.height());
  ImageView view = image;
  view.data = image.row(top) + std::ptrdiff_t{left} * image.channels();
  view.width = right - left;
  view.height = bottom - top;
  return Image(view);
}

FingerPosition position_of(int number) {
  return number >= 0 && number <= 10
             ? finger_position_from(static_cast<std::uint8_t>(number)).value_or(FingerPosition::unknown)
             : FingerPosition::unknown;
}

// The impressions of table 7 that limen has a name for; 24 … 29 are today's plain, rolled and contactless ones.
Impression impression_of(int code, int type) {
  if (type == 13 || (code >= 4 && code <= 7)) return Impression::latent;
  if (code == 24 || code == 25 || code == 28 || code == 29) return Impression::live_scan_contactless;
  return code >= 0 && code <= 8 ? impression_from(static_cast<std::uint8_t>(code)).value_or(Impression::live_scan_plain)
                                : Impression::live_scan_plain;
}

}  // namespace

Result<ImageRecord> image_record(const File& file, const Record& record) {
  const bool binary = record.binary() && record.type != 7,
             text = record.type == 10 || (record.type >= 13 && record.type <= 17);
  if (!binary && !text) return Error{ErrorCode::unsupported_format, broken(record, "no image record").message};
  auto image = binary ? binary_image(file, record) : text_image(record);
  if (!image) return image;
  image->type = record.type;
  image->idc = record.idc;
  if (image->width < 1 || image->height < 1 || image->width > max_side || image->height > max_side)
    return broken(record,
                  "an image of " + std::to_string(image->width) + " x " + std::to_string(image->height) + " pixels");
  return image;
}

Result<Image> decode(const ImageRecord& image, const io::ReadOptions& options, std::vector<std::string>* warnings) {
  auto out = [&]() -> Result<Image> {
    if (image.compression == "NONE") {
      auto pixels = raw(image, options);
      if (pixels || pixels.error().code == ErrorCode::too_large) return pixels;
      auto coded = io::decode_image(image.data, options);  // some files say NONE and hold a TIFF
      if (coded) return coded;
      return pixels;
    }
    if (image.compression == "FAX4" && !is_tiff(image.data))
      return io::decode_image(tiff_around_fax(image.data, image.width, image.height), options);
    return decode_noting(image.data, options, warnings);
  }();
  if (!out) return out;
  if (image.resolution.known()) {
    out->resolution = image.resolution;
    out->resolution_assumed = false;
  } else if (!out->resolution.known()) {
    out->resolution = options.assume;
    out->resolution_assumed = true;
  }
  return out;
}

Result<std::vector<Sample>> fingers(const File& file, const Record& record, const io::ReadOptions& options,
                                    std::vector<std::string>* warnings) {
  if (record.type != 4 && record.type != 13 && record.type != 14)
    return Error{ErrorCode::unsupported_format, broken(record, "no image of fingers").message};
  const auto image = image_record(file, record);
  if (!image) return image.error();
  auto pixels = decode(*image, options, warnings);
  if (!pixels) return pixels.error();
  const auto impression = impression_of(image->impression, record.type);
  std::vector<Sample> samples;
  for (const auto& segment : image->segments) {
    auto part = cut(*pixels, segment);
    if (!part.empty() && segment.finger >= 1 && segment.finger <= 10)
      samples.push_back({std::move(part), position_of(segment.finger), impression});
  }
  if (samples.empty()) {
    const auto position = image->positions.size() == 1 ? position_of(image->positions[0]) : FingerPosition::unknown;
    samples.push_back({std::move(*pixels), position, impression});
  }
  return samples;
}

}  // namespace limen::interchange::an2k
