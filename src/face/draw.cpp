#include "limen/face/draw.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/canvas.hpp"
#include "limen/core/lettering.hpp"

namespace limen::face {
namespace {

using canvas::Canvas, canvas::Colour;

constexpr Colour box_colour{40, 200, 80}, point_colour{250, 210, 40}, edge_colour{30, 30, 30};
constexpr Colour paper{252, 252, 250}, ink{40, 44, 50}, soft{120, 126, 134}, track{226, 228, 230};

void mark(Canvas& canvas, const Template& face, int zoom) {
  const auto at = [zoom](float v) { return (std::clamp(v, -1e6F, 1e6F) + 0.5F) * static_cast<float>(zoom) - 0.5F; };
  const auto& box = face.box;
  const float width = std::clamp(at(box.width) / 70, 1.0F, 20.0F);
  const float x0 = at(box.x), y0 = at(box.y), x1 = at(box.x + box.width), y1 = at(box.y + box.height);
  canvas.line(x0, y0, x1, y0, box_colour, width);
  canvas.line(x1, y0, x1, y1, box_colour, width);
  canvas.line(x1, y1, x0, y1, box_colour, width);
  canvas.line(x0, y1, x0, y0, box_colour, width);
  const float radius = std::max(1.5F, 1.3F * width);
  for (const auto& point : face.landmarks) {
    if (!face.landmarks_estimated) canvas.disk(at(point.x), at(point.y), radius, point_colour);
    canvas.circle(at(point.x), at(point.y), radius, face.landmarks_estimated ? point_colour : edge_colour,
                  face.landmarks_estimated ? width : 1);
  }
}

/// A table of bars; its rows fill the height.
class Panel {
 public:
  static constexpr int width = 400;

  Panel(Canvas& canvas, int left) : canvas_(canvas), left_(left + 16) {}

  void title(const Template& face) {
    write(canvas_, "QUALITY " + std::to_string(face.quality_value), left_, 14, 3, ink);
    if (face.landmarks_estimated) write(canvas_, "LANDMARKS ESTIMATED", left_ + 190, 20, 1, soft);
  }
  void bar(const Component& component, int y, int height) {
    constexpr std::string_view everywhere = "_of_the_face_image";
    std::string name(component.name.substr(0, component.name.find(everywhere)));
    std::replace(name.begin(), name.end(), '_', ' ');
    const bool bad = !component.accepted();
    write(canvas_, name.substr(0, 31), left_, y + std::max(0, height / 2 - 4), 1, bad ? ink : soft);
    const int thick = std::clamp(height - 6, 3, 12), top = y + (height - thick) / 2, from = left_ + 196;
    canvas_.fill(from, top, 140, thick, track);
    canvas_.fill(from, top, std::max(2, component.value * 140 / 100), thick,
                 canvas::traffic_light(static_cast<float>(component.value) / 100));
    write(canvas_, std::to_string(component.value) + (bad ? " -" : ""), from + 146, y + std::max(0, height / 2 - 4), 1,
          ink);
  }

 private:
  Canvas& canvas_;
  int left_;
};

/// All but single_face_present: which other faces there are is not known.
std::vector<Component> components_of(ImageView image, const Template& face) {
  const auto all =
      assess(image, {.box = face.box, .landmarks = face.landmarks, .landmarks_estimated = face.landmarks_estimated});
  std::vector<Component> known(all.begin(), all.end());
  std::erase_if(known, [](const Component& component) { return component.flaw == Flaw::several_faces; });
  return known;
}

}  // namespace

Image draw(ImageView image, const Template& face) {
  Canvas canvas(image);
  mark(canvas, face, 1);
  return canvas.take();
}

Image draw_quality(ImageView image, const Template& face, std::span<const Component> components) {
  if (image.empty()) return {};
  if (components.empty()) return draw_quality(image, face, components_of(image, face));
  const int zoom = std::max(1, (480 + image.height - 1) / image.height);
  Canvas picture(image, zoom);
  mark(picture, face, zoom);
  const Image marked = picture.take();
  Canvas canvas(marked.width() + Panel::width, marked.height(), paper);
  canvas.place(marked, 0, 0);
  Panel panel(canvas, marked.width());
  panel.title(face);
  constexpr int first = 52;
  const int row = std::clamp((canvas.height() - first - 8) / static_cast<int>(components.size()), 8, 30);
  int y = first;
  for (const auto& component : components) panel.bar(component, y, row), y += row;
  return canvas.take();
}

}  // namespace limen::face
