#include "fingerprint/explanation_side.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "limen/core/lettering.hpp"

#include "fingerprint/explanation_marks.hpp"

namespace limen::fingerprint {
namespace {

using canvas::Canvas, canvas::Colour, canvas::width_of, canvas::write;

constexpr int zoom = marks::zoom;

/// Where a coordinate lies in the picture.
float place(float px) { return (px + 0.5F) * zoom - 0.5F; }

/// A rectangle of the picture.
struct Box {
  int left, top, right, bottom;
  int shared(const Box& other) const {
    return std::max(0, std::min(right, other.right) - std::max(left, other.left)) *
           std::max(0, std::min(bottom, other.bottom) - std::max(top, other.top));
  }
  void hold(int x, int y) {
    left = std::min(left, x), right = std::max(right, x);
    top = std::min(top, y), bottom = std::max(bottom, y);
  }
};

Box around(const Minutia& m, int reach) {
  const int x = static_cast<int>(place(m.x));
  const int y = static_cast<int>(place(m.y));
  return {x - reach, y - reach, x + reach, y + reach};
}

/// The sample at the template's size times zoom, washed out so that marks stand out; blank paper without one.
Canvas background(const ExplainedPrint& print, ImageView image) {
  Canvas canvas(std::max(1, print.width * zoom), std::max(1, print.height * zoom), {245, 245, 245});
  if (image.empty()) return canvas;
  const Image grey = to_grey(image);
  for (int y = 0; y < canvas.height(); ++y)
    for (int x = 0; x < canvas.width(); ++x) {
      const int sx = std::min(grey.width() - 1, x * grey.width() / canvas.width());
      const int sy = std::min(grey.height() - 1, y * grey.height() / canvas.height());
      const auto level = static_cast<std::uint8_t>(95 + grey.row(sy)[sx] * 160 / 255);
      canvas.blend(x, y, {level, level, level}, 1);
    }
  return canvas;
}

/// The border between cells of the overlap and others.
void draw_overlap(Canvas& canvas, const RidgeMap& overlap) {
  const auto inside = [&](int c, int r) {
    return c >= 0 && r >= 0 && c < overlap.width && r < overlap.height && overlap.at(c, r).valid();
  };
  const auto edge = [&](int x0, int y0, int x1, int y1) {
    constexpr auto scale = static_cast<float>(RidgeMap::cell_px * zoom);
    canvas.line(scale * static_cast<float>(x0), scale * static_cast<float>(y0), scale * static_cast<float>(x1),
                scale * static_cast<float>(y1), marks::outline, 2);
  };
  for (int r = 0; r <= overlap.height; ++r)
    for (int c = 0; c <= overlap.width; ++c) {
      if (inside(c, r) != inside(c - 1, r)) edge(c, r, c, r + 1);
      if (inside(c, r) != inside(c, r - 1)) edge(c, r, c + 1, r);
    }
}

/// Numbers beside their minutiae, each where it covers least of the other marks.
class Labels {
 public:
  explicit Labels(std::vector<Box> taken) : taken_(std::move(taken)) {}

  void write(Canvas& canvas, const Minutia& m, const std::string& text) {
    constexpr int dot = 2;
    constexpr int height = 9 * dot;
    constexpr int gap = 9;
    const int width = width_of(text, dot) + dot;
    const int x = static_cast<int>(place(m.x));
    const int y = static_cast<int>(place(m.y));
    const int left = x - gap - width, middle = x - width / 2, right = x + gap;
    const int above = y - gap - height, level = y - height / 2, below = y + gap;
    const std::array<Box, 8> places{box(right, above, width, height),  box(left, above, width, height),
                                    box(right, below, width, height),  box(left, below, width, height),
                                    box(right, level, width, height),  box(left, level, width, height),
                                    box(middle, above, width, height), box(middle, below, width, height)};
    const Box best = *std::min_element(places.begin(), places.end(),
                                       [&](const Box& p, const Box& q) { return cost(p, canvas) < cost(q, canvas); });
    taken_.push_back(best);
    canvas.fill(best.left, best.top, width, height, marks::paper);
    fingerprint::write(canvas, text, best.left + dot, best.top + dot, dot, marks::ink);
  }

 private:
  static Box box(int x, int y, int width, int height) { return {x, y, x + width, y + height}; }
  int cost(const Box& box, const Canvas& canvas) const {
    const int outside = box.left < 0 || box.top < 0 || box.right > canvas.width() || box.bottom > canvas.height();
    int sum = outside * 10'000;
    for (const Box& other : taken_) sum += box.shared(other);
    return sum;
  }
  std::vector<Box> taken_;
};

/// The part of the picture that holds all minutiae and the overlap, with a margin; everything if there are none.
Box shown(const ExplainedPrint& print, const Canvas& canvas) {
  constexpr int margin = 40 * zoom;
  constexpr int cell = RidgeMap::cell_px * zoom;
  const Box whole{0, 0, canvas.width(), canvas.height()};
  if (print.minutiae.empty()) return whole;
  Box box = around(print.minutiae.front(), 0);
  for (const Minutia& m : print.minutiae) box.hold(static_cast<int>(place(m.x)), static_cast<int>(place(m.y)));
  for (int r = 0; r < print.overlap.height; ++r)
    for (int c = 0; c < print.overlap.width; ++c)
      if (print.overlap.at(c, r).valid()) box.hold(c * cell, r * cell), box.hold((c + 1) * cell, (r + 1) * cell);
  return {std::max(whole.left, box.left - margin), std::max(whole.top, box.top - margin),
          std::min(whole.right, box.right + margin), std::min(whole.bottom, box.bottom + margin)};
}

Image cut(const Image& picture, const Box& box) {
  Image part(box.right - box.left, box.bottom - box.top, PixelFormat::rgb8, picture.resolution);
  for (int y = 0; y < part.height(); ++y)
    std::copy_n(picture.row(box.top + y) + 3 * box.left, 3 * part.width(), part.row(y));
  return part;
}

}  // namespace

Image draw_side(const Explanation& why, const ExplainedPrint& print, ImageView image, std::size_t MinutiaPair::*end) {
  Canvas canvas = background(print, image);
  draw_overlap(canvas, print.overlap);
  std::vector<Box> taken;
  constexpr int reach = 9;  // of a mark
  for (const std::size_t i : print.unpaired) {
    const Minutia& m = print.minutiae[i];
    marks::cross(canvas, place(m.x), place(m.y));
    taken.push_back(around(m, reach));
  }
  for (std::size_t k = why.pairs.size(); k-- > 0;) {  // the best on top
    const Minutia& m = print.minutiae[why.pairs[k].*end];
    marks::ring(canvas, place(m.x), place(m.y), m.direction, marks::of_confidence(why.pairs[k].confidence));
    taken.push_back(around(m, reach));
  }
  Labels labels(std::move(taken));
  for (std::size_t k = 0; k < why.pairs.size(); ++k)
    labels.write(canvas, print.minutiae[why.pairs[k].*end], std::to_string(k + 1));
  const Box box = shown(print, canvas);
  return cut(canvas.take(), box);
}

}  // namespace limen::fingerprint
