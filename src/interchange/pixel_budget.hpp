// All images of a file share one bound: a small file must not unfold into a thousand large images, be they whole or
// not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/io/image_file.hpp"

namespace limen::interchange {

class PixelBudget {
 public:
  explicit PixelBudget(const io::ReadOptions& options) : left_(options) {}

  /// How to read the next image, which is charged whether or not it can be decoded. `raw_pixels`: of pixels that are no
  /// image file.
  io::ReadOptions charge(std::span<const std::byte> image, std::int64_t raw_pixels = 0) {
    const auto options = left_;
    const auto counted = io::count_pixels(image);
    const auto pixels = counted ? *counted : raw_pixels;
    if (pixels <= left_.max_pixels) left_.max_pixels -= pixels;  // else it is refused, which costs nothing
    return options;
  }

 private:
  io::ReadOptions left_;
};

}  // namespace limen::interchange
