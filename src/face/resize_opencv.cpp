#include "resize_opencv.hpp"

#include <opencv2/imgproc.hpp>

#include "opencv_call.hpp"

namespace limen::face {

namespace {

cv::Mat matrix_of(ImageView image) {
  return {image.height, image.width, image.format == PixelFormat::grey8 ? CV_8UC1 : CV_8UC3,
          const_cast<std::uint8_t*>(image.data), static_cast<std::size_t>(image.stride)};
}

Image resize_once(ImageView image, int width, int height) {
  Image out(width, height, image.format);
  const auto to = matrix_of(out);
  cv::resize(matrix_of(image), to, to.size(), 0, 0, width < image.width ? cv::INTER_AREA : cv::INTER_LINEAR);
  return out;
}

}  // namespace

Image resize(ImageView image, int width, int height) {
  const OpenCVCall call;
  Image half;  // OpenCV averages 2 × 2 pixels ten times as fast as any other number of them
  while (image.width % 2 == 0 && image.height % 2 == 0 && image.width >= 2 * width && image.height >= 2 * height) {
    half = resize_once(image, image.width / 2, image.height / 2);
    image = half;
  }
  return resize_once(image, width, height);
}

}  // namespace limen::face
