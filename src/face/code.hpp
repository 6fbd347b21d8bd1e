// Embeddings as integers: what makes scores the same on every machine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/core/bytes.hpp"
#include "limen/core/score.hpp"
#include "limen/search/panels.hpp"

namespace limen::face {

inline constexpr float code_unit = 32768;  // 2¹⁵: a float holds every multiple of 2⁻¹⁵ of a unit vector exactly

inline std::int16_t to_code(float component) noexcept {
  if (!(component > -1)) return component <= -1 ? INT16_MIN : std::int16_t{0};  // NaN compares as nothing
  return static_cast<std::int16_t>(std::min(32767L, std::lround(component * code_unit)));
}
constexpr float from_code(std::int16_t code) noexcept { return static_cast<float>(code) / code_unit; }

inline std::int64_t square_of(std::span<const std::int16_t> code) noexcept {
  std::int64_t sum = 0;
  for (const std::int32_t v : code) sum += v * v;
  return sum;
}

/// The code as floats of unit length; zeros stay zeros. Precondition: unit.size() == code.size().
inline void to_unit(std::span<const std::int16_t> code, std::int64_t square, std::span<float> unit) {
  std::ranges::copy(code, unit.begin());
  if (square > 0) search::to_unit(unit, static_cast<double>(square), unit.data());
}

/// Within 1 % of unit length: the condition under which a 32-bit sum of products cannot overflow (Cauchy-Schwarz:
/// every partial sum is at most 2³⁰ · 1.01²).
constexpr bool unit_length(std::int64_t square) noexcept {
  constexpr double one = 1024.0 * 1024.0 * 1024.0;
  return static_cast<double>(square) > 0.98 * one && static_cast<double>(square) < 1.02 * one;
}

/// Precondition: both of unit length.
inline std::int32_t dot(const std::int16_t* a, const std::int16_t* b, std::size_t n) noexcept {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += std::int32_t{a[i]} * std::int32_t{b[i]};
  return sum;
}

/// IEEE square root, division and multiplication are correctly rounded everywhere.
inline Score cosine(std::int32_t dot, std::int64_t square_a, std::int64_t square_b) noexcept {
  return Score::from(dot / std::sqrt(static_cast<double>(square_a) * static_cast<double>(square_b)));
}

}  // namespace limen::face
