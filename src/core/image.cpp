#include "limen/core/image.hpp"

#include <algorithm>
#include <cstring>

namespace limen {

Image::Image(int width, int height, PixelFormat format, Ppi resolution_)
    : resolution(resolution_),
      width_(width),
      height_(height),
      format_(format),
      pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(format)) {}

Image::Image(ImageView view) : Image(view.width, view.height, view.format, view.resolution) {
  resolution_assumed = view.resolution_assumed;
  if (empty()) return;
  for (int y = 0; y < height_; ++y) std::memcpy(row(y), view.row(y), static_cast<std::size_t>(stride()));
}

Image to_grey(ImageView image) {
  if (image.format == PixelFormat::grey8) return Image(image);
  Image grey(image.width, image.height, PixelFormat::grey8, image.resolution);
  grey.resolution_assumed = image.resolution_assumed;
  for (int y = 0; y < image.height; ++y) {
    const auto* in = image.row(y);
    auto* out = grey.row(y);
    for (int x = 0; x < image.width; ++x, in += 3)  // 0.299, 0.587, 0.114 in 1/65536
      out[x] = static_cast<std::uint8_t>((19595U * in[0] + 38470U * in[1] + 7471U * in[2] + 32768U) >> 16);
  }
  return grey;
}

Image to_rgb(ImageView image) {
  if (image.format == PixelFormat::rgb8) return Image(image);
  Image rgb(image.width, image.height, PixelFormat::rgb8, image.resolution);
  rgb.resolution_assumed = image.resolution_assumed;
  for (int y = 0; y < image.height; ++y) {
    auto* out = rgb.row(y);
    for (int x = 0; x < image.width; ++x, out += 3) std::fill_n(out, 3, image.grey(x, y));
  }
  return rgb;
}

}  // namespace limen
