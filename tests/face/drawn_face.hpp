// A face drawn from ellipses: nobody's, and enough for a detector.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "limen/core/image.hpp"

namespace limen::test {

/// A grey ellipse with a soft edge, mixed over the picture.
inline void ellipse(Image& image, double cx, double cy, double rx, double ry, double level, double strength = 1) {
  for (int y = std::max(0, static_cast<int>(cy - ry - 2)); y < std::min(image.height(), static_cast<int>(cy + ry + 3));
       ++y)
    for (int x = std::max(0, static_cast<int>(cx - rx - 2)); x < std::min(image.width(), static_cast<int>(cx + rx + 3));
         ++x) {
      const double d = std::hypot((x - cx) / rx, (y - cy) / ry);
      const double a = strength * std::clamp((1.15 - d) / 0.3, 0.0, 1.0);
      for (int c = 0; c < 3; ++c) {
        auto& p = image.row(y)[3 * x + c];
        const double tint = c == 0 ? 1.0 : c == 1 ? 0.86 : 0.78;
        p = static_cast<std::uint8_t>(p * (1 - a) + level * tint * a);
      }
    }
}

/// A face whose eyes are `unit` px apart, centred between them at (cx, cy).
inline void draw_face(Image& image, double cx, double cy, double unit) {
  const auto part = [&](double x, double y, double rx, double ry, double level, double strength = 1) {
    ellipse(image, cx + x * unit, cy + y * unit, rx * unit, ry * unit, level, strength);
  };
  part(0, 0.2, 1.3, 1.75, 50);         // hair
  part(0, 0.45, 1.1, 1.5, 205);        // face
  part(0, -0.45, 0.7, 0.4, 225, 0.5);  // forehead
  for (const double side : {-1.0, 1.0}) {
    part(side * 0.5, 0.02, 0.36, 0.22, 140, 0.7);   // socket
    part(side * 0.5, -0.27, 0.36, 0.07, 60);        // brow
    part(side * 0.5, 0, 0.22, 0.1, 235);            // eye
    part(side * 0.5, 0, 0.1, 0.1, 25);              // iris
    part(side * 0.62, 0.62, 0.28, 0.25, 220, 0.5);  // cheek
    part(side * 0.14, 0.66, 0.08, 0.05, 90);        // nostril
  }
  part(0, 0.3, 0.1, 0.35, 228, 0.7);  // nose
  part(0, 1.06, 0.42, 0.1, 130);      // lips
  part(0, 1.06, 0.4, 0.025, 60);
}

inline Image backdrop(int width, int height) {
  Image image(width, height, PixelFormat::rgb8);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      std::fill_n(image.row(y) + 3 * x, 3, static_cast<std::uint8_t>(110 + 60 * y / height + (x * 7 + y * 3) % 5));
  return image;
}

}  // namespace limen::test
