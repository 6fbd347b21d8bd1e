#include <array>
#include <cmath>

#include "fingerprint/descriptor.hpp"

namespace limen::fingerprint {
namespace {

struct Offset {
  float x = 0;
  float y = 0;
};

/// The sampling points in the frame of a minutia that points along +x. Angles are whole 256ths, close to even spacing.
constexpr std::array<Offset, orientation_points> sampling_points() {
  constexpr std::array<std::array<int, 2>, 5> rings{{{16, 8}, {30, 12}, {46, 16}, {64, 20}, {84, 24}}};
  std::array<Offset, orientation_points> points{};
  std::size_t at = 0;
  for (std::size_t ring = 0; ring < rings.size(); ++ring) {
    const int count = rings[ring][1];
    for (int k = 0; k < count; ++k) {
      const int twice = 2 * k + static_cast<int>(ring % 2);
      const auto angle = static_cast<Turn>((256 * twice + count) / (2 * count));
      const auto radius = static_cast<float>(rings[ring][0]);
      points[at++] = {radius * cosine(angle), radius * sine(angle)};
    }
  }
  return points;
}
constexpr auto points = sampling_points();

/// Doubled orientation between the cells' centres, as a vector: the valid neighbours' unit vectors, weighted
/// bilinearly. False where less than half of the weight is valid or the neighbours contradict each other.
bool orientation_at(const Prepared& finger, float px, float py, float& re, float& im) {
  const float column = (px - finger.left - 4) * 0.125F;
  const float row = (py - finger.top - 4) * 0.125F;
  if (!(column > -1 && row > -1 && column < static_cast<float>(finger.columns) &&
        row < static_cast<float>(finger.rows)))
    return false;
  const int c0 = static_cast<int>(column + 1) - 1;
  const int r0 = static_cast<int>(row + 1) - 1;
  const float fx = column - static_cast<float>(c0);
  const float fy = row - static_cast<float>(r0);
  float weight = 0;
  re = im = 0;
  for (int k = 0; k < 4; ++k) {
    const int c = c0 + (k & 1);
    const int r = r0 + (k >> 1);
    if (c < 0 || r < 0 || c >= finger.columns || r >= finger.rows || !finger.cell(c, r).valid()) continue;
    const float w = ((k & 1) != 0 ? fx : 1 - fx) * ((k >> 1) != 0 ? fy : 1 - fy);
    const auto doubled = static_cast<Turn>(8 * finger.cell(c, r).orientation());
    re += w * cosine(doubled);
    im += w * sine(doubled);
    weight += w;
  }
  const float length = std::sqrt(re * re + im * im);
  return weight >= 0.5F && length >= 0.25F * weight;
}

/// 1 + the level of a doubled angle.
unsigned level_of(float x, float y) {
  constexpr float levels_a_radian = orientation_levels / 6.28318531F;
  const float level = angle_of(x, y) * levels_a_radian + (orientation_levels + 0.5F);
  return 1 + static_cast<unsigned>(level) % orientation_levels;
}

}  // namespace

void describe_orientation(Prepared& finger) {
  const auto count = static_cast<std::size_t>(finger.count);
  finger.orientations.assign(count * packed_orientation_size, 0);
  if (!finger.has_map) return;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint8_t* out = finger.orientations.data() + i * packed_orientation_size;
    const float c = cosine(finger.turn[i]);
    const float s = sine(finger.turn[i]);
    const auto twice = static_cast<Turn>(2 * finger.turn[i]);
    for (std::size_t k = 0; k < points.size(); ++k) {
      float re = 0, im = 0;
      if (!orientation_at(finger, finger.x[i] + c * points[k].x - s * points[k].y,
                          finger.y[i] + s * points[k].x + c * points[k].y, re, im))
        continue;
      const unsigned level = level_of(re * cosine(twice) + im * sine(twice), im * cosine(twice) - re * sine(twice));
      out[k / 2] = static_cast<std::uint8_t>(out[k / 2] | level << (4 * (k % 2)));
    }
  }
}

}  // namespace limen::fingerprint
