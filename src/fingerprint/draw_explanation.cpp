#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "limen/fingerprint/explain.hpp"

#include "fingerprint/canvas.hpp"
#include "fingerprint/lettering.hpp"

namespace limen::fingerprint {
namespace {

constexpr Colour paper{255, 255, 255};
constexpr Colour ink{30, 30, 30};
constexpr Colour pale{170, 170, 170};
constexpr Colour against{215, 40, 40};
constexpr Colour in_favour{20, 140, 60};
constexpr Colour outline{40, 110, 220};
constexpr int zoom = 2;  // picture pixels a px at 500 ppi
constexpr int margin = 16;

std::string number(const char* format, double value) {
  char text[48];
  std::snprintf(text, sizeof text, format, value);
  return text;
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
                scale * static_cast<float>(y1), outline, 2);
  };
  for (int r = 0; r <= overlap.height; ++r)
    for (int c = 0; c <= overlap.width; ++c) {
      if (inside(c, r) != inside(c - 1, r)) edge(c, r, c, r + 1);
      if (inside(c, r) != inside(c, r - 1)) edge(c, r, c + 1, r);
    }
}

void draw_minutia(Canvas& canvas, const Minutia& m, Colour colour, float width) {
  const float x = (m.x + 0.5F) * zoom - 0.5F;
  const float y = (m.y + 0.5F) * zoom - 0.5F;
  const float dx = std::cos(m.direction);
  const float dy = std::sin(m.direction);
  canvas.circle(x, y, 7, colour, width);
  canvas.line(x + 7 * dx, y + 7 * dy, x + 20 * dx, y + 20 * dy, colour, width);
}

void draw_cross(Canvas& canvas, const Minutia& m) {
  const float x = (m.x + 0.5F) * zoom - 0.5F;
  const float y = (m.y + 0.5F) * zoom - 0.5F;
  canvas.line(x - 7, y - 7, x + 7, y + 7, against, 2.5F);
  canvas.line(x - 7, y + 7, x + 7, y - 7, against, 2.5F);
}

Image draw_side(const Explanation& why, const ExplainedPrint& print, ImageView image, std::size_t MinutiaPair::*end) {
  Canvas canvas = background(print, image);
  draw_overlap(canvas, print.overlap);
  for (const std::size_t i : print.unpaired) draw_cross(canvas, print.minutiae[i]);
  for (std::size_t k = why.pairs.size(); k-- > 0;) {  // the best on top
    const Minutia& m = print.minutiae[why.pairs[k].*end];
    const Colour colour = traffic_light(why.pairs[k].confidence);
    draw_minutia(canvas, m, colour, 2.5F);
    const std::string label = std::to_string(k + 1);
    const int x = static_cast<int>(m.x * zoom) + 9;
    const int y = static_cast<int>(m.y * zoom) - 20;
    canvas.fill(x - 2, y - 2, width_of(label, 2) + 2, 18, paper);
    write(canvas, label, x, y, 2, ink);
  }
  return canvas.take();
}

struct Bar {
  const char* label;
  double value;
};

std::vector<Bar> bars(const Explanation& why) {
  const auto part = [&](Feature f) { return why.parts[static_cast<std::size_t>(f)]; };
  std::vector<Bar> result;
  if (why.comparison.method == Method::ridge_map)
    result.push_back({why.comparison.overlap > 0 ? "RIDGES COINCIDE" : "RIDGES NOT TRIED",
                      part(Feature::coherence) + part(Feature::coherence_small)});
  result.push_back({"MINUTIAE PAIRED", part(Feature::pairs)});
  result.push_back({"SHARE PAIRED", part(Feature::pair_quality)});
  if (std::abs(why.bias) > 0.05) result.push_back({"STARTING POINT", why.bias});
  return result;
}

/// Bars to the right speak for one finger, to the left against it; the score is their sum.
void draw_bars(Canvas& canvas, const Explanation& why, int top, int text_dot) {
  const int line_height = 11 * text_dot;
  const int label_width = width_of("RIDGES NOT TRIED", text_dot) + margin;
  const int number_width = width_of("+00.0", text_dot) + margin;
  const int half = (canvas.width() - 2 * margin - label_width - number_width) / 2;
  const int zero = margin + label_width + half;
  const auto draw_bar = [&](const char* label, double value, int y) {
    const int length = static_cast<int>(std::clamp(std::abs(value) / 20.0, 0.0, 1.0) * half);
    write(canvas, label, margin, y, text_dot, ink);
    canvas.fill(value < 0 ? zero - length : zero, y - 1, length, 8 * text_dot, value < 0 ? against : in_favour);
    write(canvas, number("%+.1f", value), canvas.width() - number_width, y, text_dot, ink);
  };
  int y = top;
  for (const Bar& bar : bars(why)) draw_bar(bar.label, bar.value, y), y += line_height;
  canvas.fill(margin, y - 3, canvas.width() - 2 * margin, 1, pale);
  draw_bar("SCORE", why.comparison.score.natural(), y + 3);
  canvas.fill(zero, top - 4, 1, y + line_height - top, ink);
}

/// What an officer reads first: the numbers of minutiae, and how rare such a score is between different fingers.
std::string headline(const Explanation& why) {
  const auto unpaired = std::to_string(why.a.unpaired.size()) + "+" + std::to_string(why.b.unpaired.size());
  std::string text = std::to_string(why.pairs.size()) + " pairs, " + unpaired + " unpaired in the overlap. ";
  if (why.minus_log10_fmr < 1) return text + "Different fingers often look so alike.";
  return text + "Different fingers look so alike 1 in 10^" + number("%.1f", why.minus_log10_fmr) +
         (why.extrapolated ? " (extrapolated)." : ".");
}

}  // namespace

Image draw(const Explanation& explanation, ImageView a, ImageView b) {
  const Image left = draw_side(explanation, explanation.a, a, &MinutiaPair::a);
  const Image right = draw_side(explanation, explanation.b, b, &MinutiaPair::b);
  const std::string title = headline(explanation);
  const int text_dot = left.width() + right.width() < 2000 ? 2 : 3;
  const int line_height = 11 * text_dot;
  const int width =
      std::max(left.width() + right.width() + 3 * margin, width_of(title, text_dot) + 2 * margin + line_height);
  const int pictures = 2 * margin + line_height;
  const int below = pictures + std::max(left.height(), right.height()) + margin;
  Canvas canvas(width, below + static_cast<int>(bars(explanation).size() + 3) * line_height, paper);
  const auto meaning = static_cast<float>(std::clamp(explanation.minus_log10_fmr / 6, 0.0, 1.0));
  canvas.fill(margin, margin - 2, line_height - 4, line_height - 4, traffic_light(meaning));
  write(canvas, title, margin + line_height, margin, text_dot, ink);
  canvas.place(left, margin, pictures);
  canvas.place(right, width - margin - right.width(), pictures);
  draw_bars(canvas, explanation, below + line_height / 2, text_dot);
  Image picture = canvas.take();
  picture.resolution = Ppi{500.0 * zoom};
  return picture;
}

}  // namespace limen::fingerprint
