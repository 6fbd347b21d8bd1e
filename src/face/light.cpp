#include "light.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "limen/face/align.hpp"

namespace limen::face {
namespace {

constexpr int side = 112;

/// Which pixels of the aligned picture show the face.
class Mask {
 public:
  Mask(ImageView image, const Similarity& to_image) : inside_(std::size_t{side} * side) {
    // From brow to chin, cheek to cheek: an ellipse around the five points.
    constexpr double cx = 56, cy = 71, rx = 33, ry = 38;
    for (int y = 1; y + 1 < side; ++y)
      for (int x = 1; x + 1 < side; ++x) {
        if (std::hypot((x - cx) / rx, (y - cy) / ry) > 1) continue;
        const auto at = to_image({static_cast<float>(x), static_cast<float>(y)});
        inside_[index(x, y)] = at.x >= 0 && at.y >= 0 && at.x <= static_cast<float>(image.width - 1) &&
                               at.y <= static_cast<float>(image.height - 1);
      }
  }
  bool operator()(int x, int y) const { return inside_[index(x, y)]; }

 private:
  static std::size_t index(int x, int y) { return static_cast<std::size_t>(y) * side + static_cast<std::size_t>(x); }
  std::vector<bool> inside_;
};

/// The cheeks: squares of 0.3 inter-eye distances, half-way between eyes and mouth (ISO/IEC 29794-5:2025, 7.3.3).
struct Square {
  int left, top;
  static constexpr int size = 11;
};
constexpr std::array<Square, 2> cheeks{{{30, 67}, {72, 67}}};

double linear(double byte) {  // IEC 61966-2-1
  const double v = byte / 255;
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double lab(double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; }

struct Opponents {
  double a = 0, b = 0;
};
/// a* and b* of CIELAB, white point D65.
Opponents opponents(const std::uint8_t* rgb) {
  const double r = linear(rgb[0]), g = linear(rgb[1]), b = linear(rgb[2]);
  const double x = lab((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const double y = lab(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
  const double z = lab((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
  return {500 * (x - y), 200 * (y - z)};
}

// How far outside of a* 5 to 25, b* 5 to 35 (ISO/IEC 29794-5:2025, 7.3.9). Green or blue skin is 100 away.
double distance_from_skin(const Image& rgb) {
  Opponents mean;
  constexpr double n = 2.0 * Square::size * Square::size;
  for (const auto& cheek : cheeks)
    for (int y = cheek.top; y < cheek.top + Square::size; ++y)
      for (int x = cheek.left; x < cheek.left + Square::size; ++x) {
        const auto colour = opponents(rgb.row(y) + 3 * x);
        mean.a += colour.a / n, mean.b += colour.b / n;
      }
  const auto outside = [](double v, double low, double high) { return std::max({0.0, low - v, v - high}); };
  constexpr double rounding = -0.5;  // a grey picture is not green
  if (mean.a < rounding || mean.b < rounding) return 100;
  return std::hypot(outside(mean.a, 5, 25), outside(mean.b, 5, 35));
}

// Histogram intersection, in bins of 16 levels: so few pixels would hardly share one of 256. A pixel is split between
// the two bins that it lies between.
double shared_histogram(const Image& grey) {
  std::array<std::array<double, 17>, 2> shares{};
  for (std::size_t i = 0; i < 2; ++i)
    for (int y = cheeks[i].top; y < cheeks[i].top + Square::size; ++y)
      for (int x = cheeks[i].left; x < cheeks[i].left + Square::size; ++x) {
        const auto v = static_cast<std::size_t>(grey.row(y)[x]);
        const double high = static_cast<double>(v % 16) / 16;
        constexpr double one = 1.0 / (Square::size * Square::size);
        shares[i][v / 16] += one * (1 - high);
        shares[i][v / 16 + 1] += one * high;
      }
  double shared = 0;
  for (std::size_t bin = 0; bin < shares[0].size(); ++bin) shared += std::min(shares[0][bin], shares[1][bin]);
  return shared;
}

}  // namespace

std::optional<Light> light_of(ImageView image, const Landmarks& landmarks) {
  const auto aligned = align(image, landmarks, side, side);
  const auto to_aligned = estimate_similarity(landmarks, arcface_positions(side, side));
  if (!aligned || !to_aligned) return std::nullopt;
  const Mask face(image, to_aligned->inverse());
  const Image grey = to_grey(*aligned);
  std::array<double, 256> histogram{};
  double n = 0, laplacian = 0, laplacian_square = 0;
  for (int y = 1; y + 1 < side; ++y)
    for (int x = 1; x + 1 < side; ++x) {
      if (!face(x, y)) continue;
      histogram[grey.row(y)[x]] += 1;
      n += 1;
      const double edge =
          4 * grey.row(y)[x] - grey.row(y)[x - 1] - grey.row(y)[x + 1] - grey.row(y - 1)[x] - grey.row(y + 1)[x];
      laplacian += edge;
      laplacian_square += edge * edge;
    }
  if (n < 100) return std::nullopt;
  Light light;
  double square = 0;
  for (std::size_t v = 0; v < 256; ++v) {
    const double p = histogram[v] / n, level = static_cast<double>(v) / 255;
    light.mean += p * level;
    square += p * level * level;
    if (v <= 25) light.dark += p;
    if (v >= 247) light.bright += p;
    if (p > 0) light.entropy -= p * std::log2(p);
  }
  light.variance = std::max(0.0, square - light.mean * light.mean);
  const double sharp = laplacian_square / n - (laplacian / n) * (laplacian / n);
  light.detail = std::log10((sharp + 1) / (light.variance * 255 * 255 + 10));
  light.uniformity = shared_histogram(grey);
  light.colour = distance_from_skin(*aligned);
  return light;
}

}  // namespace limen::face
