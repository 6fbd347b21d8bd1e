#include "pixels_opencv.hpp"

#include <cmath>
#include <exception>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "limen/io/quiet_opencv.hpp"

namespace limen::io {
namespace {

// A decoded picture is wiped like every other copy of it.
struct Wiped {
  cv::Mat mat;
  ~Wiped() {
    if (mat.isContinuous()) secure_wipe(mat.data, mat.total() * mat.elemSize());
  }
};

std::uint8_t to_8(std::uint8_t v) { return v; }
std::uint8_t to_8(std::uint16_t v) { return static_cast<std::uint8_t>((v * 255U + 32767U) / 65535U); }

std::uint8_t on_white(std::uint8_t v, std::uint8_t alpha) {
  return static_cast<std::uint8_t>((v * alpha + 255U * (255U - alpha) + 127U) / 255U);
}

template <class T>
Image convert(const cv::Mat& mat) {
  const int channels = mat.channels();  // grey; BGR; BGRA
  Image image(mat.cols, mat.rows, channels == 1 ? PixelFormat::grey8 : PixelFormat::rgb8);
  for (int y = 0; y < mat.rows; ++y) {
    const T* in = mat.ptr<T>(y);
    std::uint8_t* out = image.row(y);
    for (int x = 0; x < mat.cols; ++x, in += channels) {
      if (channels == 1) {
        *out++ = to_8(*in);
        continue;
      }
      const std::uint8_t alpha = channels == 4 ? to_8(in[3]) : std::uint8_t{255};
      for (int c = 2; c >= 0; --c) *out++ = on_white(to_8(in[c]), alpha);
    }
  }
  return image;
}

// A copy, so that it may be wiped.
cv::Mat to_mat(ImageView image) {
  if (image.format == PixelFormat::grey8)
    return cv::Mat(image.height, image.width, CV_8UC1, const_cast<std::uint8_t*>(image.data),
                   static_cast<std::size_t>(image.stride))
        .clone();
  cv::Mat bgr(image.height, image.width, CV_8UC3);
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* in = image.row(y);
    std::uint8_t* out = bgr.ptr(y);
    for (int x = 0; x < image.width; ++x, in += 3, out += 3) out[0] = in[2], out[1] = in[1], out[2] = in[0];
  }
  return bgr;
}

}  // namespace

Result<Image> decode_pixels(ByteView bytes, const Header& header, std::string_view format) {
  const auto damaged = [&](const std::string& why) {
    return Error{ErrorCode::corrupt, std::string(format) + ": the pixels cannot be decoded" + why +
                                         ": the file is damaged or of an unusual kind; save it again as PNG"};
  };
  const QuietOpenCV quiet;
  try {
    const cv::Mat buffer(1, static_cast<int>(bytes.size()), CV_8UC1,
                         const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(bytes.data())));
    const int flags = header.alpha       ? cv::IMREAD_UNCHANGED
                      : header.odd_depth ? cv::IMREAD_ANYCOLOR
                                         : cv::IMREAD_ANYCOLOR | cv::IMREAD_ANYDEPTH;
    const Wiped decoded{cv::imdecode(buffer, flags)};
    const cv::Mat& mat = decoded.mat;
    if (mat.empty()) return damaged("");
    if (mat.total() != static_cast<std::size_t>(header.width * header.height))
      return damaged(" to the size that the header says");
    if (const int n = mat.channels(); n != 1 && n != 3 && n != 4) return damaged(" as grey or colour");
    if (mat.depth() == CV_8U) return convert<std::uint8_t>(mat);
    if (mat.depth() == CV_16U) return convert<std::uint16_t>(mat);
    return Error{ErrorCode::unsupported_format,
                 std::string(format) + ": samples are neither 8 nor 16 bits: convert it"};
  } catch (const std::exception& e) {
    return damaged(std::string(" (") + e.what() + ")");
  }
}

Result<FileBytes> encode_pixels(ImageView image, const char* extension) {
  const QuietOpenCV quiet;
  try {
    const Wiped mat{to_mat(image)};
    std::vector<int> parameters;  // a codec logs parameters that are not its own
    if (std::string_view(extension) == ".jpg") parameters = {cv::IMWRITE_JPEG_QUALITY, 95};
    if (std::string_view(extension) == ".tif" && image.resolution.known() && !image.resolution_assumed) {
      const int dpi = static_cast<int>(std::lround(image.resolution.value));
      parameters.insert(parameters.end(),
                        {cv::IMWRITE_TIFF_RESUNIT, 2, cv::IMWRITE_TIFF_XDPI, dpi, cv::IMWRITE_TIFF_YDPI, dpi});
    }
    std::vector<std::uint8_t> out;
    if (!cv::imencode(extension, mat.mat, out, parameters))
      return Error{ErrorCode::io_error, std::string("the image cannot be encoded as ") + extension};
    const auto view = std::as_bytes(std::span(out));
    FileBytes file(view.begin(), view.end());
    secure_wipe(out.data(), out.size());
    return file;
  } catch (const std::exception& e) {
    return Error{ErrorCode::io_error, std::string("the image cannot be encoded as ") + extension + ": " + e.what()};
  }
}

}  // namespace limen::io
