// Decodes the image in a record, and says what had to be mended in it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "limen/io/image_file.hpp"
#include "limen/io/wsq.hpp"

namespace limen::interchange {

/// As io::decode_image; `warnings` (may be null) gets what a WSQ reader warns of, e.g. a missing last block.
inline Result<Image> decode_noting(std::span<const std::byte> bytes, const io::ReadOptions& options,
                                   std::vector<std::string>* warnings) {
  const bool wsq = bytes.size() > 1 && bytes[0] == std::byte{0xFF} && bytes[1] == std::byte{0xA0};
  if (!wsq || warnings == nullptr) return io::decode_image(bytes, options);
  auto decoded = io::decode_wsq(bytes, options);
  if (!decoded) return decoded.error();
  for (auto& text : decoded->warnings) warnings->push_back("WSQ: " + std::move(text));
  return std::move(decoded->image);
}

}  // namespace limen::interchange
