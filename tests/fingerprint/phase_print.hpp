// Prints from a closed formula: ridges are a plane wave, bent, with a phase spiral at each minutia. An impression is
// the same skin seen through a warp that the test chooses, so that the answer is known.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <vector>

#include "limen/fingerprint/template.hpp"

namespace limen::test {

struct SkinPoint {
  double x = 0;
  double y = 0;
};

/// From an impression's pixel to the skin.
using Placement = std::function<SkinPoint(SkinPoint)>;

inline SkinPoint still(SkinPoint p) { return p; }

/// Turned by `angle` radians about (176, 176), then shifted.
inline Placement moved(double angle, double dx, double dy) {
  return [=](SkinPoint p) {
    const double x = p.x - 176, y = p.y - 176;
    return SkinPoint{176 + std::cos(angle) * x - std::sin(angle) * y + dx,
                     176 + std::sin(angle) * x + std::cos(angle) * y + dy};
  };
}

class PhaseSkin {
 public:
  explicit PhaseSkin(std::uint64_t seed, int minutiae = 36) {
    state_ = seed * 0x9E3779B97F4A7C15U + 1;
    bend_ = 20 + 30 * random();
    wave_ = 70 + 60 * random();
    for (int i = 0; i < minutiae; ++i)
      spirals_.push_back(
          {{30 + 300 * random(), 30 + 300 * random()}, random() < 0.5 ? 1.0 : -1.0, 0.3 + 0.7 * random()});
  }

  /// The template of an impression of 352×352 px; `visible` says which of its pixels show skin.
  fingerprint::Template impression(
      const Placement& place = still,
      const std::function<bool(SkinPoint)>& visible = [](SkinPoint) { return true; }) const {
    fingerprint::Template finger;
    finger.width = finger.height = 352;
    auto& map = finger.map;
    map.width = map.height = fingerprint::RidgeMap::cells_in(352);
    for (int r = 0; r < map.height; ++r)
      for (int c = 0; c < map.width; ++c) map.cells.push_back(cell({8.0 * c + 4, 8.0 * r + 4}, place, visible));
    for (const Spiral& s : spirals_) {
      const SkinPoint p = seen_at(s.at, place);
      if (p.x < 8 || p.y < 8 || p.x > 344 || p.y > 344 || !visible(p)) continue;
      // The direction of the ridges without this spiral, turned to the side that its sign says.
      const auto along = [&](SkinPoint q) { return smooth(place(q), &s); };
      const double gx = along({p.x + 0.5, p.y}) - along({p.x - 0.5, p.y});
      const double gy = along({p.x, p.y + 0.5}) - along({p.x, p.y - 0.5});
      const double direction = std::atan2(gx * s.sign, -gy * s.sign);
      finger.minutiae.push_back(
          fingerprint::on_grid({static_cast<float>(p.x), static_cast<float>(p.y),
                                static_cast<float>(direction < 0 ? direction + 2 * std::numbers::pi : direction),
                                static_cast<float>(s.quality), fingerprint::MinutiaKind::ending}));
    }
    return finger;
  }

 private:
  struct Spiral {
    SkinPoint at;
    double sign = 1;
    double quality = 1;
  };

  double random() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(state_ >> 11) / 9007199254740992.0;
  }
  /// Phase in radians, without one of the spirals.
  double smooth(SkinPoint p, const Spiral* without) const {
    double phase = 2 * std::numbers::pi / 9 * (p.y + bend_ * std::sin(p.x / wave_));
    for (const Spiral& s : spirals_)
      if (&s != without) phase += s.sign * std::atan2(p.y - s.at.y, p.x - s.at.x);
    return phase;
  }
  fingerprint::RidgeCell cell(SkinPoint p, const Placement& place,
                              const std::function<bool(SkinPoint)>& visible) const {
    if (!visible(p)) return {};
    const auto step = [&](double dx, double dy) {
      const double d = smooth(place({p.x + dx, p.y + dy}), nullptr) - smooth(place({p.x - dx, p.y - dy}), nullptr);
      return std::remainder(d, 2 * std::numbers::pi);
    };
    const double gx = step(0.5, 0), gy = step(0, 0.5);
    const double rate = std::hypot(gx, gy);
    return fingerprint::quantise(1.0F, static_cast<float>(2 * std::numbers::pi / std::max(rate, 1e-3)),
                                 static_cast<float>(std::atan2(-gx, gy)),
                                 static_cast<float>(std::remainder(smooth(place(p), nullptr), 2 * std::numbers::pi)));
  }
  /// The pixel that shows a point of the skin: the placement undone by Newton's method.
  static SkinPoint seen_at(SkinPoint skin, const Placement& place) {
    SkinPoint p = skin;
    for (int i = 0; i < 30; ++i) {
      const SkinPoint q = place(p), qx = place({p.x + 0.5, p.y}), qy = place({p.x, p.y + 0.5});
      const double a = 2 * (qx.x - q.x), b = 2 * (qy.x - q.x), c = 2 * (qx.y - q.y), d = 2 * (qy.y - q.y);
      const double det = a * d - b * c;
      p = {p.x - (d * (q.x - skin.x) - b * (q.y - skin.y)) / det,
           p.y - (a * (q.y - skin.y) - c * (q.x - skin.x)) / det};
    }
    return p;
  }

  std::uint64_t state_;
  double bend_ = 0;
  double wave_ = 0;
  std::vector<Spiral> spirals_;
};

}  // namespace limen::test
