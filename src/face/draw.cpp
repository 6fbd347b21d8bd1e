#include "limen/face/draw.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace limen::face {
namespace {

using Colour = std::array<std::uint8_t, 3>;
constexpr Colour box_colour{40, 200, 80}, point_colour{250, 210, 40};

void dot(Image& image, int x, int y, const Colour& colour) {
  if (x < 0 || y < 0 || x >= image.width() || y >= image.height()) return;
  std::copy(colour.begin(), colour.end(), image.row(y) + 3 * x);
}

void fill(Image& image, int left, int top, int right, int bottom, const Colour& colour) {
  for (int y = std::max(0, top); y < std::min(image.height(), bottom); ++y)
    for (int x = std::max(0, left); x < std::min(image.width(), right); ++x) dot(image, x, y, colour);
}

int pixel(float v) { return static_cast<int>(std::lround(std::clamp(v, -1e6F, 1e6F))); }

void frame(Image& image, const Box& box, int thick, const Colour& colour) {
  const int x0 = pixel(box.x), y0 = pixel(box.y), x1 = pixel(box.x + box.width), y1 = pixel(box.y + box.height);
  fill(image, x0, y0, x1, y0 + thick, colour);
  fill(image, x0, y1 - thick, x1, y1, colour);
  fill(image, x0, y0, x0 + thick, y1, colour);
  fill(image, x1 - thick, y0, x1, y1, colour);
}

void disc(Image& image, Point centre, int radius, bool ring, const Colour& colour) {
  const int cx = pixel(centre.x), cy = pixel(centre.y);
  const int inner = ring ? radius * radius / 3 : -1;
  for (int y = -radius; y <= radius; ++y)
    for (int x = -radius; x <= radius; ++x)
      if (const int d = x * x + y * y; d <= radius * radius && d > inner) dot(image, cx + x, cy + y, colour);
}

}  // namespace

Image draw(ImageView image, const Template& face) {
  Image picture = to_rgb(image);
  const int thick = std::clamp(pixel(face.box.width / 60), 1, 20);
  frame(picture, face.box, thick, box_colour);
  for (const auto& point : face.landmarks) disc(picture, point, thick + 1, face.landmarks_estimated, point_colour);
  return picture;
}

}  // namespace limen::face
