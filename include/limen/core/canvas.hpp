// Lines, circles and digits with soft edges, on an RGB image.
#pragma once

#include <cstdint>
#include <string_view>

#include "limen/core/image.hpp"

namespace limen::canvas {

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
};

/// Red (0) over yellow to green (1).
Colour traffic_light(float value) noexcept;
/// The colours of a circle: 0 red, one third green, two thirds blue, 1 red again.
Colour hue(float turns) noexcept;

/// Positions in pixels, pixel centres at whole numbers; whatever lies outside is cut off.
class Canvas {
 public:
  /// The image as RGB, each pixel `zoom` times as wide and high.
  explicit Canvas(ImageView background, int zoom = 1);
  Canvas(int width, int height, Colour background);

  int width() const noexcept { return image_.width(); }
  int height() const noexcept { return image_.height(); }
  /// Mixes a colour into a pixel; cover 0..1.
  void blend(int x, int y, Colour colour, float cover) noexcept;
  void line(float x0, float y0, float x1, float y1, Colour colour, float width = 1) noexcept;
  void circle(float x, float y, float radius, Colour colour, float width = 1) noexcept;
  void disk(float x, float y, float radius, Colour colour) noexcept;
  void fill(int x, int y, int width, int height, Colour colour) noexcept;
  void place(ImageView picture, int x, int y) noexcept;
  /// Digits, point and minus of 3×5 dots; others are spaces. Upper left corner at (x, y); returns the next x.
  int digits(std::string_view text, int x, int y, int dot, Colour colour) noexcept;

  Image take() noexcept { return std::move(image_); }

 private:
  template <class Distance>
  void stroke(float left, float top, float right, float bottom, Colour colour, float width, Distance distance) noexcept;
  Image image_;
};

}  // namespace limen::canvas
