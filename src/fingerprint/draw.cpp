#include "limen/fingerprint/draw.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "limen/core/canvas.hpp"
#include "limen/fingerprint/parameters.hpp"

namespace limen::fingerprint {
namespace {

using canvas::Canvas, canvas::Colour, canvas::hue, canvas::traffic_light;

float value(FieldView field, int x, int y, int channel = 0) {
  return field.data[(static_cast<std::ptrdiff_t>(y) * field.width + x) * field.channels + channel];
}

/// Colours each cell, then draws it as large as it is in the 500 ppi image.
template <class Paint>
Image paint_cells(FieldView field, Paint paint) {
  Image cells(field.width, field.height, PixelFormat::rgb8);
  for (int y = 0; y < field.height; ++y)
    for (int x = 0; x < field.width; ++x) {
      const Colour c = paint(x, y);
      std::uint8_t* pixel = cells.row(y) + 3 * x;
      pixel[0] = c.red, pixel[1] = c.green, pixel[2] = c.blue;
    }
  Image picture = Canvas(cells, std::max(1, static_cast<int>(field.cell))).take();
  picture.resolution = Ppi{parameters::ppi};
  return picture;
}

Colour grey(float share) {
  const auto level = static_cast<std::uint8_t>(255 * std::clamp(share, 0.0F, 1.0F));
  return {level, level, level};
}

Image draw_needles(FieldView field) {
  constexpr int step = 8;  // px between needles
  const float per_cell = field.cell;
  Canvas canvas(static_cast<int>(static_cast<float>(field.width) * per_cell) * 2,
                static_cast<int>(static_cast<float>(field.height) * per_cell) * 2, {255, 255, 255});
  for (int y = step; y < canvas.height(); y += 2 * step)
    for (int x = step; x < canvas.width(); x += 2 * step) {
      const int cx = std::min(static_cast<int>(static_cast<float>(x) / (2 * per_cell)), field.width - 1);
      const int cy = std::min(static_cast<int>(static_cast<float>(y) / (2 * per_cell)), field.height - 1);
      const float angle = value(field, cx, cy, 0);
      const float coherence = value(field, cx, cy, 1);
      const float half = 7 * std::min(1.0F, coherence);
      const float dx = half * std::cos(angle);
      const float dy = half * std::sin(angle);
      const auto fx = static_cast<float>(x);
      const auto fy = static_cast<float>(y);
      canvas.line(fx - dx, fy - dy, fx + dx, fy + dy, traffic_light(coherence), 1.5F);
    }
  return canvas.take();
}

/// Ring or square and a tick; scale: canvas pixels a px at 500 ppi.
void draw_minutia(Canvas& canvas, const Minutia& m, float scale) {
  const Colour colour = traffic_light(1.5F * m.quality);
  const float width = scale * 0.7F;
  const float x = (m.x + 0.5F) * scale - 0.5F;
  const float y = (m.y + 0.5F) * scale - 0.5F;
  const float dx = std::cos(m.direction) * scale;
  const float dy = std::sin(m.direction) * scale;
  canvas.line(x + 3 * dx, y + 3 * dy, x + 11 * dx, y + 11 * dy, colour, width);
  if (m.kind == MinutiaKind::ending) return canvas.circle(x, y, 3 * scale, colour, width);
  const float r = 2.7F * scale;
  canvas.line(x - r, y - r, x + r, y - r, colour, width);
  canvas.line(x + r, y - r, x + r, y + r, colour, width);
  canvas.line(x + r, y + r, x - r, y + r, colour, width);
  canvas.line(x - r, y + r, x - r, y - r, colour, width);
}

/// Rows of x, y, direction, quality on white.
Image draw_rows(FieldView field) {
  float right = 0;
  float bottom = 0;
  for (int i = 0; i < field.height; ++i) {
    right = std::max(right, value(field, 0, i, 0));
    bottom = std::max(bottom, value(field, 0, i, 1));
  }
  constexpr int zoom = 2;
  Canvas canvas((static_cast<int>(right) + 16) * zoom, (static_cast<int>(bottom) + 16) * zoom, {255, 255, 255});
  for (int i = 0; i < field.height; ++i)
    draw_minutia(canvas, {value(field, 0, i, 0), value(field, 0, i, 1), value(field, 0, i, 2), value(field, 0, i, 3)},
                 zoom);
  return canvas.take();
}

/// One bar a value, in the order of QualityFeatures, each against what a very good print has.
Image draw_bars(FieldView field) {
  constexpr std::array<float, 9> full{2000, 1, 1, 1, 100, 1, 18, 40, 1};
  Canvas canvas(220, 20 * field.width + 10, {255, 255, 255});
  for (int i = 0; i < field.width && i < static_cast<int>(full.size()); ++i) {
    const float share = std::clamp(value(field, i, 0) / full[static_cast<std::size_t>(i)], 0.0F, 1.0F);
    canvas.fill(10, 10 + 20 * i, 200, 12, {225, 225, 225});
    canvas.fill(10, 10 + 20 * i, static_cast<int>(200 * share), 12, {60, 90, 160});
  }
  return canvas.take();
}

}  // namespace

Image draw_minutiae(ImageView sample, const Template& finger) {
  constexpr int zoom = 2;
  Canvas canvas(sample, zoom);
  const double ppi = sample.resolution.known() ? sample.resolution.value : parameters::ppi;
  const auto scale = static_cast<float>(zoom * ppi / parameters::ppi);
  for (const auto& m : finger.minutiae) draw_minutia(canvas, m, scale);
  return canvas.take();
}

Image draw_field(std::string_view name, FieldView field) {
  if (name == "residues" || name == "minutiae") return draw_rows(field);
  if (field.width <= 0 || field.height <= 0) return {};
  if (name == "orientation") return draw_needles(field);
  if (name == "quality") return draw_bars(field);
  if (name == "wave")
    return paint_cells(field, [&](int x, int y) {
      const float re = value(field, x, y, 0);
      const float im = value(field, x, y, 1);
      const float bright = std::min(1.0F, std::hypot(re, im));
      const Colour c = hue(std::atan2(im, re) / (2 * std::numbers::pi_v<float>));
      const auto dim = [bright](std::uint8_t level) { return static_cast<std::uint8_t>(bright * level); };
      return Colour{dim(c.red), dim(c.green), dim(c.blue)};
    });
  if (name == "period")
    return paint_cells(field, [&](int x, int y) {
      const float log_share = std::log(value(field, x, y) / parameters::gabor_least) /
                              std::log(parameters::gabor_most / parameters::gabor_least);
      return hue(0.66F * (1 - std::clamp(log_share, 0.0F, 1.0F)));
    });
  const auto count = static_cast<std::ptrdiff_t>(field.width) * field.height * field.channels;
  const auto [least, most] = std::minmax_element(field.data, field.data + count);
  const float from = *least;
  const float range = std::max(*most - from, 1e-6F);
  return paint_cells(field, [&](int x, int y) { return grey((value(field, x, y) - from) / range); });
}

}  // namespace limen::fingerprint
