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

/// The dimensions' product of numbers from -1/32 to 1/32, which depend on the seed alone.
inline Message tensor_onnx(const std::string& name, const std::vector<int>& dimensions, unsigned seed) {
  Message tensor;
  int count = 1;
  for (const int n : dimensions) tensor.number(1, static_cast<std::uint64_t>(n)), count *= n;
  std::string raw;
  std::uint32_t state = seed;
  for (int i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    const auto bits = std::bit_cast<std::uint32_t>((static_cast<float>(state >> 8) / 8388608.0F - 1.0F) / 32);
    for (int shift = 0; shift < 32; shift += 8) raw += static_cast<char>(bits >> shift);
  }
  return tensor.number(2, 1).text(8, name).text(9, raw);
}

inline Message numbers_onnx(const std::string& name, const std::vector<int>& values) {
  Message attribute;
  attribute.text(1, name);
  for (const int n : values) attribute.number(8, static_cast<std::uint64_t>(n));
  return attribute.number(20, 7);
}

/// A node without padding, named after its output.
inline Message convolution_node(const std::string& from, const std::string& weights, const std::string& to,
                                const std::vector<int>& kernel) {
  Message node;
  return node.text(1, from)
      .text(1, weights)
      .text(2, to)
      .text(3, to)
      .text(4, "Conv")
      .message(5, numbers_onnx("kernel_shape", kernel));
}

inline std::string model_onnx(const Message& graph) {
  return Message().number(1, 7).message(7, graph).message(8, Message().text(1, "").number(2, 11)).bytes();
}

/// One convolution of a width × height colour image by `filters` kernels, each as large as the image (then the output
/// is one vector) or 1 × 1 (then it is a map, as no embedder has it). Weights depend on the seed alone.
inline std::string convolution_onnx(int width, int height, int filters, unsigned seed = 1, bool whole = true,
                                    const std::string& output = "embedding") {
  const int kw = whole ? width : 1, kh = whole ? height : 1;
  Message graph;
  graph.message(1, convolution_node("image", "weights", output, {kh, kw})).text(2, "test");
  graph.message(5, tensor_onnx("weights", {filters, 3, kh, kw}, seed));
  graph.message(11, Message().text(1, "image").message(2, tensor_type(3, width, height)));
  graph.message(12, Message().text(1, output).message(2, tensor_type(filters, whole ? 1 : width, whole ? 1 : height)));
  return model_onnx(graph);
}

/// Four convolutions of a side × side colour image, each but the last followed by an activation: 3 × 3 and 1 × 1
/// kernels, 3 to 40 channels; the output is a map. Takes images of other sizes too.
inline std::string deep_onnx(int side) {
  struct Layer {
    int from, to, kernel;
  };
  constexpr Layer layers[] = {{3, 24, 3}, {24, 40, 1}, {40, 24, 3}, {24, 8, 1}};
  Message graph;
  graph.text(2, "test");
  std::string from = "image";
  for (unsigned i = 0; i < 4; ++i) {
    const auto& layer = layers[i];
    const auto number = std::to_string(i);
    graph.message(1, convolution_node(from, "weights" + number, "map" + number, {layer.kernel, layer.kernel}));
    graph.message(5, tensor_onnx("weights" + number, {layer.to, layer.from, layer.kernel, layer.kernel}, i + 1));
    from = "map" + number;
    if (i == 3) break;
    Message node;
    graph.message(1, node.text(1, from).text(2, "active" + number).text(3, "active" + number).text(4, "LeakyRelu"));
    from = "active" + number;
  }
  graph.message(11, Message().text(1, "image").message(2, tensor_type(3, side, side)));
  graph.message(12, Message().text(1, from).message(2, tensor_type(8, side - 4, side - 4)));
  return model_onnx(graph);
}

}  // namespace limen::test
