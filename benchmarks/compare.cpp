// How many comparisons a second? Mated and non-mated pairs differ: most non-mated ones end at the quick check.
#include "limen/fingerprint/compare.hpp"

#include <vector>

#include "limen/fingerprint/block.hpp"
#include "limen/fingerprint/synthesise.hpp"

#include "benchmarks/support.hpp"

using namespace limen;
using namespace limen::fingerprint;

namespace {

constexpr std::size_t fingers = 200;

struct Prints {
  std::vector<Template> probes;
  std::vector<Reference> references;
  Block block;
};

Prints make_prints() {
  Prints made;
  Block::Builder builder;
  for (std::uint64_t seed = 0; seed < fingers; ++seed) {
    made.probes.push_back(synthesis::make_template(seed, 1).value());
    made.references.emplace_back(synthesis::make_template(seed, 2).value());
    builder.add(made.references.back());
  }
  made.block = builder.finish();
  return made;
}

void count(benchmark::State& state, std::size_t each) {
  state.counters["comparisons"] = benchmark::Counter(
      static_cast<double>(state.iterations()) * static_cast<double>(each), benchmark::Counter::kIsRate);
}

}  // namespace

int main(int argc, char** argv) {
  const Prints prints = make_prints();
  benchmarks::on_each_target("prepare/40", [&](benchmark::State& state) {
    std::size_t i = 0;
    for (auto _ : state) benchmark::DoNotOptimize(prepare(prints.probes[i++ % fingers]));
  });
  benchmarks::on_each_target("compare/mated", [&](benchmark::State& state) {
    std::vector<Probe> probes;
    for (const auto& probe : prints.probes) probes.push_back(prepare(probe));
    std::size_t i = 0;
    for (auto _ : state) {
      benchmark::DoNotOptimize(compare(probes[i % fingers], prints.references[i % fingers]));
      ++i;
    }
    count(state, 1);
  });
  benchmarks::on_each_target("compare/non-mated", [&](benchmark::State& state) {
    const Probe probe = prepare(synthesis::make_template(fingers, 1).value());
    std::size_t i = 0;
    for (auto _ : state) benchmark::DoNotOptimize(compare(probe, prints.references[i++ % fingers]));
    count(state, 1);
  });
  benchmarks::on_each_target("score/200", [&](benchmark::State& state) {
    const Probe probe = prepare(prints.probes[0]);
    std::vector<Score> scores(fingers);
    for (auto _ : state) score(probe, prints.block, scores);
    count(state, fingers);
  });
  benchmarks::on_each_target("first_stage/200", [&](benchmark::State& state) {
    const Probe probe = prepare(prints.probes[0]);
    std::vector<Score> scores(fingers);
    for (auto _ : state) first_stage(probe, prints.block, scores);
    count(state, fingers);
  });
  return benchmarks::run(argc, argv);
}
