// IEEE half precision in integers, so that every compiler and machine gives the same bits.
#pragma once

#include <bit>
#include <cstdint>

namespace limen::search {

/// Exact.
inline float from_half(std::uint16_t half) noexcept {
  const std::uint32_t sign = (half & 0x8000U) << 16U;
  // The exponent's bias grows by 112; a product does it also for subnormal values.
  const float magnitude = std::bit_cast<float>((half & 0x7FFFU) << 13U) * std::bit_cast<float>(0x77800000U);
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
}

/// To the nearest, ties to even. Precondition: |value| < 65504.
inline std::uint16_t to_half(float value) noexcept {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
  // Below 2⁻¹⁴ a half counts in steps of 2⁻²⁴: adding 0.5 lets the float adder round to such steps.
  const std::uint32_t small = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0.5F) - 0x3F000000U;
  const std::uint32_t normal = (magnitude - 0x38000000U + 0xFFFU + ((magnitude >> 13U) & 1U)) >> 13U;
  return static_cast<std::uint16_t>((magnitude < 0x38800000U ? small : normal) | ((bits >> 16U) & 0x8000U));
}

}  // namespace limen::search
