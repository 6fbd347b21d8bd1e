// A network run by OpenCV's dnn, behind one .cpp.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"

namespace limen::face {

struct Tensor {
  std::string name;
  std::vector<int> shape;
  SecureVector<float> values;
};

/// One image in, tensors out. One thread at a time; movable. OpenCV's own threads stay idle while it runs: parallel
/// work is the caller's (extract_all).
class Network {
 public:
  /// Errors: unsupported_format (no ONNX, or this OpenCV cannot import it). `what` names it in errors.
  static Result<Network> load(std::span<const std::byte> onnx, std::string what);

  const std::vector<std::string>& outputs() const noexcept { return outputs_; }
  /// `planes`: three planes of width × height. Errors: unsupported_format (the network takes no such input).
  Result<std::vector<Tensor>> run(std::span<const float> planes, int width, int height);

  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  ~Network();

 private:
  struct State;
  Network();
  std::unique_ptr<State> state_;
  std::vector<std::string> outputs_;
  std::string what_;
};

}  // namespace limen::face
