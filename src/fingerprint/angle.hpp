// Angles as 256ths of a turn, with tables made by the compiler: libm's sine differs between CPUs, these do not.
#pragma once

#include <array>
#include <cstdint>

namespace limen::fingerprint {

/// 256ths of a turn, counted from +x towards +y; differences wrap by themselves.
using Turn = std::uint8_t;

namespace angle_detail {

/// cos(2π k/256) by its series on the first octant: exact to the last bit of a float.
constexpr double series(int k, bool sine) {
  const double x = k * (6.283185307179586476925 / 256.0);
  double term = sine ? x : 1.0;
  double sum = term;
  for (int i = sine ? 2 : 1; i < 24; i += 2) {
    term *= -x * x / (i * (i + 1.0));
    sum += term;
  }
  return sum;
}

constexpr double cosine(int k) {
  k &= 255;
  if (k > 128) k = 256 - k;
  if (k > 64) return -cosine(128 - k);
  return k <= 32 ? series(k, false) : series(64 - k, true);
}

constexpr std::array<float, 256> table(int offset) {
  std::array<float, 256> values{};
  for (int k = 0; k < 256; ++k) values[static_cast<std::size_t>(k)] = static_cast<float>(cosine(k - offset));
  return values;
}

inline constexpr std::array<float, 256> cosines = table(0);
inline constexpr std::array<float, 256> sines = table(64);

}  // namespace angle_detail

constexpr float cosine(Turn turn) noexcept { return angle_detail::cosines[turn]; }
constexpr float sine(Turn turn) noexcept { return angle_detail::sines[turn]; }

/// The angle of (x, y) in radians, −π to π, to 1e-4; 0 for (0, 0). Arithmetic only (Abramowitz & Stegun 4.4.49).
constexpr float angle_of(float x, float y) noexcept {
  const float ax = x < 0 ? -x : x;
  const float ay = y < 0 ? -y : y;
  const float most = ax > ay ? ax : ay;
  if (!(most > 0)) return 0;
  const float t = (ax > ay ? ay : ax) / most;
  const float t2 = t * t;
  float angle = t * (0.9998660F + t2 * (-0.3302995F + t2 * (0.1801410F + t2 * (-0.0851330F + t2 * 0.0208351F))));
  if (ay > ax) angle = 1.57079633F - angle;
  if (x < 0) angle = 3.14159265F - angle;
  return y < 0 ? -angle : angle;
}

}  // namespace limen::fingerprint
