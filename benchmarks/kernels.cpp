// How fast is each kernel on each target this machine can run, beside what the memory gives?
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "benchmarks/support.hpp"

namespace {

using limen::simd::Kernels;
using limen::simd::Target;

constexpr std::size_t in_cache = std::size_t{256} << 10U, in_memory = std::size_t{256} << 20U;  // bytes

template <class T>
std::vector<T> noise(std::size_t n) {
  std::mt19937 generator(1);
  std::vector<T> values(n);
  for (auto& value : values) value = static_cast<T>(static_cast<int>(generator() % 255) - 127);
  return values;
}

void count_items(benchmark::State& state, std::size_t items, std::size_t bytes) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(items));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void hamming(benchmark::State& state, const Kernels& kernels, std::size_t bytes) {
  constexpr std::size_t words = 32;  // 2048 bits
  const auto references = noise<std::uint64_t>(bytes / 8), probe = noise<std::uint64_t>(words);
  for (auto _ : state) {
    std::uint32_t least = UINT32_MAX;
    for (std::size_t at = 0; at < references.size(); at += words)
      least = std::min(least, kernels.hamming(probe.data(), references.data() + at, words));
    benchmark::DoNotOptimize(least);
  }
  count_items(state, references.size() / words, bytes);
}

void hamming_best(benchmark::State& state, const Kernels& kernels, std::size_t words) {
  constexpr std::size_t codes = 24, minutiae = 32, fingers = 256;
  const auto probe = noise<std::uint64_t>(codes * words), gallery = noise<std::uint64_t>(fingers * minutiae * words);
  std::vector<std::uint16_t> best(codes);
  for (auto _ : state)
    for (std::size_t f = 0; f < fingers; ++f) {
      kernels.hamming_best(probe.data(), codes, gallery.data() + f * minutiae * words, minutiae, words, best.data());
      benchmark::DoNotOptimize(best.data());
    }
  count_items(state, fingers, gallery.size() * 8);
}

void dot_i8(benchmark::State& state, const Kernels& kernels, std::size_t n, std::size_t bytes) {
  const auto rows = noise<std::int8_t>(bytes), probe = noise<std::int8_t>(n);
  std::vector<std::int32_t> out(bytes / n);
  for (auto _ : state) {
    kernels.dot_i8_rows(probe.data(), rows.data(), n, n, out.size(), out.data());
    benchmark::DoNotOptimize(out.data());
  }
  count_items(state, out.size(), bytes);
}

void dot_f32(benchmark::State& state, const Kernels& kernels, std::size_t n, std::size_t bytes) {
  const auto rows = noise<float>(bytes / 4), probe = noise<float>(n);
  std::vector<float> out(rows.size() / n);
  for (auto _ : state) {
    kernels.dot_f32_rows(probe.data(), rows.data(), n, n, out.size(), out.data());
    benchmark::DoNotOptimize(out.data());
  }
  count_items(state, out.size(), bytes);
}

/// Items are pairs of a probe and a reference of 512 codes.
void scan_i8(benchmark::State& state, const Kernels& kernels, std::size_t probes, std::size_t bytes) {
  constexpr std::size_t n = 512, rows = 64;
  const auto panels = noise<std::uint8_t>(bytes);
  const auto codes = noise<std::int8_t>((probes + 31) / 32 * 32 * n);
  const std::vector<std::int32_t> sums(probes, 0), least(probes, INT32_MAX);
  std::vector<limen::simd::Hit> hits(rows * probes);
  for (auto _ : state)
    for (std::size_t at = 0; at < bytes; at += rows * n) {
      const auto* next = at + rows * n < bytes ? panels.data() + at + rows * n : nullptr;
      benchmark::DoNotOptimize(kernels.scan_i8({panels.data() + at, next, n, ~std::uint64_t{0}, codes.data(),
                                                limen::simd::probes_together, sums.data(), least.data(), probes},
                                               hits.data()));
    }
  count_items(state, bytes / n * probes, bytes);
}

void convolve_column(benchmark::State& state, const Kernels& kernels) {
  constexpr std::size_t n = 400, taps = 31;
  const auto in = noise<float>(n), weights = noise<float>(taps);
  const std::vector<const float*> rows(taps, in.data());
  std::vector<float> out(n);
  for (auto _ : state) {
    kernels.convolve_column(rows.data(), out.data(), n, weights.data(), taps);
    benchmark::DoNotOptimize(out.data());
  }
  count_items(state, n, n * taps * sizeof(float));
}

// The yardstick: all that a loop can read that does nothing else.
void read_memory(benchmark::State& state, std::size_t bytes) {
  const auto words = noise<std::uint64_t>(bytes / 8);
  for (auto _ : state) benchmark::DoNotOptimize(std::reduce(words.begin(), words.end()));
  count_items(state, words.size(), bytes);
}

template <class Body, class... Arguments>
void add(const std::string& what, const Target& target, Body body, Arguments... arguments) {
  benchmark::RegisterBenchmark((what + "/" + std::string(target.name)).c_str(), body, *target.kernels, arguments...);
}

}  // namespace

int main(int argc, char** argv) {
  for (const auto& target : limen::simd::targets()) {
    if (!target.runnable()) continue;
    add("hamming/2048b/cache", target, hamming, in_cache);
    add("hamming/2048b/memory", target, hamming, in_memory);
    add("hamming_best/24x32x128b", target, hamming_best, std::size_t{2});
    add("hamming_best/24x32x256b", target, hamming_best, std::size_t{4});
    add("scan_i8/512/p1/memory", target, scan_i8, std::size_t{1}, in_memory);
    add("scan_i8/512/p48/cache", target, scan_i8, std::size_t{48}, in_cache);
    for (const std::size_t n : {128U, 512U}) {
      const auto shape = std::to_string(n);
      add("dot_i8/" + shape + "xi8/cache", target, dot_i8, n, in_cache);
      add("dot_i8/" + shape + "xi8/memory", target, dot_i8, n, in_memory);
      add("dot_f32/" + shape + "xf32/cache", target, dot_f32, n, in_cache);
      add("dot_f32/" + shape + "xf32/memory", target, dot_f32, n, in_memory);
    }
    add("convolve_column/400x31", target, convolve_column);
  }
  benchmark::RegisterBenchmark("read/memory", read_memory, in_memory);
  return limen::benchmarks::run(argc, argv);
}
