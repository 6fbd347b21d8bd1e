#include "png_pixels.hpp"

#include <string>

#include <png.h>

namespace limen::io::png {
namespace {

std::uint8_t on_white(unsigned value, unsigned alpha) {
  return static_cast<std::uint8_t>((value * alpha + 255U * (255U - alpha) + 127U) / 255U);
}

// Grey and RGB with alpha to grey and RGB.
Image without_alpha(const SecureVector<std::uint8_t>& pixels, int width, int height, bool colour) {
  Image image(width, height, colour ? PixelFormat::rgb8 : PixelFormat::grey8);
  const std::size_t channels = colour ? 3 : 1;
  auto out = image.pixels().begin();
  for (auto in = pixels.begin(); in != pixels.end(); in += static_cast<std::ptrdiff_t>(channels + 1))
    for (std::size_t c = 0; c < channels; ++c)
      *out++ = on_white(in[static_cast<std::ptrdiff_t>(c)], in[static_cast<std::ptrdiff_t>(channels)]);
  return image;
}

}  // namespace

Result<Image> decode_png(ByteView file, const Header& header) {
  png_image reading{};
  reading.version = PNG_IMAGE_VERSION;
  const auto damaged = [&] {
    const std::string why = reading.message;
    png_image_free(&reading);
    return Error{ErrorCode::corrupt, "PNG: the pixels cannot be decoded (" + why + "): the file is damaged"};
  };
  if (png_image_begin_read_from_memory(&reading, file.data(), file.size()) == 0) return damaged();
  const bool colour = (reading.format & PNG_FORMAT_FLAG_COLOR) != 0;
  reading.format =
      colour ? (header.alpha ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB) : (header.alpha ? PNG_FORMAT_GA : PNG_FORMAT_GRAY);
  reading.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // no other curve for 16 bits than for 8
  const auto width = static_cast<int>(header.width), height = static_cast<int>(header.height);
  if (header.alpha) {
    SecureVector<std::uint8_t> pixels(PNG_IMAGE_SIZE(reading));
    if (png_image_finish_read(&reading, nullptr, pixels.data(), 0, nullptr) == 0) return damaged();
    return without_alpha(pixels, width, height, colour);
  }
  Image image(width, height, colour ? PixelFormat::rgb8 : PixelFormat::grey8);
  if (png_image_finish_read(&reading, nullptr, image.row(0), 0, nullptr) == 0) return damaged();
  return image;
}

}  // namespace limen::io::png
