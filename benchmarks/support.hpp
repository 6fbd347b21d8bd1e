// What every benchmark has in common: once for each SIMD target of this machine, version and machine in the output.
#pragma once

#include <string>
#include <utility>

#include <benchmark/benchmark.h>

#include "limen/simd/target.hpp"
#include "limen/version.hpp"

namespace limen::benchmarks {

/// Registers `what` (e.g. "extract/388x374") once for each target this machine can run, as what/isa. `body` gets the
/// benchmark::State.
template <class Body>
void on_each_target(const std::string& what, const Body& body) {
  for (const auto& target : simd::targets()) {
    if (!target.runnable()) continue;
    const std::string isa(target.name);
    benchmark::RegisterBenchmark((what + "/" + isa).c_str(), [body, isa](benchmark::State& state) {
      const simd::scoped_target scope(isa);
      body(state);
    })->Unit(benchmark::kMicrosecond);
  }
}

/// For what uses no kernel: registered once, as what/portable.
template <class Body>
void once(const std::string& what, const Body& body) {
  benchmark::RegisterBenchmark((what + "/portable").c_str(), body)->Unit(benchmark::kMicrosecond);
}

inline int run(int argc, char** argv) {
  benchmark::AddCustomContext("limen", std::string(version()));
  benchmark::AddCustomContext("simd", std::string(simd::active_target().name));
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace limen::benchmarks
