// How many comparisons a second? Mated and non-mated pairs differ: most non-mated ones end at the quick check.
#include "limen/fingerprint/compare.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "limen/fingerprint/block.hpp"
#include "limen/fingerprint/synthesise.hpp"

#include "benchmarks/support.hpp"
#include "fingerprint/comparator.hpp"
#include "fingerprint/registration.hpp"
#include "fingerprint/seeds.hpp"
#include "fingerprint/spread.hpp"

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

/// Microseconds of each stage of a mated comparison, one hypothesis through all of them, as counters named after the
/// stage.
void stages(benchmark::State& state, const std::vector<Prepared>& first, const std::vector<Prepared>& second) {
  using Clock = std::chrono::steady_clock;
  std::map<std::string, double> spent;
  Clock::time_point last;
  const auto done = [&](const char* stage) {
    const auto now = Clock::now();
    spent[stage] += std::chrono::duration<double, std::micro>(now - last).count();
    last = Clock::now();
  };
  const auto pairs = std::make_unique<Pairs>();
  const auto hypotheses = std::make_unique<Hypotheses>();
  const auto field = std::make_unique<PhaseField>();
  Pairing pairing;
  Warp warp;
  Evidence evidence;
  std::size_t i = 0;
  for (auto _ : state) {
    const Prepared& a = first[i % fingers];
    const Prepared& b = second[i++ % fingers];
    last = Clock::now();
    find_pairs(a, b, Method::ridge_map, *pairs);
    done("pairs");
    propose(a, b, *pairs, *hypotheses);
    done("seeds");
    if (hypotheses->count == 0) continue;
    Hypothesis& best = hypotheses->at[0];
    refine_rigid(a, b, best);
    done("rigid");
    pairing = best.pairing;
    grow(a, b, best.candidates(), best.motion, pairing, warp);
    done("growth");
    superpose(a, b, warp, *field);
    done("superposition");
    register_ridges(a, b, pairing, warp, *field);
    done("registration");
    spread(a, b, pairing, warp, *field);
    done("spreading");
    weigh_minutiae(a, b, *pairs, warp, evidence);
    weigh_ridges(a, *field, evidence);
    done("evidence");
  }
  for (const auto& [name, time] : spent) state.counters[name + "_us"] = time / static_cast<double>(state.iterations());
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
  std::vector<Prepared> first, second;
  for (std::uint64_t seed = 0; seed < fingers; ++seed) {
    first.emplace_back(prints.probes[seed]);
    second.emplace_back(synthesis::make_template(seed, 2).value());
  }
  benchmarks::on_each_target("compare_stages/mated", [&](benchmark::State& state) { stages(state, first, second); });
  benchmarks::on_each_target("score/200", [&](benchmark::State& state) {
    const Probe probe = prepare(prints.probes[0]);
    std::vector<Score> scores(fingers);
    for (auto _ : state) score(probe, prints.block, scores);
    count(state, fingers);
  });
  return benchmarks::run(argc, argv);
}
