// The fallback without a model: OpenCV's frontal-face cascade (Viola and Jones), found where the system keeps it.
#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <filesystem>
#include <optional>

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "limen/face/align.hpp"

#include "detector.hpp"
#include "opencv_call.hpp"
#include "resize_opencv.hpp"
#include "yunet.hpp"

namespace limen::face {
namespace {

constexpr const char* face_file = "haarcascade_frontalface_alt2.xml";
constexpr const char* eye_files[] = {"haarcascade_eye.xml", "haarcascade_eye_tree_eyeglasses.xml"};
constexpr const char* folders[] = {"/usr/share/opencv4/haarcascades", "/usr/local/share/opencv4/haarcascades",
                                   "/usr/share/opencv/haarcascades", "/opt/homebrew/share/opencv4/haarcascades"};

// Where the five points stand in the cascade's square box on the average face.
constexpr Landmarks in_box{{{0.31F, 0.37F}, {0.69F, 0.37F}, {0.50F, 0.58F}, {0.34F, 0.78F}, {0.66F, 0.78F}}};

class Cascade final : public Detector::Implementation {
 public:
  Cascade(cv::CascadeClassifier faces, std::vector<cv::CascadeClassifier> eyes, const DetectorOptions& options_)
      : Implementation("opencv-cascade", options_), faces_(std::move(faces)), eyes_(std::move(eyes)) {}

  Result<std::vector<Detection>> detect(ImageView image) override {
    auto found = detect_within(image, 0);
    // A face that fills the picture to its border is found when there is more around it.
    if (found && found->empty()) found = detect_within(image, std::max(image.width, image.height) / 4);
    return found;
  }

  // Looks for both eyes where they ought to be; the other points follow them.
  Result<Detection> refine(ImageView image, const Detection& face) override {
    const auto right = find_eye(image, face.box, 0), left = find_eye(image, face.box, 0.5F);
    if (!right || !left) return face;
    const std::array from{in_box[right_eye], in_box[left_eye]}, to{*right, *left};
    const auto placed = estimate_similarity(from, to);
    if (!placed) return face;
    const double size = std::hypot(placed->a, placed->b), turned = std::atan2(placed->b, placed->a);
    if (size < 0.75 * face.box.width || size > 1.3 * face.box.width || std::abs(turned) > 0.4) return face;
    auto refined = face;
    for (std::size_t i = 0; i < refined.landmarks.size(); ++i) refined.landmarks[i] = (*placed)(in_box[i]);
    return refined;
  }

 private:
  // The picture, with its border drawn out by so many px on every side.
  Result<std::vector<Detection>> detect_within(ImageView image, int around) {
    const double factor =
        std::min(1.0, 5.0 / 3 * options.longest_side / std::max(image.width, image.height));  // it needs larger faces
    const int width = std::max(1, static_cast<int>(std::lround(image.width * factor)));
    const int height = std::max(1, static_cast<int>(std::lround(image.height * factor)));
    const int border = static_cast<int>(std::lround(around * factor));
    const Image grey = to_grey(factor < 1 ? resize(image, width, height) : Image(image));
    const OpenCVCall call;
    std::vector<cv::Rect> boxes;
    std::vector<int> neighbours;
    try {
      const cv::Mat mat(height, width, CV_8UC1, const_cast<std::uint8_t*>(grey.pixels().data()));
      Image framed(width + 2 * border, height + 2 * border, PixelFormat::grey8);
      cv::Mat frame(framed.height(), framed.width(), CV_8UC1, framed.pixels().data());
      cv::copyMakeBorder(mat, frame, border, border, border, border, cv::BORDER_REPLICATE);
      detect_in(faces_, frame, boxes, neighbours, 1.1, border > 0 ? 3 : 4, 24);
    } catch (const std::exception& e) {
      return Error{ErrorCode::unavailable, std::string("opencv-cascade: ") + e.what()};
    }
    std::vector<Detection> found;
    const auto back = static_cast<float>(1 / factor);
    for (std::size_t i = 0; i < boxes.size(); ++i)
      found.push_back(
          describe({boxes[i].x - border, boxes[i].y - border, boxes[i].width, boxes[i].height}, neighbours[i], back));
    yunet::suppress(found, options.max_overlap);
    return found;
  }

  // The strongest answer in the left (`from` 0) or right (0.5) half of the upper part of the box.
  std::optional<Point> find_eye(ImageView image, const Box& box, float from) {
    constexpr int side = 96;  // px that half a box is brought to
    const auto clip = [](float v, int limit) {
      return v > 0 ? static_cast<int>(std::min(v, static_cast<float>(limit))) : 0;
    };
    const int x0 = clip(box.x + from * box.width, image.width),
              x1 = clip(box.x + (from + 0.5F) * box.width, image.width);
    const int y0 = clip(box.y + 0.15F * box.height, image.height), y1 = clip(box.y + 0.6F * box.height, image.height);
    if (x1 - x0 < 8 || y1 - y0 < 8) return std::nullopt;
    ImageView half = image;
    half.data = image.row(y0) + std::ptrdiff_t{x0} * image.channels();
    half.width = x1 - x0, half.height = y1 - y0;
    const int height = std::max(1, side * half.height / half.width);
    const Image grey = to_grey(resize(half, side, height));
    const OpenCVCall call;
    const cv::Mat mat(height, side, CV_8UC1, const_cast<std::uint8_t*>(grey.pixels().data()));
    std::vector<cv::Rect> boxes;
    std::vector<int> neighbours;
    try {
      for (auto& eyes : eyes_)
        if (boxes.empty()) detect_in(eyes, mat, boxes, neighbours, 1.08, 2, 26);
    } catch (const std::exception&) {
      return std::nullopt;
    }
    if (boxes.empty()) return std::nullopt;
    const auto best =
        static_cast<std::size_t>(std::max_element(neighbours.begin(), neighbours.end()) - neighbours.begin());
    const float scale = static_cast<float>(half.width) / side;
    return Point{static_cast<float>(x0) +
                     scale * (static_cast<float>(boxes[best].x) + 0.5F * static_cast<float>(boxes[best].width)),
                 static_cast<float>(y0) +
                     scale * (static_cast<float>(boxes[best].y) + 0.5F * static_cast<float>(boxes[best].height))};
  }

  /// A cascade keeps the scaled pictures until it gets the next one: a black one, if it is to forget.
  void detect_in(cv::CascadeClassifier& cascade, const cv::Mat& grey, std::vector<cv::Rect>& boxes,
                 std::vector<int>& neighbours, double step, int least, int smallest) const {
    cascade.detectMultiScale(grey, boxes, neighbours, step, least, 0, cv::Size(smallest, smallest));
    if (!options.forget) return;
    std::vector<cv::Rect> none;
    cascade.detectMultiScale(cv::Mat::zeros(grey.size(), CV_8UC1), none, step, least, 0, cv::Size(smallest, smallest));
  }

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

  cv::CascadeClassifier faces_;
  std::vector<cv::CascadeClassifier> eyes_;  // the second where the first finds none
};

}  // namespace

Result<std::unique_ptr<Detector::Implementation>> make_cascade(const DetectorOptions& options) {
  const OpenCVCall call;
  for (const std::filesystem::path folder : folders) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(folder / face_file, ignored)) continue;
    cv::CascadeClassifier faces;
    std::vector<cv::CascadeClassifier> eyes;
    for (const auto* file : eye_files)
      if (cv::CascadeClassifier one;
          std::filesystem::is_regular_file(folder / file, ignored) && one.load((folder / file).string()))
        eyes.push_back(std::move(one));
    if (faces.load((folder / face_file).string()))
      return std::unique_ptr<Detector::Implementation>(new Cascade(std::move(faces), std::move(eyes), options));
  }
  return Error{ErrorCode::model_missing, std::string("OpenCV's cascade ") + face_file +
                                             " is not on this machine: install its data (Debian: opencv-data), or "
                                             "add a detector with: limen models add FILE"};
}

}  // namespace limen::face
