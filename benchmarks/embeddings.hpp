// Embeddings of nobody for the benchmarks of search, quickly made, and the median of what is measured with them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace limen::benchmarks {

/// Nearly normal noise of standard deviation noise_spread: the sum of eight random bytes.
inline constexpr float noise_spread = 209;
inline void fill(std::span<float> values, std::uint64_t seed) {
  for (auto& value : values) {
    seed ^= seed << 13U, seed ^= seed >> 7U, seed ^= seed << 17U;
    std::uint64_t sum = (seed & 0x00FF00FF00FF00FFU) + (seed >> 8U & 0x00FF00FF00FF00FFU);
    sum = (sum & 0xFFFF0000FFFFU) + (sum >> 16U & 0xFFFF0000FFFFU);
    value = static_cast<float>((sum & 0xFFFFFFFFU) + (sum >> 32U)) - 1020.0F;
  }
}

/// Which reference probe p is a noisy copy of.
inline std::size_t mate_of(std::size_t probe, std::size_t references) { return probe * 1999 % references; }

inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace limen::benchmarks
