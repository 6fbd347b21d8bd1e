#include "search/encode.hpp"

#include <algorithm>
#include <cmath>

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
  constexpr float half_way = 12582912;  // 1.5·2²³: adding it rounds to a whole number, ties to even
  const double scale = peak / 127;
  const auto steps = static_cast<float>(127 / peak);
  for (std::size_t i = 0; i < unit.size(); ++i) {
    const float clipped = std::min(std::max(unit[i] * steps, -127.0F), 127.0F);
    codes[i] = static_cast<std::int8_t>(static_cast<std::int32_t>((clipped + half_way) - half_way));
  }
  double sums[lanes] = {};
  std::size_t i = 0;
  for (; i + lanes <= unit.size(); i += lanes)
    for (std::size_t l = 0; l < lanes; ++l) {
      const double lost = unit[i + l] - scale * codes[i + l];
      sums[l] += lost * lost;
    }
  for (; i < unit.size(); ++i) {
    const double lost = unit[i] - scale * codes[i];
    sums[i % lanes] += lost * lost;
  }
  // Upwards by far more than the roundings above and to float: a bound, not an estimate.
  return {scale, static_cast<float>(std::sqrt(sum_of(sums)) * (1 + 1e-6) + 1e-9)};
}

}  // namespace limen::search
