#include "network_opencv.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include <opencv2/core/version.hpp>
#include <opencv2/dnn/dnn.hpp>

#include "opencv_call.hpp"

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
              ? "export it again with plain layers and a fixed input size, or build limen with a newer OpenCV"
              : "its Clip nodes take their bounds as inputs (opset 11 and later); add a copy that has them as "
                "attributes (opset 6), or build limen with a newer OpenCV";
  return {ErrorCode::unsupported_format, text};
}

}  // namespace

struct Network::State {
  cv::dnn::Net net;
};

Network::Network() : state_(std::make_unique<State>()) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

Result<Network> Network::load(std::span<const std::byte> onnx, std::string what) {
  // An ONNX file is a protobuf message whose first field is the version of its representation: tag 1, a small number.
  if (onnx.size() < 16 || onnx[0] != std::byte{0x08} || std::to_integer<int>(onnx[1]) > 64)
    return Error{ErrorCode::unsupported_format, what + ": not an ONNX file"};
  const OpenCVCall call;
  Network network;
  network.what_ = std::move(what);
  try {
    network.state_->net = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(onnx.data()), onnx.size());
    network.outputs_ = network.state_->net.getUnconnectedOutLayersNames();
  } catch (const std::exception& e) {
    return cannot_import(network.what_, short_reason(e));
  }
  if (network.outputs_.empty()) return cannot_import(network.what_, "it has no output");
  network.state_->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  network.state_->net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
  return network;
}

Result<std::vector<Tensor>> Network::run(std::span<const float> planes, int width, int height) {
  const OpenCVCall call;
  try {
    const std::array shape{1, 3, height, width};
    const cv::Mat blob(4, shape.data(), CV_32F, const_cast<float*>(planes.data()));
    state_->net.setInput(blob);
    std::vector<cv::Mat> mats;
    state_->net.forward(mats, outputs_);
    std::vector<Tensor> tensors;
    for (std::size_t i = 0; i < mats.size(); ++i) {
      const cv::Mat& mat = mats[i];
      if (mat.type() != CV_32F || !mat.isContinuous()) continue;
      const auto* values = mat.ptr<float>();
      tensors.push_back({outputs_[i], {mat.size.p, mat.size.p + mat.dims}, {values, values + mat.total()}});
    }
    return tensors;
  } catch (const std::exception& e) {
    return Error{ErrorCode::unsupported_format, what_ + ": the network does not run on a " + std::to_string(width) +
                                                    " x " + std::to_string(height) + " colour image (" +
                                                    short_reason(e) + ")"};
  }
}

}  // namespace limen::face
