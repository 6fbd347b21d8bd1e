// The input size that an ONNX file declares.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace limen::face {

/// A copy in which height and width of each input are free, so that a fully convolutional network exported at one size
/// runs at any (OpenCV never asks). Bytes that are no ONNX come back as they are.
std::vector<std::byte> with_free_input_size(std::span<const std::byte> onnx);

}  // namespace limen::face
