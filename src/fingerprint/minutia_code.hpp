// A minutia in six bytes: x, y (1/8 px), direction (2π/256), kind (high bit) and quality (1/127).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "limen/fingerprint/minutia.hpp"

namespace limen::fingerprint {

struct MinutiaCode {
  std::uint16_t x = 0;
  std::uint16_t y = 0;
  std::uint8_t direction = 0;
  std::uint8_t kind_and_quality = 0;

  MinutiaCode() = default;
  explicit MinutiaCode(const Minutia& m) noexcept
      : x(static_cast<std::uint16_t>(nearest(m.x * 8.0F, 65535.0F))),
        y(static_cast<std::uint16_t>(nearest(m.y * 8.0F, 65535.0F))),
        direction(angle_step(m.direction)),
        kind_and_quality(static_cast<std::uint8_t>((m.kind == MinutiaKind::bifurcation ? 0x80U : 0U) |
                                                   nearest(m.quality * 127.0F, 127.0F))) {}

  Minutia minutia() const noexcept {
    return {static_cast<float>(x) / 8.0F, static_cast<float>(y) / 8.0F,
            static_cast<float>(direction) * (std::numbers::pi_v<float> / 128.0F),
            static_cast<float>(kind_and_quality & 0x7FU) / 127.0F,
            (kind_and_quality & 0x80U) != 0 ? MinutiaKind::bifurcation : MinutiaKind::ending};
  }

 private:
  static unsigned nearest(float value, float most) noexcept {
    return value > 0 ? static_cast<unsigned>(std::min(value, most) + 0.5F) : 0U;  // not a number: 0
  }
  static std::uint8_t angle_step(float radians) noexcept {
    if (!std::isfinite(radians)) return 0;
    const float steps = std::fmod(std::floor(radians * (128.0F / std::numbers::pi_v<float>)+0.5F), 256.0F);
    return static_cast<std::uint8_t>(static_cast<int>(steps) & 255);
  }
};

}  // namespace limen::fingerprint
