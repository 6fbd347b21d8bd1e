// make_template: what an extractor measures of one touch, without an image.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/angle.hpp"
#include "fingerprint/quality_stage.hpp"
#include "fingerprint/synthesise_growth.hpp"
#include "fingerprint/synthesise_options.hpp"
#include "fingerprint/synthesise_phasor.hpp"
#include "fingerprint/synthesise_touch.hpp"

namespace limen::fingerprint::synthesis {

namespace {

constexpr float pi = std::numbers::pi_v<float>;
constexpr float rim_slope = 40;      // px from the rim of the contact, a unit of Touch::Node::contact
constexpr float missed = 0.06F;      // share of minutiae not found
constexpr float invented = 3;        // false minutiae, at most, in a clean print
constexpr float position_sd = 0.9F;  // px
constexpr float direction_sd = 0.05F;

/// How the skin moves with the image near one place: derivatives of Touch::Node::skin.
struct Jacobian {
  float xx, xy, yx, yy;  // d skin.x / d x, d skin.x / d y, d skin.y / d x, d skin.y / d y
};

Jacobian jacobian_at(const Touch& touch, int column, int row) noexcept {
  const Point a = touch.at(column, row).skin;
  const Point b = touch.at(column + 1, row).skin;
  const Point c = touch.at(column, row + 1).skin;
  const Point d = touch.at(column + 1, row + 1).skin;
  constexpr float step = 0.5F / Touch::node_px;
  return {(b.x - a.x + d.x - c.x) * step, (c.x - a.x + d.x - b.x) * step, (b.y - a.y + d.y - c.y) * step,
          (c.y - a.y + d.y - b.y) * step};
}

/// The mean of the four nodes around the middle of a cell.
Touch::Node middle_of(const Touch& touch, int column, int row) noexcept {
  const Touch::Node* top = &touch.at(column, row);
  const Touch::Node* low = &touch.at(column, row + 1);
  const auto mean = [&](auto&& value) { return (value(top[0]) + value(top[1]) + value(low[0]) + value(low[1])) / 4; };
  return {{mean([](const Touch::Node& n) { return n.skin.x; }), mean([](const Touch::Node& n) { return n.skin.y; })},
          mean([](const Touch::Node& n) { return n.contact; }),
          mean([](const Touch::Node& n) { return n.wetness; })};
}

/// How clearly the ridges print there, 0 to 1.
float clarity(const Touch::Node& node) noexcept {
  const float dry = std::max(0.0F, -node.wetness - 0.1F);
  const float wet = std::max(0.0F, node.wetness - 0.3F);
  return std::clamp(0.98F - 0.55F * dry - 0.5F * wet, 0.0F, 1.0F) * std::min(1.0F, 0.6F + 2.5F * node.contact);
}

class Measuring {
 public:
  Measuring(const Plan& plan, const Touch& touch, Random& random) : plan_(plan), touch_(touch), random_(random) {}

  RidgeCell cell(int column, int row) {
    const auto node = middle_of(touch_, column, row);
    if (node.contact * rim_slope <= parameters::map_edge) return {};
    const auto wave = wave_at(plan_.ridges, node.skin);
    const float reliability =
        std::sqrt(wave.re * wave.re + wave.im * wave.im) * clarity(node) + 0.05F * random_.normal();
    if (reliability <= parameters::map_reliability) return {};
    const auto j = jacobian_at(touch_, column, row);
    const float kx = wave.kx * j.xx + wave.ky * j.yx;  // the wave as the image sees it
    const float ky = wave.kx * j.xy + wave.ky * j.yy;
    const float error = 0.03F + 0.25F * std::max(0.0F, 1 - reliability);
    const float phase = angle_of(wave.re, wave.im) + 4 * error * random_.normal();
    const float period = 2 * pi / std::sqrt(kx * kx + ky * ky) * (1 + 0.5F * error * random_.normal());
    return quantise(std::min(1.0F, reliability), period, angle_of(ky, -kx) + error * random_.normal(), phase);
  }

  /// The minutia as it appears, or quality 0 where it does not.
  Minutia seen(const Minutia& skin) {
    const Point p = touch_.image_of({skin.x, skin.y});
    Minutia minutia{p.x + position_sd * random_.normal(), p.y + position_sd * random_.normal(), 0, 0, skin.kind};
    const bool found = random_.uniform() >= missed;
    const float turn = direction_sd * random_.normal();
    const float merit = random_.uniform(0.55F, 1.0F);
    if (!found || !inside(minutia)) return minutia;
    const auto j = jacobian_at(touch_, static_cast<int>(p.x / Touch::node_px), static_cast<int>(p.y / Touch::node_px));
    const auto [dx, dy] = cis(skin.direction);
    minutia.direction = angle_of(j.yy * dx - j.xy * dy, j.xx * dy - j.yx * dx) + turn;
    minutia.quality = merit * worth(minutia);
    return minutia;
  }

  /// A ridge broken or joined by dirt.
  Minutia invent(const Point& q) {
    const Point p = touch_.image_of(q);
    Minutia minutia{p.x, p.y, 0, 0, random_.uniform() < 0.5F ? MinutiaKind::ending : MinutiaKind::bifurcation};
    const float merit = random_.uniform(0.1F, 0.5F);
    const bool back = random_.uniform() < 0.5F;
    if (!inside(minutia)) return minutia;
    const auto wave = wave_at(plan_.ridges, q);
    const auto j = jacobian_at(touch_, static_cast<int>(p.x / Touch::node_px), static_cast<int>(p.y / Touch::node_px));
    minutia.direction = angle_of(wave.kx * j.xy + wave.ky * j.yy, -(wave.kx * j.xx + wave.ky * j.yx)) + (back ? pi : 0);
    minutia.quality = merit * worth(minutia);
    return minutia;
  }

 private:
  bool inside(const Minutia& m) const noexcept {
    return m.x > 8 && m.y > 8 && m.x < static_cast<float>((touch_.columns - 1) * Touch::node_px - 8) &&
           m.y < static_cast<float>((touch_.rows - 1) * Touch::node_px - 8);
  }
  float worth(const Minutia& m) const noexcept {
    const auto node = touch_.at({m.x, m.y});
    const float edge = node.contact * rim_slope;
    if (edge < parameters::minutia_edge) return 0;
    return clarity(node) * std::min(1.0F, edge / parameters::edge_fade);
  }
  const Plan& plan_;
  const Touch& touch_;
  Random& random_;
};

/// Quality and flaws by the extractor's own rules, from what a template tells.
void judge(Template& made) {
  QualityFeatures features;
  double reliability = 0;
  double log_period = 0;
  for (const auto cell : made.map.cells) {
    if (!cell.valid()) continue;
    features.area += 1;
    reliability += static_cast<double>(reliability_levels[cell.reliability()]);
    log_period += static_cast<double>(std::log(period_levels[cell.period()]));
  }
  const double cells = std::max(1.0, static_cast<double>(features.area));
  features.reliability = static_cast<float>(reliability / cells);
  features.coherence = 0.93F + 0.045F * features.reliability;
  features.contrast = 60;
  features.dark = 0.5F;
  features.period = static_cast<float>(std::exp(log_period / cells));
  for (const auto& m : made.minutiae) features.minutiae += m.quality;
  made.quality_value = quality_value(features);
  made.quality_flaws = quality_flaws(features);
}

}  // namespace

Result<Template> make_template(std::uint64_t finger_seed, std::uint64_t impression_seed,
                               const TemplateOptions& options) {
  if (auto checked = check(options.finger); !checked) return checked.error();
  if (auto checked = check(options.impression); !checked) return checked.error();
  const Plan plan(finger_seed, options.finger);
  const Touch touch = draw_touch(finger_seed, impression_seed, options.impression);
  Random random = random_of(finger_seed, impression_seed, 3);
  Measuring measuring(plan, touch, random);

  Template made;
  made.width = options.impression.width;
  made.height = options.impression.height;
  made.map.width = RidgeMap::cells_in(made.width);
  made.map.height = RidgeMap::cells_in(made.height);
  for (int row = 0; row < made.map.height; ++row)
    for (int column = 0; column < made.map.width; ++column) made.map.cells.push_back(measuring.cell(column, row));

  const auto keep = [&](const Minutia& minutia) {
    const Minutia snapped = on_grid(minutia);
    if (snapped.quality > parameters::minutia_quality && snapped.x < static_cast<float>(made.width) &&
        snapped.y < static_cast<float>(made.height))
      made.minutiae.push_back(snapped);
  };
  for (const auto& minutia : minutiae_of(plan.ridges)) keep(measuring.seen(minutia));
  const int false_ones =
      static_cast<int>(random.uniform(0, invented * (1 + static_cast<float>(options.impression.severity))));
  for (int i = 0; i < false_ones; ++i)
    keep(measuring.invent({random.uniform(0, Finger::width), random.uniform(0, Finger::height)}));
  std::sort(made.minutiae.begin(), made.minutiae.end(), [](const Minutia& a, const Minutia& b) {
    if (a.quality != b.quality) return a.quality > b.quality;
    return a.y != b.y ? a.y < b.y : a.x < b.x;
  });
  if (made.minutiae.size() > parameters::max_minutiae) made.minutiae.resize(parameters::max_minutiae);
  judge(made);
  return made;
}

}  // namespace limen::fingerprint::synthesis
