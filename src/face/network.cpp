#include "network.hpp"

#include <utility>

namespace limen::face {

std::string_view to_string(Runtime runtime) noexcept {
  switch (runtime) {
    case Runtime::automatic: return "automatic";
    case Runtime::opencv: return "opencv";
    case Runtime::onnxruntime: return "onnxruntime";
  }
  return "invalid";
}

Result<void> available(Runtime runtime) {
  if (runtime == Runtime::onnxruntime) return onnxruntime_available();
  return {};
}

Result<Network> Network::load(std::span<const std::byte> onnx, std::string what, Runtime runtime) {
  // An ONNX file is a protobuf message whose first field is the version of its representation: tag 1, a small number.
  if (onnx.size() < 16 || onnx[0] != std::byte{0x08} || std::to_integer<int>(onnx[1]) > 64)
    return Error{ErrorCode::unsupported_format, what + ": not an ONNX file"};
  auto backend = runtime == Runtime::onnxruntime ? load_onnxruntime(onnx, what) : load_opencv(onnx, what);
  if (!backend && runtime == Runtime::automatic)
    if (auto other = load_onnxruntime(onnx, what)) backend = std::move(other);
  if (!backend) return std::move(backend).error();
  return Network(std::move(*backend), std::move(what));
}

Result<std::vector<Tensor>> Network::run(std::span<const float> planes, int width, int height) {
  auto tensors = backend_->run(planes, width, height);
  if (backend_->forgets) backend_->forget(planes, width, height, tensors ? &*tensors : nullptr);
  if (tensors) return tensors;
  return Error{tensors.error().code, what_ + ": the network does not run on a " + std::to_string(width) + " x " +
                                         std::to_string(height) + " colour image (" + tensors.error().message + ")"};
}

void Network::Backend::forget(std::span<const float> planes, int width, int height, const std::vector<Tensor>*) {
  (void)run(std::vector<float>(planes.size()), width, height);
}

}  // namespace limen::face
