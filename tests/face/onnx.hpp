// Tiny ONNX networks made on the spot: no model file is needed to test how one is loaded, declared and refused.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace limen::test {

/// A protobuf message under construction (wire types 0 and 2).
class Message {
 public:
  Message& number(int field, std::uint64_t value) {
    varint(static_cast<std::uint64_t>(field) << 3);
    varint(value);
    return *this;
  }
  Message& text(int field, const std::string& value) {
    varint(static_cast<std::uint64_t>(field) << 3 | 2);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& message(int field, const Message& value) { return text(field, value.bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 128; value >>= 7) bytes_ += static_cast<char>(value | 128);
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

inline Message tensor_type(int channels, int width, int height) {
  Message shape;
  for (const int n : {1, channels, height, width}) shape.message(1, Message().number(1, static_cast<std::uint64_t>(n)));
  return Message().message(1, Message().number(1, 1).message(2, shape));
}

/// One convolution of a width × height colour image by `filters` kernels, each as large as the image (then the output
/// is one vector) or 1 × 1 (then it is a map, as no embedder has it). Weights depend on the seed alone.
inline std::string convolution_onnx(int width, int height, int filters, unsigned seed = 1, bool whole = true,
                                    const std::string& output = "embedding") {
  const int kw = whole ? width : 1, kh = whole ? height : 1;
  std::string raw;
  std::uint32_t state = seed;
  for (int i = 0; i < filters * 3 * kw * kh; ++i) {
    state = state * 1664525U + 1013904223U;
    const auto bits = std::bit_cast<std::uint32_t>((static_cast<float>(state >> 8) / 8388608.0F - 1.0F) / 32);
    for (int shift = 0; shift < 32; shift += 8) raw += static_cast<char>(bits >> shift);
  }
  Message weights;
  for (const int n : {filters, 3, kh, kw}) weights.number(1, static_cast<std::uint64_t>(n));
  weights.number(2, 1).text(8, "weights").text(9, raw);
  Message kernel;
  kernel.text(1, "kernel_shape");
  for (const int n : {kh, kw}) kernel.number(8, static_cast<std::uint64_t>(n));
  kernel.number(20, 7);
  Message node;
  node.text(1, "image").text(1, "weights").text(2, output).text(3, "conv").text(4, "Conv").message(5, kernel);
  Message graph;
  graph.message(1, node).text(2, "test").message(5, weights);
  graph.message(11, Message().text(1, "image").message(2, tensor_type(3, width, height)));
  graph.message(12, Message().text(1, output).message(2, tensor_type(filters, whole ? 1 : width, whole ? 1 : height)));
  return Message().number(1, 7).message(7, graph).message(8, Message().text(1, "").number(2, 11)).bytes();
}

}  // namespace limen::test
