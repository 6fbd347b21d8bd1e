#include "limen/core/canvas.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace limen::canvas {

Colour traffic_light(float value) noexcept {
  const float v = std::clamp(value, 0.0F, 1.0F);
  return {static_cast<std::uint8_t>(230 * std::min(1.0F, 2 - 2 * v)),
          static_cast<std::uint8_t>(200 * std::min(1.0F, 2 * v)), 0};
}

Colour hue(float turns) noexcept {
  const float t = turns - std::floor(turns);
  const auto part = [t](float centre) {
    const float apart = std::abs(t - centre);
    return static_cast<std::uint8_t>(255 * std::clamp(2 - 6 * std::min(apart, 1 - apart), 0.0F, 1.0F));
  };
  return {part(0), part(1.0F / 3), part(2.0F / 3)};
}

Canvas::Canvas(ImageView background, int zoom)
    : image_(background.width * zoom, background.height * zoom, PixelFormat::rgb8,
             Ppi{background.resolution.value * zoom}) {
  const Image rgb = to_rgb(background);
  for (int y = 0; y < image_.height(); ++y)
    for (int x = 0; x < image_.width(); ++x) std::copy_n(rgb.row(y / zoom) + 3 * (x / zoom), 3, image_.row(y) + 3 * x);
}

Canvas::Canvas(int width, int height, Colour background) : image_(width, height, PixelFormat::rgb8) {
  fill(0, 0, width, height, background);
}

void Canvas::blend(int x, int y, Colour colour, float cover) noexcept {
  if (x < 0 || y < 0 || x >= width() || y >= height() || cover <= 0) return;
  std::uint8_t* pixel = image_.row(y) + 3 * x;
  const auto mix = [cover](std::uint8_t& old, std::uint8_t fresh) {
    const auto from = static_cast<float>(old);
    old = static_cast<std::uint8_t>(from + (static_cast<float>(fresh) - from) * std::min(1.0F, cover) + 0.5F);
  };
  mix(pixel[0], colour.red);
  mix(pixel[1], colour.green);
  mix(pixel[2], colour.blue);
}

/// Colours what is nearer than half a width; distance(x, y) from the ideal line.
template <class Distance>
void Canvas::stroke(float left, float top, float right, float bottom, Colour colour, float width,
                    Distance distance) noexcept {
  const float margin = width / 2 + 1;
  const int x0 = static_cast<int>(std::max(0.0F, std::floor(left - margin)));
  const int y0 = static_cast<int>(std::max(0.0F, std::floor(top - margin)));
  const int x1 = static_cast<int>(std::min(static_cast<float>(image_.width() - 1), right + margin));
  const int y1 = static_cast<int>(std::min(static_cast<float>(image_.height() - 1), bottom + margin));
  for (int y = y0; y <= y1; ++y)
    for (int x = x0; x <= x1; ++x)
      blend(x, y, colour, width / 2 + 0.5F - distance(static_cast<float>(x), static_cast<float>(y)));
}

void Canvas::line(float x0, float y0, float x1, float y1, Colour colour, float width) noexcept {
  const float dx = x1 - x0;
  const float dy = y1 - y0;
  const float square = std::max(dx * dx + dy * dy, 1e-6F);
  stroke(std::min(x0, x1), std::min(y0, y1), std::max(x0, x1), std::max(y0, y1), colour, width, [&](float x, float y) {
    const float t = std::clamp(((x - x0) * dx + (y - y0) * dy) / square, 0.0F, 1.0F);
    return std::hypot(x - x0 - t * dx, y - y0 - t * dy);
  });
}

void Canvas::circle(float x, float y, float radius, Colour colour, float width) noexcept {
  stroke(x - radius, y - radius, x + radius, y + radius, colour, width,
         [&](float px, float py) { return std::abs(std::hypot(px - x, py - y) - radius); });
}

void Canvas::disk(float x, float y, float radius, Colour colour) noexcept {
  stroke(x, y, x, y, colour, 2 * radius, [&](float px, float py) { return std::hypot(px - x, py - y); });
}

void Canvas::fill(int x, int y, int width, int height, Colour colour) noexcept {
  for (int py = std::max(0, y); py < std::min(image_.height(), y + height); ++py)
    for (int px = std::max(0, x); px < std::min(image_.width(), x + width); ++px) blend(px, py, colour, 1);
}

void Canvas::place(ImageView picture, int x, int y) noexcept {
  for (int py = 0; py < picture.height; ++py)
    for (int px = 0; px < picture.width; ++px) {
      const std::uint8_t* p = picture.row(py) + px * picture.channels();
      const bool grey = picture.format == PixelFormat::grey8;
      blend(x + px, y + py, {p[0], p[grey ? 0 : 1], p[grey ? 0 : 2]}, 1);
    }
}

int Canvas::digits(std::string_view text, int x, int y, int dot, Colour colour) noexcept {
  constexpr std::array<unsigned, 10> font{0b111'101'101'101'111, 0b010'110'010'010'111, 0b111'001'111'100'111,
                                          0b111'001'111'001'111, 0b101'101'111'001'001, 0b111'100'111'001'111,
                                          0b111'100'111'101'111, 0b111'001'001'001'001, 0b111'101'111'101'111,
                                          0b111'101'111'001'111};
  for (const char letter : text) {
    const bool is_digit = letter >= '0' && letter <= '9';
    const unsigned dots = is_digit        ? font[static_cast<std::size_t>(letter - '0')]
                          : letter == '-' ? 0b111'000'000U
                          : letter == '.' ? 0b010U
                                          : 0U;
    for (int i = 0; i < 15; ++i)
      if ((dots >> (14 - i) & 1U) != 0) fill(x + i % 3 * dot, y + i / 3 * dot, dot, dot, colour);
    x += 4 * dot;
  }
  return x;
}

}  // namespace limen::canvas
