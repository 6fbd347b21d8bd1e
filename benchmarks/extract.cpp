// How long does it take from an image to a template, and where does the time go?
#include "limen/fingerprint/extract.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "limen/fingerprint/synthesise.hpp"

#include "benchmarks/support.hpp"

using namespace limen;
using namespace limen::fingerprint;

namespace {

std::vector<Sample> samples(int width, int height) {
  std::vector<Sample> made;
  for (std::uint64_t seed = 0; seed < 8; ++seed)
    made.push_back(
        {synthesis::make_impression(synthesis::make_finger(seed).value(), 1, {.width = width, .height = height})
             .value()});
  return made;
}

void whole(benchmark::State& state, const std::vector<Sample>& prints) {
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(extract(prints[i++ % prints.size()]));
}

/// Microseconds from one result in the Trace to the next, as counters named after the result that ends the stage.
void stages(benchmark::State& state, const std::vector<Sample>& prints) {
  using Clock = std::chrono::steady_clock;
  std::map<std::string, double> spent;
  Clock::time_point last;
  const Trace trace(
      [&](std::string_view name, FieldView) {
        const auto now = Clock::now();
        spent[std::string(name)] += std::chrono::duration<double, std::micro>(now - last).count();
        last = now;
      },
      {});
  std::size_t i = 0;
  for (auto _ : state) {
    last = Clock::now();
    benchmark::DoNotOptimize(extract(prints[i++ % prints.size()], {}, trace));
  }
  for (const auto& [name, time] : spent) state.counters[name + "_us"] = time / static_cast<double>(state.iterations());
}

}  // namespace

int main(int argc, char** argv) {
  const auto plain = samples(388, 374);
  const auto large = samples(800, 750);
  benchmarks::on_each_target("extract/388x374", [&](benchmark::State& state) { whole(state, plain); });
  benchmarks::on_each_target("extract/800x750", [&](benchmark::State& state) { whole(state, large); });
  benchmarks::on_each_target("extract_stages/388x374", [&](benchmark::State& state) { stages(state, plain); });
  return benchmarks::run(argc, argv);
}
