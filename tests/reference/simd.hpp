// Plain twins of the SIMD kernels: slow, obvious, sharing no line with the library.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace reference {

inline std::uint64_t hamming(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::uint64_t differing = 0;
  for (std::size_t word = 0; word < a.size(); ++word)
    for (int bit = 0; bit < 64; ++bit)
      if ((a[word] >> bit & 1U) != (b[word] >> bit & 1U)) ++differing;
  return differing;
}

inline std::int64_t dot_i8(const std::vector<std::int8_t>& a, const std::vector<std::int8_t>& b) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::int64_t{a[i]} * std::int64_t{b[i]};
  return sum;
}

/// In long double: close to the exact value.
template <class Floats>
long double dot_f32(const Floats& a, const Floats& b) {
  long double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<long double>(a[i]) * static_cast<long double>(b[i]);
  return sum;
}

/// Σ|a·b|: what the rounding errors of an inner product are measured against.
template <class Floats>
long double dot_f32_magnitude(const Floats& a, const Floats& b) {
  long double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto product = static_cast<long double>(a[i]) * static_cast<long double>(b[i]);
    sum += product < 0 ? -product : product;
  }
  return sum;
}

/// The order that docs/simd.md promises for float sums, step by step: 32 sums for an inner product, 16 for a window.
inline float in_the_documented_order(const std::vector<float>& products, std::size_t sums) {
  std::vector<float> lane(sums, 0.0F);
  for (std::size_t i = 0; i < products.size(); ++i) lane[i % sums] = lane[i % sums] + products[i];
  while (lane.size() > 1) {
    std::vector<float> half(lane.size() / 2);
    for (std::size_t l = 0; l < half.size(); ++l) half[l] = lane[l] + lane[l + half.size()];
    lane = half;
  }
  return lane[0];
}

/// What one node sees of points, one after the other.
struct Seen {
  float share = 0, cosine = 0, sine = 0;
};
inline Seen bell_sum(float node_x, float node_y, float reach2,
                     const std::vector<std::vector<float>>& x_y_cosine_sine_weight) {
  Seen seen;
  for (std::size_t i = 0; i < x_y_cosine_sine_weight[0].size(); ++i) {
    const auto of = [&](std::size_t column) { return x_y_cosine_sine_weight[column][i]; };
    const float dx = of(0) - node_x, dy = of(1) - node_y;
    const float inside = 1 - (dx * dx + dy * dy) / reach2;
    if (!(inside > 0)) continue;
    const float share = of(4) * inside * inside * inside;
    seen.share += share;
    seen.cosine += share * of(2);
    seen.sine += share * of(3);
  }
  return seen;
}

}  // namespace reference
