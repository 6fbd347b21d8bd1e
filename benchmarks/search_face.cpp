// How close does 1:N search of embeddings come to what this machine's memory and cores give?
// Names are search/dimension/references/mode/probes/threads/isa. LIMEN_BENCHMARK_REFERENCES makes the gallery smaller.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

#include "limen/detail/search/column.hpp"
#include "limen/search/embedding_index.hpp"

#include "benchmarks/eigen_search.hpp"
#include "benchmarks/embeddings.hpp"
#include "benchmarks/limits.hpp"
#include "benchmarks/support.hpp"

namespace {

using namespace limen;
using namespace limen::benchmarks;
using search::EmbeddingIndex;
using search::EmbeddingQuery;
using search::Mode;

std::size_t references() {
  const char* asked = std::getenv("LIMEN_BENCHMARK_REFERENCES");
  return asked != nullptr ? std::strtoull(asked, nullptr, 10) : 1'000'000;
}

/// A gallery of independent directions, and probes of which each is a reference with as much noise again.
struct Gallery {
  std::size_t dimension;
  std::vector<float> vectors, probes;
  std::vector<ReferenceId> ids;
  EmbeddingIndex index;
  std::vector<std::vector<search::EmbeddingCandidates::Candidate>> truth;  // of the first probes, in float

  explicit Gallery(std::size_t n)
      : dimension(n),
        vectors(references() * n),
        probes(480 * n),
        ids(references()),
        index(EmbeddingIndex::create({.dimension = n, .sign_bits = true}).value()) {
    fill(vectors, 88172645463325252U + n);
    fill(probes, 12345);
    for (std::size_t p = 0; p < 480; ++p)
      for (std::size_t d = 0; d < n; ++d) probes[p * n + d] += vectors[mate_of(p, ids.size()) * n + d];
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = {i + 1};
  }
  void settle() {  // fills the index and gives the vectors back
    if (index.size() != 0) return;
    index.add(ids, vectors).value();
    std::vector<float>().swap(vectors);
    truth =
        index.search(std::span(probes).first(32 * dimension), {.candidates = 10, .mode = Mode::floating}).value().lists;
  }
};

Gallery& gallery(std::size_t n) {  // one at a time: each is large
  static std::unique_ptr<Gallery> held;
  if (!held || held->dimension != n) {
    held.reset();
    held = std::make_unique<Gallery>(n);
  }
  return *held;
}

/// One search and, just before it, what the machine gives at that moment; other work disturbs both alike. A search
/// before that, of what uses int8, is not timed: a core that changes from one kind of vectors to another is slow for a
/// while.
void search_face(benchmark::State& state, std::size_t n, Mode mode, std::size_t count, std::size_t threads,
                 const std::string& isa) {
  const simd::scoped_target scope(isa);
  auto& held = gallery(n);
  held.settle();
  std::unique_ptr<ThreadPool> pool;
  if (threads > 1) pool = std::make_unique<ThreadPool>(threads);
  const Work work{.executor = pool.get()};
  static search::Column<std::byte> memory = [] {  // in huge pages, as the index
    search::Column<std::byte> pages;
    pages.resize(std::size_t{1} << 30U);
    std::ranges::fill(std::span(pages.data(), pages.size()), std::byte{1});
    return pages;
  }();
  const auto probes = std::span(held.probes).first(count * n);
  const EmbeddingQuery query{.candidates = 10, .mode = mode};
  std::vector<double> rates, of_bandwidth, of_peak, bandwidths, peaks;
  std::size_t hits = 0, compared = 0, mated = 0;
  const double bytes_each = static_cast<double>(mode == Mode::floating ? 4 * n : mode == Mode::cascade ? n / 8 : n);
  for (auto _ : state) {
    const double bandwidth = read_bandwidth(std::as_const(memory).data(), memory.size(), work);
    const double peak = int8_peak(isa) * static_cast<double>(threads);
    if (mode != Mode::floating) benchmark::DoNotOptimize(held.index.search(probes, query, work).value());
    const auto begin = std::chrono::steady_clock::now();
    const auto found = held.index.search(probes, query, work).value();
    const double seconds = seconds_since(begin);
    state.SetIterationTime(seconds);
    const double comparisons = static_cast<double>(count * held.ids.size()) / seconds;
    rates.push_back(comparisons);
    bandwidths.push_back(bandwidth);
    peaks.push_back(peak);
    of_bandwidth.push_back(comparisons / static_cast<double>(count) * bytes_each / bandwidth);
    if (peak > 0) of_peak.push_back(comparisons * static_cast<double>(n) / peak);
    hits = compared = mated = 0;
    for (std::size_t p = 0; p < count; ++p) {
      compared += found.proofs[p].compared;
      mated += found.lists[p][0].id == held.ids[mate_of(p, held.ids.size())] ? 1U : 0U;
      for (std::size_t i = 0; p < held.truth.size() && i < 10; ++i)
        hits += static_cast<std::size_t>(
            std::ranges::count(found.lists[p], held.truth[p][i].id, [](const auto& c) { return c.id; }));
    }
  }
  state.counters["comparisons/s"] = median(rates);
  state.counters["at best/s"] = std::ranges::max(rates);
  state.counters["GB/s"] = median(rates) / static_cast<double>(count) * bytes_each / 1e9;
  state.counters["read GB/s"] = median(bandwidths) / 1e9;
  state.counters["of bandwidth"] = median(of_bandwidth);
  if (!of_peak.empty()) {
    state.counters["int8 peak G/s"] = median(peaks) / 1e9;
    state.counters["of int8 peak"] = median(of_peak);
  }
  state.counters["recall@10"] =
      static_cast<double>(hits) / static_cast<double>(10 * std::min(count, held.truth.size()));
  state.counters["mate first"] = static_cast<double>(mated) / static_cast<double>(count);
  state.counters["re-ranked/probe"] = static_cast<double>(compared) / static_cast<double>(count);
}

void eigen(benchmark::State& state, std::size_t n, std::size_t count) {
  auto& held = gallery(n);
  held.settle();
  std::vector<float> vectors(held.ids.size() * n);  // the same numbers again: the speed does not depend on them
  fill(vectors, 1);
  const EigenGallery peer(vectors, held.probes, n);
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(peer.search(count, 10));
    state.SetIterationTime(seconds_since(begin));
  }
  state.counters["comparisons/s"] =
      benchmark::Counter(static_cast<double>(count * held.ids.size()), benchmark::Counter::kIsIterationInvariantRate);
}

/// Adds all vectors; beside it, what the system alone takes to give as much new memory.
void add(benchmark::State& state, std::size_t n, search::Originals originals, std::size_t threads) {
  auto& held = gallery(n);
  if (held.index.size() != 0) return state.SkipWithError("the vectors are gone: adding is measured before searching");
  const std::size_t bytes = held.ids.size() * n * (originals == search::Originals::none ? 1 : 5);
  ThreadPool pool(threads);
  double system = 0;
  for (auto _ : state) {
    {
      const auto begin = std::chrono::steady_clock::now();
      search::Column<std::byte> memory;
      memory.resize(bytes);
      constexpr std::size_t page = 4096, piece = std::size_t{16} << 20U;
      pool.for_each((bytes + piece - 1) / piece, [&](std::size_t p, std::size_t) {
        for (std::size_t i = p * piece; i < std::min(bytes, (p + 1) * piece); i += page) memory[i] = std::byte{1};
      });
      system += seconds_since(begin);
    }
    auto index = EmbeddingIndex::create({.dimension = n, .originals = originals}).value();
    const auto begin = std::chrono::steady_clock::now();
    index.add(held.ids, held.vectors, {.executor = &pool}).value();
    state.SetIterationTime(seconds_since(begin));
  }
  state.counters["new memory alone s"] = system / static_cast<double>(state.iterations());
}

void open(benchmark::State& state, std::size_t n) {
  auto& held = gallery(n);
  held.settle();
  const auto file = std::filesystem::temp_directory_path() / ("limen-benchmark-" + std::to_string(getpid()));
  const auto begin = std::chrono::steady_clock::now();
  held.index.save(file).value();
  state.counters["save s"] = seconds_since(begin);
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(EmbeddingIndex::open(file).value());
    state.SetIterationTime(seconds_since(start));
  }
  std::filesystem::remove(file);
}

template <class Body>
void measured(const std::string& name, int times, const Body& body) {
  benchmark::RegisterBenchmark(name.c_str(), body)->UseManualTime()->Iterations(times)->Unit(benchmark::kMillisecond);
}

void measured(std::size_t n, Mode mode, std::size_t probes, std::size_t threads, const std::string& isa, int times) {
  const auto name = "search/" + std::to_string(n) + "/" + std::to_string(references()) + "/" +
                    std::string(to_string(mode)) + "/p" + std::to_string(probes) + "/t" + std::to_string(threads) +
                    "/" + isa;
  measured(name, times, [=](benchmark::State& state) { search_face(state, n, mode, probes, threads, isa); });
}

}  // namespace

int main(int argc, char** argv) {
  const std::string best(simd::active_target().name);
  for (const std::size_t n : {512U, 128U}) {
    const auto shape = std::to_string(n) + "/" + std::to_string(references());
    for (const std::size_t threads : {1U, 2U})
      for (const auto originals : {search::Originals::none, search::Originals::float32})
        measured("add/" + shape + "/" + std::string(to_string(originals)) + "/t" + std::to_string(threads), 2,
                 [=](benchmark::State& state) { add(state, n, originals, threads); });
    for (const std::size_t threads : {1U, 2U})
      for (const auto mode : {Mode::certified, Mode::quantised, Mode::floating})
        for (const std::size_t probes : {1U, 32U, 480U})
          measured(n, mode, probes, threads, best,
                   probes == 1              ? 15
                   : probes == 32           ? 5
                   : mode == Mode::floating ? 1
                                            : 9);
    for (const auto& target : simd::targets())
      if (target.runnable() && target.name != best)
        for (const std::size_t probes : {1U, 480U})
          if (target.name == "avx2" || (target.name == "avx512_vnni" && probes == 480))
            measured(n, Mode::quantised, probes, 1, std::string(target.name), probes == 1 ? 15 : 1);
    for (const std::size_t probes : {1U, 32U}) measured(n, Mode::cascade, probes, 1, best, 15);
    for (const std::size_t probes : {1U, 32U, 480U})
      measured("eigen/" + shape + "/float/p" + std::to_string(probes) + "/t1", probes == 1 ? 5 : 1,
               [=](benchmark::State& state) { eigen(state, n, probes); });
    measured("open/" + shape, 5, [n](benchmark::State& state) { open(state, n); });
  }
  return limen::benchmarks::run(argc, argv);
}
