// ONNX is protobuf: a message is a list of fields, each a tag (number · 8 + wire type) and a value. A dimension is a
// message of one field, a number (1) or a name (2): the bytes of the number become those of a name of the same length.
#include "onnx_input.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace limen::face {
namespace {

using Bytes = std::span<std::byte>;

std::optional<std::uint64_t> varint(Bytes& rest) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
    const auto byte = std::to_integer<std::uint64_t>(rest.front());
    rest = rest.subspan(1);
    value |= (byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

/// Every message that stands in field `number`; stops where the bytes are no protobuf.
void for_each(Bytes message, std::uint64_t number, const std::function<void(Bytes)>& visit) {
  while (!message.empty()) {
    const auto tag = varint(message);
    if (!tag) return;
    std::optional<std::uint64_t> length;
    switch (*tag & 7) {
      case 0: length = varint(message) ? std::optional<std::uint64_t>(0) : std::nullopt; break;
      case 1: length = 8; break;
      case 2: length = varint(message); break;
      case 5: length = 4; break;
      default: return;
    }
    if (!length || *length > message.size()) return;
    if (*tag == (number << 3 | 2)) visit(message.first(*length));
    message = message.subspan(*length);
  }
}

void free_dimension(Bytes dimension) {
  constexpr std::byte number{0x08}, name{0x12};
  if (dimension.size() < 2 || dimension.size() > 6 || dimension[0] != number) return;
  Bytes value = dimension.subspan(1);
  if (!varint(value) || !value.empty()) return;
  dimension[0] = name;
  dimension[1] = static_cast<std::byte>(dimension.size() - 2);
  for (std::size_t i = 2; i < dimension.size(); ++i) dimension[i] = std::byte{'n'};
}

}  // namespace

std::vector<std::byte> with_free_input_size(std::span<const std::byte> onnx) {
  std::vector<std::byte> copy(onnx.begin(), onnx.end());
  for_each(copy, 7, [](Bytes graph) {
    for_each(graph, 11, [](Bytes input) {
      for_each(input, 2, [](Bytes type) {
        for_each(type, 1, [](Bytes tensor) {
          for_each(tensor, 2, [](Bytes shape) {
            int index = 0;
            for_each(shape, 1, [&](Bytes dimension) {
              if (index++ >= 2) free_dimension(dimension);
            });
          });
        });
      });
    });
  });
  return copy;
}

}  // namespace limen::face
