#include "resize_opencv.hpp"

#include <opencv2/imgproc.hpp>

#include "opencv_call.hpp"

namespace limen::face {

Image resize(ImageView image, int width, int height) {
  const OpenCVCall call;
  const int type = image.format == PixelFormat::grey8 ? CV_8UC1 : CV_8UC3;
  const cv::Mat from(image.height, image.width, type, const_cast<std::uint8_t*>(image.data),
                     static_cast<std::size_t>(image.stride));
  Image out(width, height, image.format);
  cv::Mat to(height, width, type, out.pixels().data());
  const bool shrinks = width < image.width;
  cv::resize(from, to, to.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
  return out;
}

}  // namespace limen::face
