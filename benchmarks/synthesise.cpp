// How long does it take to make a finger nobody has?
#include "limen/fingerprint/synthesise.hpp"

#include "benchmarks/support.hpp"

using namespace limen;
using namespace limen::fingerprint::synthesis;

int main(int argc, char** argv) {
  benchmarks::once("make_finger/432x560", [](benchmark::State& state) {
    std::uint64_t seed = 0;
    for (auto _ : state) benchmark::DoNotOptimize(make_finger(seed++));
  });
  benchmarks::once("make_impression/388x374", [](benchmark::State& state) {
    const auto finger = make_finger(1).value();
    std::uint64_t seed = 0;
    for (auto _ : state) benchmark::DoNotOptimize(make_impression(finger, seed++));
  });
  benchmarks::once("make_template/388x374", [](benchmark::State& state) {
    std::uint64_t seed = 0;
    for (auto _ : state) benchmark::DoNotOptimize(make_template(seed++, 1));
  });
  return benchmarks::run(argc, argv);
}
