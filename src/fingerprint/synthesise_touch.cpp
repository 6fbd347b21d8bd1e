#include "fingerprint/synthesise_touch.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "limen/core/noise.hpp"

#include "fingerprint/synthesise_phasor.hpp"

namespace limen::fingerprint::synthesis {

namespace {

constexpr float degree = std::numbers::pi_v<float> / 180;
constexpr Point pad{Finger::width * 0.5F, Finger::height * 0.47F};  // the skin that usually touches in the middle
constexpr float half_width = 124;                                   // px of the contact region: 12 × 17 mm
constexpr float half_height = 178;                                  // px
constexpr float stretch_length = 95;                                // px: skin moves together over about twice this
constexpr float torsion_radius = 120;                               // px: half of the torsion is reached here

}  // namespace

Random random_of(std::uint64_t finger_seed, std::uint64_t impression_seed, std::uint64_t stream) noexcept {
  Random finger(finger_seed, 17);
  return Random(finger.next() ^ impression_seed, stream);
}

Touch::Node Touch::at(Point p) const noexcept {
  const float u = std::clamp(p.x / node_px, 0.0F, static_cast<float>(columns) - 1.001F);
  const float v = std::clamp(p.y / node_px, 0.0F, static_cast<float>(rows) - 1.001F);
  const int c = static_cast<int>(u);
  const int r = static_cast<int>(v);
  const float fx = u - static_cast<float>(c);
  const float fy = v - static_cast<float>(r);
  const auto mix = [&](auto&& value) {
    return (1 - fy) * ((1 - fx) * value(at(c, r)) + fx * value(at(c + 1, r))) +
           fy * ((1 - fx) * value(at(c, r + 1)) + fx * value(at(c + 1, r + 1)));
  };
  return {{mix([](const Node& n) { return n.skin.x; }), mix([](const Node& n) { return n.skin.y; })},
          mix([](const Node& n) { return n.contact; }),
          mix([](const Node& n) { return n.wetness; })};
}

Point Touch::image_of(Point q) const noexcept {
  const auto [c, s] = cis(rotation);
  Point p{centre.x + c * (q.x - about.x) + s * (q.y - about.y), centre.y - s * (q.x - about.x) + c * (q.y - about.y)};
  for (int step = 0; step < 6; ++step) {
    const Point found = at(p).skin;
    const float ex = q.x - found.x;
    const float ey = q.y - found.y;
    p.x += c * ex + s * ey;
    p.y += -s * ex + c * ey;
  }
  return p;
}

Touch draw_touch(std::uint64_t finger_seed, std::uint64_t impression_seed, const ImpressionOptions& options) {
  Random random = random_of(finger_seed, impression_seed, 1);
  const auto severity = static_cast<float>(options.severity);
  const auto spread = [&](double sd) { return static_cast<float>(sd) * severity * random.normal(); };

  Touch touch;
  touch.columns = (options.width + Touch::node_px - 1) / Touch::node_px + 1;
  touch.rows = (options.height + Touch::node_px - 1) / Touch::node_px + 1;
  const auto limit = static_cast<float>(options.rotation_max);
  touch.rotation = degree * std::clamp(spread(options.rotation_sd), -limit, limit);
  touch.about = {pad.x + spread(options.translation_sd) * 0.8F, pad.y + spread(options.translation_sd)};
  touch.centre = {static_cast<float>(options.width) / 2 + spread(options.translation_sd),
                  static_cast<float>(options.height) / 2 + spread(options.translation_sd)};
  const float torsion = degree * spread(options.torsion_sd);
  const auto size = static_cast<float>(options.contact) * (1 - 0.06F * severity * std::abs(random.normal()));
  const float a = half_width * size * (1 + 0.06F * random.normal());
  const float b = half_height * size * (1 + 0.06F * random.normal());
  const float wetness = options.wetness ? static_cast<float>(*options.wetness) : spread(0.3);

  const auto width = static_cast<float>(touch.columns * Touch::node_px);
  const auto height = static_cast<float>(touch.rows * Touch::node_px);
  const auto field = [&](float length) {
    return Noise(random, width, height, length).on_grid(touch.columns, touch.rows, Touch::node_px);
  };
  const auto stretch_x = field(stretch_length);
  const auto stretch_y = field(stretch_length);
  const auto rim = field(26);
  const auto damp = field(48);
  const auto patchy = field(9);
  const float stretch = static_cast<float>(options.distortion) * severity / std::numbers::sqrt2_v<float>;

  touch.nodes.reserve(static_cast<std::size_t>(touch.columns) * static_cast<std::size_t>(touch.rows));
  for (int row = 0; row < touch.rows; ++row)
    for (int column = 0; column < touch.columns; ++column) {
      const auto i = touch.nodes.size();
      const auto x = static_cast<float>(column * Touch::node_px);
      const auto y = static_cast<float>(row * Touch::node_px);
      const float dx = x - touch.centre.x;
      const float dy = y - touch.centre.y;
      const float r2 = (dx * dx + dy * dy) / (torsion_radius * torsion_radius);
      const float turn = touch.rotation + torsion * r2 / (1 + r2);
      const float sx = dx + stretch * stretch_x[i];
      const float sy = dy + stretch * stretch_y[i];
      const auto [c, s] = cis(turn);
      Touch::Node node;
      node.skin = {touch.about.x + c * sx - s * sy, touch.about.y + s * sx + c * sy};
      const float u = (node.skin.x - touch.about.x) / a;  // the finger's long axis turns with it
      const float v = (node.skin.y - touch.about.y) / b;
      const float u2 = u * u;
      const float v2 = v * v;
      node.contact = 1 - 0.5F * (u2 + v2 + u2 * u2 + v2 * v2) + 0.07F * rim[i];
      const bool on_finger =
          node.skin.x > 2 && node.skin.x < Finger::width - 3 && node.skin.y > 2 && node.skin.y < Finger::height - 3;
      if (!on_finger) node.contact = -1;
      node.wetness = wetness + (0.4F + 0.6F * severity) * (0.17F * damp[i] + 0.2F * patchy[i]);
      touch.nodes.push_back(node);
    }
  return touch;
}

}  // namespace limen::fingerprint::synthesis
