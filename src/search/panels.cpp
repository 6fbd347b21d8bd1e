#include "limen/search/panels.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "limen/simd/target.hpp"

namespace limen::search {
namespace {

constexpr std::size_t lanes = 8;  // running sums: a fixed order that vectorises

double sum_of(const double* sums) noexcept {
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

}  // namespace

double square_of(std::span<const float> vector) noexcept {
  double sums[lanes] = {};
  std::size_t i = 0;
  for (; i + lanes <= vector.size(); i += lanes)
    for (std::size_t l = 0; l < lanes; ++l) {
      const double value = vector[i + l];
      sums[l] += value * value;
    }
  for (; i < vector.size(); ++i) sums[i % lanes] += static_cast<double>(vector[i]) * static_cast<double>(vector[i]);
  return sum_of(sums);
}

void to_unit(std::span<const float> vector, double square, float* unit) noexcept {
  const double factor = 1 / std::sqrt(square);
  for (std::size_t i = 0; i < vector.size(); ++i) unit[i] = static_cast<float>(vector[i] * factor);
}

Encoded encode(std::span<const float> unit, double peak, std::int8_t* codes) noexcept {
  const double scale = peak / 127;
  const double lost = simd::active().encode_i8(unit.data(), unit.size(), static_cast<float>(127 / peak), scale, codes);
  // Upwards by far more than the roundings in it and to float: a bound, not an estimate.
  return {scale, static_cast<float>(std::sqrt(lost) * (1 + 1e-6) + 1e-9)};
}

Encoded encode(std::span<const float> unit, std::int8_t* codes) noexcept {
  float peak = 0;
  for (const float component : unit) peak = std::max(peak, std::abs(component));
  return encode(unit, static_cast<double>(peak), codes);
}

double peak_of(std::size_t dimension, double clip) noexcept { return clip / std::sqrt(static_cast<double>(dimension)); }

void put_row(std::uint8_t* panels, std::size_t padded, std::size_t row, const std::int8_t* codes) noexcept {
  auto* to = panels + row / panel_rows * padded * panel_rows + row % panel_rows * 4;
  for (std::size_t i = 0; i < padded; i += 4, to += 4 * panel_rows) {
    std::uint32_t four;
    std::memcpy(&four, codes + i, 4);
    four ^= 0x80808080U;  // a byte stands for byte − 128
    std::memcpy(to, &four, 4);
  }
}

Bound::Bound(const Encoded& probe, double reference_scale) noexcept {
  // Lengths are at most 1 + 2⁻¹¹ after rounding, halves included; the roundings of dot_f32 come to at most
  // (2048/32 + 7) · 2⁻²⁴ of the product of the lengths, those of this bound to much less.
  constexpr double length = 1.001, rounding = 1e-5;
  const auto error = static_cast<double>(probe.error);
  scale_ = probe.scale * reference_scale;
  a_ = error * length + rounding;
  b_ = length + error;
}

std::int32_t Bound::least(double floor, float error) const noexcept {
  const double dot = std::floor((floor - width(error)) / scale_) - 1;
  return static_cast<std::int32_t>(std::clamp(dot, -2147483648.0, 2147483647.0));
}

}  // namespace limen::search
