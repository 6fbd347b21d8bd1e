// Ridge patterns given by formulas, for the tests of the extraction.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "limen/core/image.hpp"
#include "limen/core/sample.hpp"

namespace limen::test {

inline constexpr double pi = std::numbers::pi;

/// value(x, y) with 0..255, rounded.
template <class Value>
Image paint(int width, int height, Value value, Ppi resolution = Ppi{500}) {
  Image image(width, height, PixelFormat::grey8, resolution);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      image.row(y)[x] = static_cast<std::uint8_t>(std::clamp(std::lround(value(x, y)), 0L, 255L));
  return image;
}

/// Dark ridges where phase(x, y) = 0, on a white background outside a disk (radius 0: everywhere).
template <class Phase>
Image ridges(int size, Phase phase, double radius = 0) {
  return paint(size, size, [&](int x, int y) {
    const double middle = (size - 1) / 2.0;
    if (radius > 0 && std::hypot(x - middle, y - middle) > radius) return 250.0;
    return 128 - 100 * std::cos(phase(x, y));
  });
}

/// A plane wave: period in px, ridge angle and phase at the origin in radians.
struct PlaneWave {
  double period = 9;
  double angle = 0;
  double phase = 0;
  double operator()(double x, double y) const {
    return phase + 2 * pi * (y * std::cos(angle) - x * std::sin(angle)) / period;
  }
};

/// Something like a finger: concentric ridges with minutiae at given points (turn +1 or −1).
struct Spiral {
  double x, y;
  int turn;
};

template <std::size_t n>
struct Finger {
  Spiral spirals[n];
  PlaneWave wave{};
  double operator()(double x, double y) const {
    double phase = wave(x, y);
    for (const auto& s : spirals) phase += s.turn * std::atan2(y - s.y, x - s.x);
    return phase;
  }
};

/// Eight minutiae on a plane wave.
inline constexpr Finger<8> eight_minutiae{{{90.5, 80.5, 1},
                                           {150.5, 110.5, -1},
                                           {220.5, 90.5, 1},
                                           {120.5, 170.5, -1},
                                           {190.5, 160.5, 1},
                                           {250.5, 180.5, -1},
                                           {130.5, 240.5, 1},
                                           {210.5, 250.5, -1}}};

inline Sample finger_sample(double angle = 0) {
  auto finger = eight_minutiae;
  finger.wave.angle = angle;
  return {ridges(340, finger, 160)};
}

/// The image a quarter turn clockwise: pixel (x, y) goes to (height − 1 − y, x).
inline Image turned(const Image& image) {
  Image out(image.height(), image.width(), PixelFormat::grey8, image.resolution);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) out.row(x)[image.height() - 1 - y] = image.row(y)[x];
  return out;
}

inline Image inverted(Image image) {
  for (auto& pixel : image.pixels()) pixel = static_cast<std::uint8_t>(255 - pixel);
  return image;
}

/// |a − b| on a circle.
inline double apart(double a, double b, double circle) {
  const double d = std::fmod(std::abs(a - b), circle);
  return std::min(d, circle - d);
}

}  // namespace limen::test
