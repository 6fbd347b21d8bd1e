#include "fingerprint/synthesise_pattern.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fingerprint/angle.hpp"
#include "fingerprint/synthesise_phasor.hpp"

namespace limen::fingerprint::synthesis {

namespace {
constexpr std::array<std::string_view, 5> names{"arch", "tented_arch", "left_loop", "right_loop", "whorl"};
constexpr std::array<float, 5> frequencies{0.037F, 0.029F, 0.338F, 0.317F, 0.279F};  // Wilson, Candela & Watson 1994
constexpr float slow_sway = 0.28F;                                                   // radians in the doubled angle
constexpr float quick_sway = 0.14F;
constexpr float unevenness = 0.07F;    // relative spread of the period within a finger
constexpr float reach = 220;           // px, of the corrections about a singular point
constexpr float sharp_sectors = 0.3F;  // how far a delta's ridges keep to its three seams
}  // namespace

std::string_view to_string(Pattern pattern) noexcept { return names[static_cast<std::size_t>(pattern)]; }

std::optional<Pattern> pattern_from(std::string_view name) noexcept {
  for (const Pattern pattern : patterns)
    if (to_string(pattern) == name) return pattern;
  return std::nullopt;
}

Pattern draw_pattern(Random& random) noexcept {
  float left = random.uniform();
  for (const Pattern pattern : patterns) {
    left -= frequencies[static_cast<std::size_t>(pattern)];
    if (left < 0) return pattern;
  }
  return Pattern::whorl;
}

Flow::Flow(Pattern pattern, const FingerOptions& options, Random& random)
    : slow_(random, Finger::width, Finger::height, 100),
      quick_(random, Finger::width, Finger::height, 42),
      spacing_(random, Finger::width, Finger::height, 64) {
  middle_ = {Finger::width * 0.5F + 12 * random.normal(), Finger::height * 0.44F + 14 * random.normal()};
  period_ = static_cast<float>(std::clamp(options.period + options.period_sd * static_cast<double>(random.normal()),
                                          options.period - 1.8, options.period + 1.8));
  hairpin_ = random.uniform(0.7F, 1.25F);
  tip_ = random.uniform(0.2F, 0.6F);
  tilt_ = 0.14F * random.normal();
  width_ = random.uniform(60, 95);
  const auto [x, y] = middle_;
  switch (pattern) {
    case Pattern::arch: arch_ = random.uniform(0.55F, 0.95F); break;
    case Pattern::tented_arch:
      cores_ = {{x, y + 10}};
      deltas_ = {{x + random.uniform(-9, 9), y + random.uniform(75, 105)}};
      arch_ = random.uniform(0.2F, 0.35F);
      break;
    case Pattern::left_loop:
    case Pattern::right_loop: {
      const float side = pattern == Pattern::left_loop ? 1.0F : -1.0F;  // the delta lies opposite to the opening
      const float across = random.uniform(52, 120);
      cores_ = {{x, y}};
      deltas_ = {{x + side * across, y + random.uniform(75, 165)}};
      break;
    }
    case Pattern::whorl: {
      const float tall = random.uniform(6, 36);
      const float lean = random.uniform(-20, 20);
      cores_ = {{x - lean, y - tall}, {x + lean, y + tall}};
      deltas_ = {{x - random.uniform(75, 140), y + random.uniform(80, 170)},
                 {x + random.uniform(75, 140), y + random.uniform(80, 170)}};
      tip_ *= 0.5F;
      break;
    }
  }
  for (auto* points : {&cores_, &deltas_})
    for (auto& p : *points) {
      const float dx = p.x - x;
      const float dy = p.y - y;
      p = {x + dx - tilt_ * dy, y + dy + tilt_ * dx};
    }
  for (const auto& core : cores_) singular_.push_back({core, 1, {}});
  for (const auto& delta : deltas_) singular_.push_back({delta, -1, {}});
  set_axes();
}

void Flow::set_axes() noexcept {
  for (auto& own : singular_) {
    float rest = 2 * tilt_ + 2 * arch_ * rise(own.at.x, own.at.y);  // the doubled angle at `own` without its own turn
    for (const auto& other : singular_)
      if (&other != &own) rest += other.sign * angle_of(own.at.x - other.at.x, own.at.y - other.at.y);
    const float axis = own.sign > 0 ? rest : (rest - std::numbers::pi_v<float>) / 3;
    const Phasor unit = cis(axis);
    own.axis = {unit.re, unit.im};
  }
}

float Flow::rise(float x, float y) const noexcept {  // the ridges climb to the middle, steepest at its height
  const float below = (y - middle_.y) / 150;         // 0 at the middle, 1 near the crease of the finger
  const float wide = width_ + 70 * std::max(0.0F, -below);
  const float across = (x - middle_.x) / wide;
  const float fade = below < 0 ? 1.0F : 1 / (1 + 2 * below * below * below);
  return across / (1 + 0.5F * across * across) * fade;
}

Flow::Local Flow::at(float x, float y) const noexcept {
  return at(x, y, slow_sway * slow_.at(x, y) + quick_sway * quick_.at(x, y), unevenness * spacing_.at(x, y));
}

std::vector<Flow::Local> Flow::on_grid(int columns, int rows, float spacing) const {
  const auto slow = slow_.on_grid(columns, rows, spacing);
  const auto quick = quick_.on_grid(columns, rows, spacing);
  const auto uneven = spacing_.on_grid(columns, rows, spacing);
  std::vector<Local> locals(slow.size());
  std::size_t i = 0;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column, ++i)
      locals[i] = at(static_cast<float>(column) * spacing, static_cast<float>(row) * spacing,
                     slow_sway * slow[i] + quick_sway * quick[i], unevenness * uneven[i]);
  return locals;
}

Flow::Local Flow::at(float x, float y, float sway, float uneven) const noexcept {
  float c = 1;
  float s = 0;
  float angle = 2 * tilt_ + 2 * arch_ * rise(x, y) + sway;
  const float above = (middle_.y - y) / 110;
  if (above > 0) angle += 2 * tip_ * above / (1 + above) * std::clamp((x - middle_.x) / 170, -1.2F, 1.2F);
  for (const auto& p : singular_) {
    const float dx = x - p.at.x;
    const float dy = y - p.at.y;
    const float r = std::sqrt(dx * dx + dy * dy) + 1e-3F;
    const Point unit{dx / r, dy / r};
    const float turned = c * unit.x - p.sign * s * unit.y;
    s = p.sign * c * unit.y + s * unit.x;
    c = turned;
    const float across = p.axis.x * unit.y - p.axis.y * unit.x;
    if (p.sign > 0)
      angle -= hairpin_ * across / (1 + r * r / (reach * reach));
    else
      angle -= sharp_sectors * across * (3 - 4 * across * across) / (1 + r * r / (reach * reach));
  }
  const auto [ca, sa] = cis(angle);
  const float below = (y - middle_.y) / 280;
  return {c * ca - s * sa, c * sa + s * ca, period_ * std::clamp(1 + uneven + 0.07F * below, 0.8F, 1.25F)};
}

}  // namespace limen::fingerprint::synthesis
