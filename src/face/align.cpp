#include "limen/face/align.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include "limen/core/bytes.hpp"

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

/// A part of a picture, one pixel for k × k of its own; what lies outside of it is black.
struct Part {
  Image image;
  Similarity from_picture;  // of pixels
};

Part reduced(ImageView rgb, int left, int top, int width, int height, int k) {
  Part part{Image(width, height, PixelFormat::rgb8), {1.0 / k, 0, (0.5 - left) / k - 0.5, (0.5 - top) / k - 0.5}};
  const int first = std::max(left, 0), last = std::min(left + width * k, rgb.width);
  // The sums of k rows.
  SecureVector<std::uint16_t> columns(first < last ? 3 * static_cast<std::size_t>(last - first) : 0);
  const double each = 1.0 / (k * k);
  for (int y = 0; y < height && !columns.empty(); ++y) {
    std::ranges::fill(columns, std::uint16_t{0});
    for (int from = std::max(top + y * k, 0); from < std::min(top + (y + 1) * k, rgb.height); ++from) {
      const auto* const row = rgb.row(from) + 3 * first;
      for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = static_cast<std::uint16_t>(columns[i] + row[i]);
    }
    for (int x = 0; x < width; ++x) {
      std::array<std::uint32_t, 3> sum{};
      for (int at = std::max(left + x * k, first); at < std::min(left + (x + 1) * k, last); ++at)
        for (std::size_t c = 0; c < 3; ++c) sum[c] += columns[3 * static_cast<std::size_t>(at - first) + c];
      for (std::size_t c = 0; c < 3; ++c)
        part.image.row(y)[3 * x + static_cast<int>(c)] = static_cast<std::uint8_t>(sum[c] * each + 0.5);
    }
  }
  return part;
}

/// What an aligned picture shows, by a whole factor smaller, so that little is left to average.
Part part_of(ImageView rgb, const Similarity& to_source, int width, int height, int k) {
  double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
  for (const auto& [x, y] : {std::pair{-1, -1}, {width, -1}, {-1, height}, {width, height}}) {
    const double sx = to_source.a * x - to_source.b * y + to_source.tx;
    const double sy = to_source.b * x + to_source.a * y + to_source.ty;
    left = std::min(left, sx), right = std::max(right, sx), top = std::min(top, sy), bottom = std::max(bottom, sy);
  }
  // A pixel more on every side for interpolation; nothing beyond what is black around the picture.
  const auto within = [&](double v, int size) {
    return static_cast<int>(std::clamp(std::floor(v), -2.0 * k, size + 2.0 * k));
  };
  const int x0 = within(left - k, rgb.width), x1 = within(right + 2 * k, rgb.width);
  const int y0 = within(top - k, rgb.height), y1 = within(bottom + 2 * k, rgb.height);
  return reduced(rgb, x0, y0, std::max(1, (x1 - x0 + k - 1) / k), std::max(1, (y1 - y0 + k - 1) / k), k);
}

Similarity after(const Similarity& second, const Similarity& first) noexcept {
  return {second.a * first.a - second.b * first.b, second.b * first.a + second.a * first.b,
          second.a * first.tx - second.b * first.ty + second.tx, second.b * first.tx + second.a * first.ty + second.ty};
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
  auto to_source = to_aligned->inverse();
  const double step = std::hypot(to_source.a, to_source.b);  // source pixels between two aligned ones
  if (!(step < 1e4)) return std::nullopt;
  const Image coloured = image.format == PixelFormat::rgb8 ? Image() : to_rgb(image);
  ImageView rgb = coloured.empty() ? image : ImageView(coloured);
  const int k = std::min(static_cast<int>(step), 128);
  Part part;
  if (k > 1) {
    part = part_of(rgb, to_source, width, height, k);
    to_source = after(part.from_picture, to_source);
    rgb = part.image;
  }
  const auto pitch = std::lround(std::hypot(to_source.a, to_source.b));
  const int n = static_cast<int>(std::clamp(pitch, 1L, 16L));  // n × n samples stand for one pixel
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
