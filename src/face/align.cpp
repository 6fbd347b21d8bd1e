#include "limen/face/align.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace limen::face {
namespace {

struct Rgb {
  double r = 0, g = 0, b = 0;
};

// Bilinear; black outside, so that a face at the border fades instead of smearing.
void add_sample(ImageView rgb, double x, double y, double weight, Rgb& sum) {
  const double fx = std::floor(x), fy = std::floor(y);
  if (fx < -1 || fy < -1 || fx >= rgb.width || fy >= rgb.height) return;
  const int x0 = static_cast<int>(fx), y0 = static_cast<int>(fy);
  const double ax = x - fx, ay = y - fy;
  for (int j = 0; j < 2; ++j)
    for (int i = 0; i < 2; ++i) {
      if (x0 + i < 0 || y0 + j < 0 || x0 + i >= rgb.width || y0 + j >= rgb.height) continue;
      const double w = weight * (i == 0 ? 1 - ax : ax) * (j == 0 ? 1 - ay : ay);
      const auto* p = rgb.row(y0 + j) + 3 * (x0 + i);
      sum.r += w * p[0], sum.g += w * p[1], sum.b += w * p[2];
    }
}

}  // namespace

Similarity Similarity::inverse() const noexcept {
  const double n = a * a + b * b;
  const double ia = a / n, ib = -b / n;
  return {ia, ib, -(ia * tx - ib * ty), -(ib * tx + ia * ty)};
}

std::optional<Similarity> estimate_similarity(std::span<const Point> from, std::span<const Point> to) noexcept {
  const double n = static_cast<double>(from.size());
  double fx = 0, fy = 0, tx = 0, ty = 0;
  for (std::size_t i = 0; i < from.size(); ++i)
    fx += from[i].x / n, fy += from[i].y / n, tx += to[i].x / n, ty += to[i].y / n;
  // In the plane, Umeyama's singular value decomposition is one complex division: Σ conj(f)·t / Σ |f|².
  double square = 0, dot = 0, cross = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const double ux = from[i].x - fx, uy = from[i].y - fy, vx = to[i].x - tx, vy = to[i].y - ty;
    square += ux * ux + uy * uy;
    dot += ux * vx + uy * vy;
    cross += ux * vy - uy * vx;
  }
  const double a = dot / square, b = cross / square;
  if (!(square > 1e-6) || !(std::hypot(a, b) > 1e-6)) return std::nullopt;
  return Similarity{a, b, tx - (a * fx - b * fy), ty - (b * fx + a * fy)};
}

Landmarks arcface_positions(int width, int height) noexcept {
  constexpr Landmarks at_112{
      {{38.2946F, 51.6963F}, {73.5318F, 51.5014F}, {56.0252F, 71.7366F}, {41.5493F, 92.3655F}, {70.7299F, 92.2041F}}};
  Landmarks scaled = at_112;
  for (auto& p : scaled) p.x *= static_cast<float>(width) / 112, p.y *= static_cast<float>(height) / 112;
  return scaled;
}

std::optional<Image> align(ImageView image, const Landmarks& landmarks, int width, int height) {
  const auto to_aligned = estimate_similarity(landmarks, arcface_positions(width, height));
  if (image.empty() || !to_aligned) return std::nullopt;
  const auto to_source = to_aligned->inverse();
  const double step = std::hypot(to_source.a, to_source.b);  // source pixels between two aligned ones
  if (!(step < 1e4)) return std::nullopt;
  const Image coloured = image.format == PixelFormat::rgb8 ? Image() : to_rgb(image);
  const ImageView rgb = coloured.empty() ? image : ImageView(coloured);
  const int n = std::clamp(static_cast<int>(std::lround(step)), 1, 16);  // n × n samples stand for one pixel
  Image aligned(width, height, PixelFormat::rgb8);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      Rgb sum;
      for (int j = 0; j < n; ++j)
        for (int i = 0; i < n; ++i) {
          const double u = x + (i + 0.5) / n - 0.5, v = y + (j + 0.5) / n - 0.5;
          add_sample(rgb, to_source.a * u - to_source.b * v + to_source.tx,
                     to_source.b * u + to_source.a * v + to_source.ty, 1.0 / (n * n), sum);
        }
      auto* out = aligned.row(y) + 3 * x;
      out[0] = static_cast<std::uint8_t>(sum.r + 0.5);
      out[1] = static_cast<std::uint8_t>(sum.g + 0.5);
      out[2] = static_cast<std::uint8_t>(sum.b + 0.5);
    }
  return aligned;
}

}  // namespace limen::face
