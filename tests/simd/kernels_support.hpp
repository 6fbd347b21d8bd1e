// What the kernel tests share: the lengths of CONTRIBUTING, seeded values, each runnable target, unaligned copies.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "limen/simd/target.hpp"

namespace limen::test {

inline constexpr std::array<std::size_t, 17> lengths{0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 1021};

/// Calls body(kernels) for each target that this machine can run.
template <class Body>
void on_each_target(Body body) {
  for (const auto& target : simd::targets()) {
    if (!target.runnable()) continue;
    CAPTURE(target.name);
    body(*target.kernels);
  }
}

/// The values at an address that is aligned for T and, on purpose, for nothing more; nothing may be read behind them
/// (the address sanitizer watches).
template <class T>
class Unaligned {
 public:
  explicit Unaligned(const std::vector<T>& values) : memory_(new T[values.size() + 1]) {
    if (!values.empty()) std::memcpy(memory_.get() + 1, values.data(), values.size() * sizeof(T));
  }
  T* data() { return memory_.get() + 1; }

 private:
  std::unique_ptr<T[]> memory_;
};

inline std::vector<std::uint64_t> random_words(std::size_t n, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::vector<std::uint64_t> words(n);
  for (auto& word : words) word = generator();
  return words;
}

inline std::vector<std::int8_t> random_bytes(std::size_t n, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::vector<std::int8_t> bytes(n);
  for (auto& byte : bytes) byte = static_cast<std::int8_t>(static_cast<int>(generator() % 256) - 128);
  return bytes;
}

inline std::vector<float> random_floats(std::size_t n, std::uint64_t seed, float scale = 1) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<float> uniform(-scale, scale);
  std::vector<float> floats(n);
  for (auto& value : floats) value = uniform(generator);
  return floats;
}

/// Equal bit for bit, so that -0 is not 0 and NaN is NaN.
inline bool same_bits(float a, float b) { return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b); }

}  // namespace limen::test
