// How long does an audit entry take, and how fast is a log verified?
#include <chrono>
#include <filesystem>

#include "limen/core/executor.hpp"
#include "limen/privacy/audit.hpp"

#include "benchmarks/support.hpp"

using namespace limen;
using namespace limen::privacy;

namespace {

constexpr std::size_t entries = 1'000'000;
const auto folder = std::filesystem::temp_directory_path() / "limen-benchmark-audit";

/// As screen() writes it for a search without a candidate.
AuditEntry an_entry(std::size_t number) {
  AuditEntry entry;
  entry.officer = "officer 7";
  entry.on_behalf_of = "border police";
  entry.purpose = Purpose::border_check;
  entry.case_reference = "2019-" + std::to_string(number);
  entry.gallery = std::string(32, 'a');
  entry.view_hash = digest({});
  entry.view_size = 4000;
  entry.result = "no_candidate";
  return entry;
}

void append(benchmark::State& state, bool keyed, bool sync) {
  std::filesystem::remove_all(folder / "append");
  std::filesystem::create_directories(folder / "append");
  const auto key = Key::random();
  auto audit = Audit::open(folder / "append" / "log", {.key = keyed ? &key : nullptr, .sync = sync}).value();
  std::size_t number = 0;
  for (auto _ : state) benchmark::DoNotOptimize(audit.append(an_entry(++number)).value());
}

std::filesystem::path large_log(const Key* key) {
  const auto path = folder / (key != nullptr ? "keyed" : "plain");
  std::filesystem::create_directories(folder);
  std::filesystem::remove(path);
  auto audit = Audit::open(path, {.key = key, .sync = false}).value();
  for (std::size_t i = 0; i < entries; ++i) audit.append(an_entry(i)).value();
  return path;
}

void verify(benchmark::State& state, bool keyed, std::size_t threads) {
  static const auto key = Key::random();
  static const auto plain_log = large_log(nullptr), keyed_log = large_log(&key);
  const auto& path = keyed ? keyed_log : plain_log;
  ThreadPool pool(threads);
  const auto start = std::chrono::steady_clock::now();
  for (auto _ : state)
    benchmark::DoNotOptimize(
        Audit::verify(path, keyed ? &key : nullptr, std::nullopt, {}, {.executor = &pool}).value().entries);
  // By the clock on the wall: the processor time of one thread says nothing of several.
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["entries"] = rounds * entries / took.count();
  state.counters["bytes"] = rounds * static_cast<double>(std::filesystem::file_size(path)) / took.count();
  state.counters["bytes_an_entry"] = static_cast<double>(std::filesystem::file_size(path)) / entries;
}

}  // namespace

int main(int argc, char** argv) {
  for (const bool keyed : {false, true}) {
    const std::string kind = keyed ? "keyed" : "plain";
    benchmarks::once("audit_append/" + kind + "/no_sync", [keyed](auto& state) { append(state, keyed, false); });
    benchmarks::once("audit_append/" + kind + "/sync", [keyed](auto& state) { append(state, keyed, true); });
    for (const std::size_t threads : {std::size_t{1}, std::size_t{0}})
      benchmarks::once("audit_verify/1M/" + kind + (threads == 1 ? "/1_thread" : "/all_threads"),
                       [keyed, threads](auto& state) { verify(state, keyed, threads); });
  }
  benchmarks::once("hash/256_bytes", [](benchmark::State& state) {  // the limit: libsodium's BLAKE2b, alone
    const std::string bytes(256, 'x');
    for (auto _ : state) benchmark::DoNotOptimize(digest(std::as_bytes(std::span(bytes))));
    state.counters["bytes"] =
        benchmark::Counter(256 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  });
  const int done = benchmarks::run(argc, argv);
  std::filesystem::remove_all(folder);
  return done;
}
