// Distances between points.
#pragma once

#include <cmath>

#include "limen/core/units.hpp"

namespace limen::face {

inline Point middle(Point a, Point b) noexcept { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }
inline double distance(Point a, Point b) noexcept { return std::hypot(double{a.x} - b.x, double{a.y} - b.y); }

}  // namespace limen::face
