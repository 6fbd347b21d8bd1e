// How much does certified search leave in doubt, and what does that cost, where references depend on one another?
// Names are galleries/dimension/references/kind; every list is compared with the one of mode float. One thread.
// LIMEN_BENCHMARK_REFERENCES makes the galleries smaller.
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "limen/search/embedding_index.hpp"

#include "benchmarks/embeddings.hpp"
#include "benchmarks/limits.hpp"
#include "benchmarks/support.hpp"

namespace {

using namespace limen;
using namespace limen::benchmarks;
using search::EmbeddingIndex;
using search::Mode;

constexpr std::size_t dimension = 512, probes = 96, candidates = 10;

using Rows = std::vector<float>;  // row by row, `dimension` numbers each

Rows noise(std::size_t rows, std::uint64_t seed, double length) {
  Rows out(rows * dimension);
  fill(out, seed);
  const auto factor = static_cast<float>(length / (noise_spread * std::sqrt(double{dimension})));
  for (auto& value : out) value *= factor;
  return out;
}

void add(Rows& rows, std::size_t row, float weight, const Rows& others, std::size_t other) {
  for (std::size_t d = 0; d < dimension; ++d) rows[row * dimension + d] += weight * others[other * dimension + d];
}

Rows independent(std::size_t count) { return noise(count, 1, 1); }

/// Normal factors of weight 1/√i along `rank` directions, and noise of half a unit's length.
template <std::size_t rank>
Rows low_rank(std::size_t count) {
  const Rows directions = noise(rank, 2, 1);
  Rows factors(count * rank);
  fill(factors, 3);
  auto rows = noise(count, 4, 0.5);
  for (std::size_t r = 0; r < count; ++r)
    for (std::size_t i = 0; i < rank; ++i)
      add(rows, r, factors[r * rank + i] / noise_spread / std::sqrt(static_cast<float>(i + 1)), directions, i);
  return rows;
}

/// Hundreds of a cosine of 0.7 to one another.
Rows clusters(std::size_t count) {
  const Rows centres = noise((count + 99) / 100, 5, std::sqrt(0.7));
  auto rows = noise(count, 6, std::sqrt(0.3));
  for (std::size_t r = 0; r < count; ++r) add(rows, r, 1, centres, r / 100);
  return rows;
}

/// Few components carry all the length: codes clip them.
Rows fifth_powers(std::size_t count) {
  auto rows = noise(count, 7, std::sqrt(double{dimension}));
  for (auto& value : rows) value = value * value * value * value * value;
  return rows;
}

struct Kind {
  const char* name;
  Rows (*make)(std::size_t);
};
constexpr std::array kinds{Kind{"independent", independent}, Kind{"low rank 64 + noise", low_rank<64>},
                           Kind{"low rank 16 + noise", low_rank<16>}, Kind{"clusters of 100, cosine 0.7", clusters},
                           Kind{"fifth powers of normal components", fifth_powers}};

std::size_t references() {
  const char* asked = std::getenv("LIMEN_BENCHMARK_REFERENCES");
  return asked != nullptr ? std::strtoull(asked, nullptr, 10) : 200'000;
}

/// Of as much noise as signal.
Rows probes_of(const Rows& rows, std::size_t count) {
  auto out = noise(probes, 8, 1);
  for (std::size_t p = 0; p < probes; ++p) {
    double square = 0;
    for (std::size_t d = 0; d < dimension; ++d) {
      const double value = rows[mate_of(p, count) * dimension + d];
      square += value * value;
    }
    add(out, p, static_cast<float>(1 / std::sqrt(square)), rows, mate_of(p, count));
  }
  return out;
}

void search_gallery(benchmark::State& state, const Kind& kind) {
  const std::size_t count = references();
  auto index = EmbeddingIndex::create({.dimension = dimension}).value();
  Rows asked;
  {
    const Rows rows = kind.make(count);
    asked = probes_of(rows, count);
    std::vector<ReferenceId> ids(count);
    for (std::size_t i = 0; i < count; ++i) ids[i] = {i + 1};
    index.add(ids, rows).value();
  }
  const auto search = [&](Mode mode) { return index.search(asked, {.candidates = candidates, .mode = mode}).value(); };
  const auto truth = search(Mode::floating).lists;
  std::vector<double> rates, of_quantised;
  search::EmbeddingCandidates quantised, certified;
  for (auto _ : state) {
    auto begin = std::chrono::steady_clock::now();
    quantised = search(Mode::quantised);
    const double plain = seconds_since(begin);
    begin = std::chrono::steady_clock::now();
    certified = search(Mode::certified);
    const double seconds = seconds_since(begin);
    state.SetIterationTime(seconds);
    rates.push_back(static_cast<double>(count * probes) / seconds);
    of_quantised.push_back(plain / seconds);
    if (certified.lists != truth) return state.SkipWithError("the certified list is not the float list");
  }
  double in_doubt = 0, compared = 0, hits = 0;
  for (std::size_t p = 0; p < probes; ++p) {
    in_doubt += static_cast<double>(certified.proofs[p].in_doubt);
    compared += static_cast<double>(certified.proofs[p].compared);
    for (const auto& wanted : truth[p])
      hits +=
          static_cast<double>(std::ranges::count(quantised.lists[p], wanted.id, [](const auto& c) { return c.id; }));
  }
  state.counters["comparisons/s"] = median(rates);
  state.counters["of quantised"] = median(of_quantised);
  state.counters["in doubt/probe"] = in_doubt / probes;
  state.counters["re-ranked/probe"] = compared / probes;
  state.counters["recall@10 of quantised"] = hits / (probes * candidates);
}

}  // namespace

int main(int argc, char** argv) {
  for (const auto& kind : kinds) {
    const auto name = "galleries/" + std::to_string(dimension) + "/" + std::to_string(references()) + "/" + kind.name;
    benchmark::RegisterBenchmark(name.c_str(), [&kind](benchmark::State& state) { search_gallery(state, kind); })
        ->UseManualTime()
        ->Iterations(7)
        ->Unit(benchmark::kMillisecond);
  }
  return limen::benchmarks::run(argc, argv);
}
