// The fallback without a model: OpenCV's frontal-face cascade (Viola and Jones), found where the system keeps it.
#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>

#include <opencv2/objdetect.hpp>

#include "limen/face/align.hpp"

#include "detector.hpp"
#include "opencv_call.hpp"
#include "resize_opencv.hpp"
#include "yunet.hpp"

namespace limen::face {
namespace {

constexpr const char* file = "haarcascade_frontalface_alt2.xml";
constexpr const char* folders[] = {"/usr/share/opencv4/haarcascades", "/usr/local/share/opencv4/haarcascades",
                                   "/usr/share/opencv/haarcascades", "/opt/homebrew/share/opencv4/haarcascades"};

// Where the five points stand in the cascade's square box on the average face.
constexpr Landmarks in_box{{{0.31F, 0.37F}, {0.69F, 0.37F}, {0.50F, 0.58F}, {0.34F, 0.78F}, {0.66F, 0.78F}}};

class Cascade final : public Detector::Implementation {
 public:
  Cascade(cv::CascadeClassifier classifier, const DetectorOptions& options_)
      : Implementation("opencv-cascade", options_), classifier_(std::move(classifier)) {}

  Result<std::vector<Detection>> detect(ImageView image) override {
    const OpenCVCall call;
    const double factor =
        std::min(1.0, 2.0 * options.longest_side / std::max(image.width, image.height));  // it needs larger faces
    const int width = std::max(1, static_cast<int>(std::lround(image.width * factor)));
    const int height = std::max(1, static_cast<int>(std::lround(image.height * factor)));
    const Image grey = to_grey(factor < 1 ? resize(image, width, height) : Image(image));
    const cv::Mat mat(height, width, CV_8UC1, const_cast<std::uint8_t*>(grey.pixels().data()));
    std::vector<cv::Rect> boxes;
    std::vector<int> neighbours;
    try {
      classifier_.detectMultiScale(mat, boxes, neighbours, 1.1, 4, 0, cv::Size(24, 24));
    } catch (const std::exception& e) {
      return Error{ErrorCode::unavailable, std::string("opencv-cascade: ") + e.what()};
    }
    std::vector<Detection> found;
    const auto back = static_cast<float>(1 / factor);
    for (std::size_t i = 0; i < boxes.size(); ++i) found.push_back(describe(boxes[i], neighbours[i], back));
    yunet::suppress(found, options.max_overlap);
    return found;
  }

 private:
  static Detection describe(const cv::Rect& box, int neighbours, float back) {
    Detection d;
    d.box = {static_cast<float>(box.x) * back, static_cast<float>(box.y) * back, static_cast<float>(box.width) * back,
             static_cast<float>(box.height) * back};
    for (std::size_t i = 0; i < d.landmarks.size(); ++i)
      d.landmarks[i] = {d.box.x + in_box[i].x * d.box.width, d.box.y + in_box[i].y * d.box.height};
    d.confidence = 1 - 1 / (1 + static_cast<float>(neighbours));  // raw boxes that were merged into this one
    d.landmarks_estimated = true;
    return d;
  }

  cv::CascadeClassifier classifier_;
};

}  // namespace

Result<std::unique_ptr<Detector::Implementation>> make_cascade(const DetectorOptions& options) {
  const OpenCVCall call;
  for (const std::filesystem::path folder : folders) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(folder / file, ignored)) continue;
    cv::CascadeClassifier classifier;
    if (classifier.load((folder / file).string()))
      return std::unique_ptr<Detector::Implementation>(new Cascade(std::move(classifier), options));
  }
  return Error{ErrorCode::model_missing, std::string("OpenCV's cascade ") + file +
                                             " is not on this machine: install its data (Debian: opencv-data), or "
                                             "add a detector with: limen models add FILE"};
}

}  // namespace limen::face
