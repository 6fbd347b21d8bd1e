#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "limen/core/lettering.hpp"
#include "limen/fingerprint/explain.hpp"

#include "fingerprint/explanation_marks.hpp"
#include "fingerprint/explanation_side.hpp"
#include "fingerprint/explanation_words.hpp"

namespace limen::fingerprint {
namespace {

using canvas::Canvas, canvas::Colour, canvas::traffic_light, canvas::width_of, canvas::write;

using namespace marks;
constexpr int margin = 16;
constexpr double full_bar = 20;  // a score of this length fills half the width

/// Text at the usual size, and how far apart its lines are.
struct Type {
  int dot;
  int line() const { return 11 * dot; }
};

struct Bar {
  const char* label;
  double value;
};

std::vector<Bar> bars(const Explanation& why) {
  const auto part = [&](Feature f) { return why.parts[static_cast<std::size_t>(f)]; };
  std::vector<Bar> result;
  if (why.comparison.method == Method::ridge_map)
    result.push_back({why.comparison.overlap > 0 ? "Ridges coincide" : "Ridges not tried", part(Feature::coherence)});
  result.push_back({"Number of pairs", part(Feature::pairs)});
  result.push_back({"Share paired", part(Feature::pair_quality)});
  if (std::abs(why.bias) > 0.05) result.push_back({"Starting point", why.bias});
  return result;
}

/// Bars to the right speak for one finger, to the left against it; the score is their sum.
void draw_bars(Canvas& canvas, const Explanation& why, int y, Type type) {
  const int label_width = width_of("Ridges not tried", type.dot) + margin;
  const int number_width = width_of("+00.0", type.dot) + margin;
  const int half = (canvas.width() - 2 * margin - label_width - number_width) / 2;
  const int zero = margin + label_width + half;
  const auto draw_bar = [&](const char* label, double value) {
    char number[32];
    std::snprintf(number, sizeof number, "%+.1f", value);
    const int length = static_cast<int>(std::clamp(std::abs(value) / full_bar, 0.0, 1.0) * half);
    write(canvas, label, margin, y, type.dot, ink);
    canvas.fill(value < 0 ? zero - length : zero, y - 1, length, 8 * type.dot, value < 0 ? against : in_favour);
    write(canvas, number, canvas.width() - number_width, y, type.dot, ink);
    y += type.line();
  };
  const std::string left = "Against";
  write(canvas, left, zero - margin - width_of(left, type.dot), y, type.dot, against);
  write(canvas, "For one finger", zero + margin, y, type.dot, in_favour);
  const int top = y;
  y += type.line();
  for (const Bar& bar : bars(why)) draw_bar(bar.label, bar.value);
  canvas.fill(margin, y - 3, canvas.width() - 2 * margin, 1, pale);
  y += 3;
  draw_bar("Score", why.comparison.score.natural());
  canvas.fill(zero, top, 1, y - top - 4, ink);
}

/// What the marks mean, on one line.
void draw_legend(Canvas& canvas, int y, Type type) {
  const auto middle = static_cast<float>(y) + 3.5F * static_cast<float>(type.dot);
  constexpr int mark = 24;
  int x = margin;
  const auto say = [&](const char* words) { x = write(canvas, words, x + mark, y, type.dot, ink) + margin; };
  const auto at = [&] { return static_cast<float>(x + mark / 2); };
  for (const auto& [confidence, words] :
       {std::pair{1.0F, "sure pair"}, std::pair{0.7F, "less"}, std::pair{0.5F, "doubtful"}}) {
    ring(canvas, at(), middle, -1, of_confidence(confidence));
    say(words);
  }
  cross(canvas, at(), middle);
  say("no partner");
  canvas.line(static_cast<float>(x), middle, static_cast<float>(x + mark - 4), middle, outline, 2);
  say("common skin");
}

constexpr const char* longest_legend = "     sure pair     less     doubtful     no partner     common skin     ";

}  // namespace

Image draw(const Explanation& explanation, ImageView a, ImageView b) {
  const Image left = draw_side(explanation, explanation.a, a, &MinutiaPair::a);
  const Image right = draw_side(explanation, explanation.b, b, &MinutiaPair::b);
  const auto [title, certainty] = verdict(explanation);
  const std::vector<std::string> lines = reasons(explanation);
  const Type text{left.width() + right.width() < 2000 ? 2 : 3};
  const Type large{text.dot + 1};

  int across = std::max(left.width() + right.width() + 3 * margin, width_of(title, large.dot) + large.line());
  for (const auto& line : lines) across = std::max(across, width_of(line, text.dot));
  across = std::max(across, width_of(longest_legend, text.dot)) + 2 * margin;
  const int pictures = 2 * margin + large.line() + static_cast<int>(lines.size()) * text.line();
  const int legend = pictures + std::max(left.height(), right.height()) + margin;
  const int parts = legend + 2 * text.line();
  Canvas canvas(across, parts + static_cast<int>(bars(explanation).size() + 2) * text.line() + margin, paper);

  canvas.fill(margin, margin - 2, large.line() - 6, large.line() - 6, traffic_light(certainty));
  write(canvas, title, margin + large.line(), margin, large.dot, ink);
  int y = margin + large.line();
  for (const auto& line : lines) {
    const bool warning = explanation.may_be_mirrored && &line == &lines.front();
    write(canvas, line, margin, y, text.dot, warning ? against : ink);
    y += text.line();
  }
  canvas.place(left, margin, pictures);
  canvas.place(right, across - margin - right.width(), pictures);
  draw_legend(canvas, legend, text);
  draw_bars(canvas, explanation, parts, text);
  Image picture = canvas.take();
  picture.resolution = Ppi{500.0 * zoom};
  return picture;
}

}  // namespace limen::fingerprint
