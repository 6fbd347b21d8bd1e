// Networks run by OpenCV's dnn.

#include <algorithm>
#include <array>
#include <exception>
#include <map>
#include <optional>
#include <utility>

#include <opencv2/core/version.hpp>
#include <opencv2/dnn/dnn.hpp>

#include "network.hpp"
#include "opencv_call.hpp"
#include "residue.hpp"
#include "scratch.hpp"
#include "wiping_allocator_opencv.hpp"

namespace limen::face {
namespace {

// OpenCV's messages quote its own files and functions; what helps is the node that it stumbled over, or the start.
std::string short_reason(const std::exception& e) {
  std::string text = e.what();
  if (const auto node = text.find("Node ["); node != std::string::npos)
    text = text.substr(node, text.find(" parse error", node) - node);
  else if (const auto at = text.find("error: "); at != std::string::npos)
    text.erase(0, at + 7);
  text.resize(std::min<std::size_t>(text.size(), 160));
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

Error cannot_import(const std::string& what, const std::string& why) {
  std::string text = what + ": OpenCV " CV_VERSION " cannot import this network (" + why + "): ";
  text += why.find("Clip") == std::string::npos
              ? "export it again with plain layers and a fixed input size, install ONNX Runtime, or build limen with a "
                "newer "
                "OpenCV"
              : "its Clip nodes take their bounds as inputs (opset 11 and later); add a copy that has them as "
                "attributes (opset 6), install ONNX Runtime, or build limen with a newer OpenCV";
  return {ErrorCode::unsupported_format, text};
}

bool same(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  return std::ranges::equal(a, b, [](const Tensor& x, const Tensor& y) {
    return x.name == y.name && x.shape == y.shape &&
           std::ranges::equal(std::as_bytes(std::span(x.values)), std::as_bytes(std::span(y.values)));
  });
}

class OpenCVNetwork final : public Network::Backend {
 public:
  explicit OpenCVNetwork(cv::dnn::Net net) : net_(std::move(net)) {
    outputs = net_.getUnconnectedOutLayersNames();
    net_.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    net_.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
  }

  Result<std::vector<Tensor>> run(std::span<const float> planes, int width, int height) override {
    const OpenCVCall call;
    const MatrixBuffers::Recording recording(buffers_);
    try {
      const std::array shape{1, 3, height, width};
      const cv::Mat blob(4, shape.data(), CV_32F, const_cast<float*>(planes.data()));
      net_.setInput(blob);
      std::vector<cv::Mat> mats;
      forward(mats);
      std::vector<Tensor> tensors;
      for (std::size_t i = 0; i < mats.size(); ++i) {
        cv::Mat& mat = mats[i];
        if (const auto* values = mat.ptr<float>(); mat.isContinuous() && mat.type() == CV_32F)
          tensors.push_back({outputs[i], {mat.size.p, mat.size.p + mat.dims}, {values, values + mat.total()}});
        mat.setTo(0);
      }
      return tensors;
    } catch (const std::exception& e) {
      return Error{ErrorCode::unsupported_format, short_reason(e)};
    }
  }

  /// By wiping OpenCV's buffers, which takes no time. The first picture of each size is run once more, to see that the
  /// network does not miss what was wiped; if it does, or a picture could not be run at all, black it is.
  void forget(std::span<const float> planes, int width, int height, const std::vector<Tensor>* answers) override {
    const std::pair size(width, height);
    if (answers != nullptr && !may_wipe_.contains(size))
      may_wipe_[size] = works_when_wiped(planes, width, height, *answers);
    if (const auto found = may_wipe_.find(size); found != may_wipe_.end() && found->second)
      residue_.wipe(buffers_.living());
    else
      Backend::forget(planes, width, height, answers);
  }

 private:
  void forward(std::vector<cv::Mat>& mats) {
    std::optional<WipedScratch> scratch;
    if (forgets) scratch.emplace();
    net_.forward(mats, outputs);
  }

  bool works_when_wiped(std::span<const float> planes, int width, int height, const std::vector<Tensor>& answers) {
    if (!residue_.learnt()) {
      const auto after_picture = Residue::fingerprints(buffers_.living());
      Backend::forget(planes, width, height, &answers);
      residue_.learn(after_picture, Residue::fingerprints(buffers_.living()));
    }
    const auto wiped = residue_.copies(buffers_.living());
    residue_.wipe(buffers_.living());
    const auto again = run(planes, width, height);
    const bool works = !wiped.empty() && again && same(*again, answers);
    if (!works) Residue::restore(wiped, buffers_.living());
    return works;
  }

  MatrixBuffers buffers_;  // outlives the network
  Residue residue_;
  std::map<std::pair<int, int>, bool> may_wipe_;  // by width and height
  cv::dnn::Net net_;
};

}  // namespace

Result<std::unique_ptr<Network::Backend>> load_opencv(std::span<const std::byte> onnx, const std::string& what) {
  const OpenCVCall call;
  try {
    auto network = std::make_unique<OpenCVNetwork>(
        cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(onnx.data()), onnx.size()));
    if (network->outputs.empty()) return cannot_import(what, "it has no output");
    return std::unique_ptr<Network::Backend>(std::move(network));
  } catch (const std::exception& e) {
    return cannot_import(what, short_reason(e));
  }
}

}  // namespace limen::face
