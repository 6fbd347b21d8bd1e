// TIFF 6.0, the first page of a file: grey, RGB and palette, in strips or tiles.
#include <algorithm>
#include <array>
#include <string>

#include "formats.hpp"
#include "ifd.hpp"
#include "pixels_opencv.hpp"

namespace limen::io::tiff {
namespace {

enum Tag : unsigned {
  image_width = 256,
  image_length = 257,
  bits_per_sample = 258,
  compression = 259,
  photometric = 262,
  strip_offsets = 273,
  samples_per_pixel = 277,
  rows_per_strip = 278,
  strip_byte_counts = 279,
  tile_width = 322,
  tile_length = 323,
  tile_offsets = 324,
  tile_byte_counts = 325,
  extra_samples = 338,
  sample_format = 339,
};

Error unsupported(const std::string& what) {
  return {ErrorCode::unsupported_format, "TIFF: " + what + " is not read: save it as an 8-bit grey or RGB TIFF or PNG"};
}

template <std::size_t N>
bool among(double value, const std::array<int, N>& list) {
  return std::any_of(list.begin(), list.end(), [&](int known) { return known == value; });
}

Result<void> check_kind(const Ifd& ifd) {
  // none, CCITT fax 1-D, 3, 4, LZW, JPEG, deflate, PackBits, deflate (old)
  constexpr std::array methods{1, 2, 3, 4, 5, 7, 8, 32773, 32946};
  if (!among(ifd.value(compression).value_or(1), methods)) return unsupported("this compression");
  if (!among(ifd.value(photometric).value_or(-1), std::array{0, 1, 2, 3, 6})) return unsupported("this colour model");
  if (!among(ifd.value(sample_format).value_or(1), std::array{1})) return unsupported("a signed or float sample");
  const auto channels = ifd.value(samples_per_pixel).value_or(1);
  if (channels < 1 || channels > 4) return unsupported("this number of channels");
  for (std::uint32_t i = 0; i < std::max(1U, ifd.count(bits_per_sample)); ++i)
    if (!among(ifd.value(bits_per_sample, i).value_or(1), std::array{1, 4, 8, 16})) return unsupported("this depth");
  return {};
}

// Every strip or tile lies within the file, there are as many as the size asks for, and uncompressed ones are full.
Result<void> check_data(const Ifd& ifd, const Header& header, std::size_t file_size) {
  const auto truncated = [](const std::string& what) { return Error{ErrorCode::corrupt, "TIFF: truncated: " + what}; };
  const bool tiled = ifd.has(tile_offsets);
  const auto offsets = tiled ? tile_offsets : strip_offsets, sizes = tiled ? tile_byte_counts : strip_byte_counts;
  const auto n = ifd.count(offsets);
  if (n == 0 || ifd.count(sizes) != n) return truncated("the places of the pixels are missing or contradict");
  double stored = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double at = ifd.value(offsets, i).value_or(0), size = ifd.value(sizes, i).value_or(0);
    if (size == 0 || at + size > static_cast<double>(file_size))
      return truncated("part " + std::to_string(i + 1) + " of " + std::to_string(n) + " lies beyond the end");
    stored += size;
  }
  const auto width = static_cast<double>(header.width), height = static_cast<double>(header.height);
  const double channels = ifd.value(samples_per_pixel).value_or(1), bits = ifd.value(bits_per_sample).value_or(1);
  const auto parts = [](double whole, double part) { return part >= 1 ? std::max(1.0, (whole + part - 1) / part) : 0; };
  const double wanted_parts =
      tiled ? static_cast<double>(static_cast<std::int64_t>(parts(width, ifd.value(tile_width).value_or(0)))) *
                  static_cast<double>(static_cast<std::int64_t>(parts(height, ifd.value(tile_length).value_or(0))))
            : static_cast<double>(static_cast<std::int64_t>(parts(height, ifd.value(rows_per_strip).value_or(height))));
  if (wanted_parts < 1 || n < wanted_parts) return truncated("fewer parts than the size asks for");
  if (ifd.value(compression).value_or(1) == 1 && stored < width * height * channels * bits / 8)
    return truncated("fewer bytes of pixels than the size asks for");
  return {};
}

}  // namespace

bool recognise(ByteView bytes) noexcept {
  using namespace std::string_view_literals;
  return starts_with(bytes, "II*\0"sv) || starts_with(bytes, "MM\0*"sv);
}

Result<Header> inspect(ByteView bytes) {
  const auto ifd = Ifd::read(bytes);
  if (!ifd) return Error{ErrorCode::corrupt, "TIFF: " + ifd.error().message};
  Header header;
  header.width = static_cast<std::int64_t>(ifd->value(image_width).value_or(0));
  header.height = static_cast<std::int64_t>(ifd->value(image_length).value_or(0));
  if (header.width < 1 || header.height < 1)
    return Error{ErrorCode::corrupt, "TIFF: truncated or damaged: the image size is missing"};
  if (auto ok = check_kind(*ifd); !ok) return ok.error();
  if (auto ok = check_data(*ifd, header, bytes.size()); !ok) return ok.error();
  const auto resolution = ifd->resolution("TIFF");
  if (!resolution) return resolution.error();
  header.resolution = *resolution;
  header.alpha = ifd->count(extra_samples) > 0;
  return header;
}

Result<Image> decode(ByteView bytes, const Header& header) { return decode_pixels(bytes, header, "TIFF"); }

Result<FileBytes> encode(ImageView image) { return encode_pixels(image, ".tif"); }

}  // namespace limen::io::tiff
