// The generator of everything procedural: the same numbers from the same seed with every compiler and library.
#pragma once

#include <cstdint>

namespace limen {

/// xoshiro256++ (Blackman & Vigna 2019), seeded through SplitMix64. `stream` separates uses of one seed.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) noexcept {
    std::uint64_t mixed = seed ^ (stream * 0xD1342543DE82EF95U);
    for (auto& word : state_) word = split_mix(mixed);
  }

  std::uint64_t next() noexcept {
    const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  float uniform() noexcept { return static_cast<float>(next() >> 40U) * 0x1p-24F; }  ///< [0, 1)
  float uniform(float low, float high) noexcept { return low + (high - low) * uniform(); }

  /// Mean 0, variance 1, never beyond ±3.47: the sum of four 16-bit uniforms.
  float normal() noexcept {
    const std::uint64_t bits = next();
    const auto sum = (bits & 0xFFFFU) + ((bits >> 16U) & 0xFFFFU) + ((bits >> 32U) & 0xFFFFU) + (bits >> 48U);
    return (static_cast<float>(sum) - 131070.0F) * (1.7320508F / 65536.0F);
  }

 private:
  static std::uint64_t rotate(std::uint64_t x, unsigned k) noexcept { return (x << k) | (x >> (64U - k)); }
  static std::uint64_t split_mix(std::uint64_t& x) noexcept {
    std::uint64_t z = (x += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  std::uint64_t state_[4];
};

}  // namespace limen
