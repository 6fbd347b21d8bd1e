// Images: 8-bit grey or RGB, row by row, with a resolution.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/core/bytes.hpp"
#include "limen/core/units.hpp"

namespace limen {

enum class PixelFormat : std::uint8_t { grey8 = 1, rgb8 = 3 };  ///< the value is the number of channels

/// Borrowed pixels. `stride` is the distance between rows in bytes and at least width × channels.
struct ImageView {
  const std::uint8_t* data = nullptr;
  int width = 0;
  int height = 0;
  std::ptrdiff_t stride = 0;
  PixelFormat format = PixelFormat::grey8;
  Ppi resolution{};                 ///< 0: unknown
  bool resolution_assumed = false;  ///< true: neither the file nor the caller said; a default was taken

  constexpr int channels() const noexcept { return static_cast<int>(format); }
  constexpr bool empty() const noexcept { return width <= 0 || height <= 0 || data == nullptr; }
  constexpr const std::uint8_t* row(int y) const noexcept { return data + y * stride; }
  constexpr std::uint8_t grey(int x, int y) const noexcept { return row(y)[x]; }  ///< precondition: grey8, inside
};

/// Owned pixels without padding between rows, wiped when released. Copyable, movable, comparable.
class Image {
 public:
  Image() = default;
  /// Zero-filled. Precondition: width, height ≥ 0.
  Image(int width, int height, PixelFormat format = PixelFormat::grey8, Ppi resolution = {});
  explicit Image(ImageView view);  ///< a copy

  int width() const noexcept { return width_; }
  int height() const noexcept { return height_; }
  PixelFormat format() const noexcept { return format_; }
  int channels() const noexcept { return static_cast<int>(format_); }
  bool empty() const noexcept { return pixels_.empty(); }
  std::uint8_t* row(int y) noexcept { return pixels_.data() + std::ptrdiff_t{y} * stride(); }
  const std::uint8_t* row(int y) const noexcept { return pixels_.data() + std::ptrdiff_t{y} * stride(); }
  std::ptrdiff_t stride() const noexcept { return std::ptrdiff_t{width_} * channels(); }
  std::span<std::uint8_t> pixels() noexcept { return pixels_; }
  std::span<const std::uint8_t> pixels() const noexcept { return pixels_; }

  Ppi resolution{};
  bool resolution_assumed = false;

  operator ImageView() const noexcept {  // NOLINT: an image is viewed without ceremony
    return {pixels_.data(), width_, height_, stride(), format_, resolution, resolution_assumed};
  }
  friend bool operator==(const Image&, const Image&) = default;

 private:
  int width_ = 0;
  int height_ = 0;
  PixelFormat format_ = PixelFormat::grey8;
  SecureVector<std::uint8_t> pixels_;
};

/// Rec. 601 luma, rounded; a grey image is copied.
Image to_grey(ImageView image);
/// Three equal channels; an RGB image is copied.
Image to_rgb(ImageView image);

}  // namespace limen
