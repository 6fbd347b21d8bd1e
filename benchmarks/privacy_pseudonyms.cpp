// How many pseudonyms a second does one core make?
#include "limen/privacy/canonical.hpp"
#include "limen/privacy/digest.hpp"
#include "limen/privacy/pseudonym.hpp"

#include "benchmarks/support.hpp"

using namespace limen;
using namespace limen::privacy;

namespace {

void rate(benchmark::State& state) {
  state.counters["pseudonyms"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void make(benchmark::State& state, const std::string& name, PseudonymPolicy policy) {
  const KeyRing ring;
  PseudonymScope scope;
  scope.purpose = Purpose::asylum_procedure;
  scope.agency = "agency A";
  scope.field = "surname";
  scope.policy = policy;
  for (auto _ : state) benchmark::DoNotOptimize(ring.pseudonym(scope, name).value());
  rate(state);
}

}  // namespace

int main(int argc, char** argv) {
  using enum PseudonymPolicy;
  benchmarks::once("pseudonym/machine_readable", [](auto& state) { make(state, "MUSTERMANN<<ERIKA", deterministic); });
  benchmarks::once("pseudonym/latin", [](auto& state) { make(state, "Müller-Lüdenscheidt, Łukasz", deterministic); });
  benchmarks::once("pseudonym/fully_randomised",
                   [](auto& state) { make(state, "MUSTERMANN<<ERIKA", fully_randomised); });
  benchmarks::once("canonical/latin", [](benchmark::State& state) {  // what of it is spelling
    for (auto _ : state) benchmark::DoNotOptimize(canonical("Müller-Lüdenscheidt, Łukasz").value());
    rate(state);
  });
  benchmarks::once("hash/64_bytes", [](benchmark::State& state) {  // the limit: one keyed BLAKE2b
    const auto key = Key::random();
    const std::string bytes(64, 'x');
    for (auto _ : state) benchmark::DoNotOptimize(Hasher(key).add(bytes).finish());
    rate(state);
  });
  return benchmarks::run(argc, argv);
}
