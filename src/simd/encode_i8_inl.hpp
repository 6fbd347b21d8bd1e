// Floats to int8 codes, and what that loses. Plain loops with eight running sums: the compiler makes vectors of them,
// and every target adds in the same order.
#pragma once

namespace limen::simd {
namespace {

double encode_i8(const float* values, std::size_t n, float steps, double scale, std::int8_t* codes) noexcept {
  constexpr float half_way = 12582912;  // 1.5·2²³: adding it rounds to a whole number, ties to even
  constexpr std::size_t sums_at_once = 8;
  for (std::size_t i = 0; i < n; ++i) {
    const float step = values[i] * steps;
    const float above = step < -127 ? -127 : step;
    const float clipped = above > 127 ? 127 : above;
    codes[i] = static_cast<std::int8_t>(static_cast<std::int32_t>((clipped + half_way) - half_way));
  }
  double sums[sums_at_once] = {};
  std::size_t i = 0;
  for (; i + sums_at_once <= n; i += sums_at_once)
    for (std::size_t l = 0; l < sums_at_once; ++l) {
      const double lost = static_cast<double>(values[i + l]) - scale * codes[i + l];
      sums[l] += lost * lost;
    }
  for (; i < n; ++i) {
    const double lost = static_cast<double>(values[i]) - scale * codes[i];
    sums[i % sums_at_once] += lost * lost;
  }
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

}  // namespace
}  // namespace limen::simd
