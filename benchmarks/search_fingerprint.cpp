// How many fingers a second does a 1:N search compare, and how close do its stages come to what the machine gives?
// Names are what/references/profile/probes/threads/isa. LIMEN_BENCHMARK_REFERENCES: fingers of the gallery (10⁵);
// LIMEN_BENCHMARK_FINGERS: how many of them are generated (10⁴); the others are these again, their minutiae moved and
// turned at random, so that their search forms are others. LIMEN_BENCHMARK_PERSONS: people of the person search (10⁴).
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include <unistd.h>

#include "limen/core/random.hpp"
#include "limen/detail/search/column.hpp"
#include "limen/fingerprint/index.hpp"
#include "limen/fingerprint/synthesise.hpp"

#include "benchmarks/limits.hpp"
#include "benchmarks/support.hpp"
#include "fingerprint/cascade.hpp"

namespace {

using namespace limen;
using namespace limen::benchmarks;
using namespace limen::fingerprint;

std::size_t asked(const char* name, std::size_t usual) {
  const char* given = std::getenv(name);
  return given != nullptr ? std::strtoull(given, nullptr, 10) : usual;
}
std::size_t references() { return asked("LIMEN_BENCHMARK_REFERENCES", 100'000); }
std::size_t fingers() { return std::min(references(), asked("LIMEN_BENCHMARK_FINGERS", 10'000)); }

const std::vector<Template>& generated() {
  static const auto made = [] {
    std::vector<Template> templates(fingers());
    ThreadPool pool;
    pool.for_each(templates.size(),
                  [&](std::size_t i, std::size_t) { templates[i] = synthesis::make_template(i, 1).value(); });
    return templates;
  }();
  return made;
}

/// Another finger made of one: every minutia somewhere near, turned.
Template jittered(Template finger, std::uint64_t seed) {
  Random random(seed);
  const auto uniform = [&](float most) {
    return most * (static_cast<float>(random.next() >> 40U) / 8388608.0F - 1.0F);
  };
  for (auto& minutia : finger.minutiae) {
    minutia.x = std::clamp(minutia.x + uniform(40), 0.0F, static_cast<float>(finger.width));
    minutia.y = std::clamp(minutia.y + uniform(40), 0.0F, static_cast<float>(finger.height));
    minutia.direction =
        std::fmod(minutia.direction + uniform(1) + 2 * std::numbers::pi_v<float>, 2 * std::numbers::pi_v<float>);
  }
  return finger;
}

Index& gallery() {
  static Index index = [] {
    Index made;
    ThreadPool pool;
    constexpr std::size_t piece = 20'000;
    for (std::size_t from = 0; from < references(); from += piece) {
      const std::size_t count = std::min(piece, references() - from);
      std::vector<Template> templates(count);
      std::vector<ReferenceId> ids(count);
      pool.for_each(count, [&](std::size_t i, std::size_t) {
        const std::size_t at = from + i;
        templates[i] = at < generated().size() ? generated()[at] : jittered(generated()[at % generated().size()], at);
        ids[i] = {at + 1};
      });
      made.add(ids, templates, {}, {.executor = &pool}).value();
    }
    return made;
  }();
  return index;
}

/// Fingers of the gallery, touched again.
const std::vector<Probe>& probes() {
  static const auto made = [] {
    std::vector<Probe> touched;
    for (std::size_t p = 0; p < 16; ++p) touched.emplace_back(synthesis::make_template(p * fingers() / 16, 2).value());
    return touched;
  }();
  return made;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// What the machine gives at this moment.
struct Limits {
  std::vector<double> read, products, popcounts;
  void measure(const Work& work) {
    static search::Column<std::byte> memory = [] {  // in huge pages, as the index
      search::Column<std::byte> pages;
      pages.resize(std::size_t{1} << 29U);
      std::ranges::fill(std::span(pages.data(), pages.size()), std::byte{1});
      return pages;
    }();
    read.push_back(read_bandwidth(std::as_const(memory).data(), memory.size(), work));
    products.push_back(vnni_peak());
    popcounts.push_back(popcount_peak());
  }
  void report(benchmark::State& state) const {
    state.counters["read GB/s"] = median(read) / 1e9;
    state.counters["VNNI G/s"] = median(products) / 1e9;
    state.counters["popcount Gbit/s"] = median(popcounts) / 1e9;
  }
};

void search_fingers(benchmark::State& state, Profile profile, double loss, std::size_t count, std::size_t threads,
                    const std::string& isa) {
  const simd::scoped_target scope(isa);
  auto& index = gallery();
  std::unique_ptr<ThreadPool> pool;
  if (threads > 1) pool = std::make_unique<ThreadPool>(threads);
  const Work work{.executor = pool.get()};
  const auto some = std::span(probes()).first(count);
  std::vector<double> rates;
  Limits limits;
  std::size_t mated = 0;
  StageSizes sizes;
  for (auto _ : state) {
    limits.measure(work);
    const auto begin = std::chrono::steady_clock::now();
    const auto found = index.search(some, {.profile = profile, .loss = loss}, work).value();
    const double seconds = seconds_since(begin);
    state.SetIterationTime(seconds);
    rates.push_back(static_cast<double>(count * index.size()) / seconds);
    sizes = found.stages[0];
    mated = 0;
    for (std::size_t p = 0; p < count; ++p)
      mated += !found.lists[p].empty() && found.lists[p][0].id.value == p * fingers() / 16 + 1 ? 1U : 0U;
  }
  state.counters["comparisons/s"] = median(rates);
  state.counters["mate first"] = static_cast<double>(mated) / static_cast<double>(count);
  state.counters["described"] = static_cast<double>(sizes.described);
  state.counters["aligned"] = static_cast<double>(sizes.aligned);
  state.counters["compared"] = static_cast<double>(sizes.compared);
  limits.report(state);
}

/// One stage over the whole gallery, `count` probes a pass.
void stage(benchmark::State& state, Stage which, std::size_t count, const std::string& isa) {
  const simd::scoped_target scope(isa);
  const auto& forms = gallery().state();
  const auto rows = visible_rows(forms, nullptr, Positions{}.set());
  std::vector<std::unique_ptr<const SearchProbe>> made;
  std::vector<Task> tasks;
  for (std::size_t p = 0; p < count; ++p) {
    made.push_back(std::make_unique<const SearchProbe>(probes()[p].prepared()));
    tasks.push_back({made.back().get(), &rows});
  }
  std::vector<double> rates;
  Limits limits;
  for (auto _ : state) {
    limits.measure({});
    std::uint64_t sum = 0;
    const auto begin = std::chrono::steady_clock::now();
    run_stage(forms, which, tasks, {}, [&](std::size_t, std::size_t, auto, const std::uint32_t* votes) {
      sum += votes[0];
    }).value();
    const double seconds = seconds_since(begin);
    benchmark::DoNotOptimize(sum);
    state.SetIterationTime(seconds);
    rates.push_back(static_cast<double>(count * count_of(rows)) / seconds);
  }
  const double rate = median(rates);
  state.counters["comparisons/s"] = rate;
  limits.report(state);
  // All pairs, as if every finger had so many minutiae.
  const double pairs = (which == Stage::codes ? simd::code_lanes : form_minutiae) * form_minutiae;
  const double peak = median(which == Stage::codes ? limits.popcounts : limits.products);
  if (peak > 0)
    state.counters["of peak"] = rate * pairs * (which == Stage::codes ? 128 : search_descriptor_size) / peak;
  const double bytes = form_minutiae * (which == Stage::codes ? sizeof(BinaryCode) : sizeof(SearchDescriptor));
  state.counters["of bandwidth"] = rate / static_cast<double>(count) * bytes / median(limits.read);
}

void person(benchmark::State& state, std::size_t each, std::size_t threads) {
  const std::size_t people = asked("LIMEN_BENCHMARK_PERSONS", 10'000);
  static std::size_t held_each = 0;
  static std::unique_ptr<Index> held;
  ThreadPool pool(threads);
  if (held_each != each) {
    held = std::make_unique<Index>();
    held_each = each;
    for (std::size_t from = 0; from < people; from += 2000) {
      const std::size_t count = std::min<std::size_t>(2000, people - from) * each;
      std::vector<Template> templates(count);
      std::vector<ReferenceId> ids(count);
      std::vector<SubjectId> subjects(count);
      pool.for_each(count, [&](std::size_t i, std::size_t) {
        const std::size_t at = from * each + i;
        templates[i] = at < generated().size() ? generated()[at] : jittered(generated()[at % generated().size()], at);
        templates[i].position = static_cast<FingerPosition>(1 + (each == 2 ? 1 + 5 * (at % 2) : at % 10));
        ids[i] = {at + 1};
        subjects[i] = {at / each + 1};
      });
      held->add(ids, templates, subjects, {.executor = &pool}).value();
    }
  }
  std::vector<Probe> captured;
  for (std::size_t f = 0; f < each; ++f) {
    auto finger = synthesis::make_template(7 * each + f, 2).value();
    finger.position = static_cast<FingerPosition>(1 + (each == 2 ? 1 + 5 * (f % 2) : f % 10));
    captured.emplace_back(finger);
  }
  bool first = false;
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    const auto found = held->search_person(captured, {}, {.executor = &pool}).value();
    state.SetIterationTime(seconds_since(begin));
    first = !found.empty() && found[0].subject == SubjectId{8};
  }
  state.counters["mate first"] = first ? 1 : 0;
  state.counters["people"] = static_cast<double>(people);
}

/// Of templates as extraction leaves them, or as they were stored.
void add(benchmark::State& state, bool stored, std::size_t threads) {
  ThreadPool pool(threads);
  const std::size_t count = std::min<std::size_t>(generated().size(), 5000);
  std::vector<ReferenceId> ids(count);
  std::vector<SecureVector<std::byte>> bytes(count);
  std::vector<std::span<const std::byte>> spans(count);
  for (std::size_t i = 0; i < count; ++i) {
    ids[i] = {i + 1};
    bytes[i] = serialise(generated()[i]);
    spans[i] = bytes[i];
  }
  const std::span templates(generated().data(), count);
  double seconds = 0;
  for (auto _ : state) {
    Index index;
    const Work work{.executor = &pool};
    const auto begin = std::chrono::steady_clock::now();
    (stored ? index.add_serialised(ids, spans, {}, work) : index.add(ids, templates, {}, work)).value();
    seconds = seconds_since(begin);
    state.SetIterationTime(seconds);
  }
  state.counters["fingers"] = static_cast<double>(count);
  state.counters["fingers/s"] = static_cast<double>(count) / seconds;
}

void open(benchmark::State& state) {
  const auto file = std::filesystem::temp_directory_path() / ("limen-benchmark-" + std::to_string(getpid()));
  const auto begin = std::chrono::steady_clock::now();
  gallery().save(file).value();
  state.counters["save s"] = seconds_since(begin);
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(Index::open(file).value());
    state.SetIterationTime(seconds_since(start));
  }
  std::filesystem::remove(file);
  const auto memory = gallery().memory();
  const auto size = static_cast<double>(gallery().size());
  state.counters["form bytes"] = static_cast<double>(memory.forms) / size;
  state.counters["template bytes"] = static_cast<double>(memory.templates) / size;
  state.counters["directory bytes"] = static_cast<double>(memory.directory) / size;
}

template <class Body>
void measured(const std::string& name, int times, const Body& body) {
  benchmark::RegisterBenchmark(name.c_str(), body)->UseManualTime()->Iterations(times)->Unit(benchmark::kMillisecond);
}

void measured_search(Profile profile, double loss, std::size_t count, std::size_t threads, const std::string& isa) {
  const auto name = "search/" + std::to_string(references()) + "/" + std::string(to_string(profile)) + "-loss" +
                    std::to_string(loss).substr(0, 6) + "/p" + std::to_string(count) + "/t" + std::to_string(threads) +
                    "/" + isa;
  measured(name, count == 1 ? 9 : 3,
           [=](benchmark::State& state) { search_fingers(state, profile, loss, count, threads, isa); });
}

}  // namespace

int main(int argc, char** argv) {
  const std::string best(simd::active_target().name);
  const auto shape = std::to_string(references());
  for (const std::size_t threads : {1U, 2U})
    for (const std::size_t count : {1U, 16U})
      for (const double loss : {0.005, 0.01}) measured_search(Profile::fast, loss, count, threads, best);
  for (const std::size_t count : {1U, 4U}) measured_search(Profile::safe, 0.005, count, 1, best);
  for (const auto& target : simd::targets())
    if (target.runnable() && target.name == "avx2" && best != "avx2")
      measured_search(Profile::fast, 0.005, 1, 1, std::string(target.name));
  for (const auto& target : simd::targets()) {
    if (!target.runnable() || target.name == "scalar" || target.name == "sse4_2") continue;
    const std::string isa(target.name);
    measured("codes/" + shape + "/p1/" + isa, 5, [=](benchmark::State& state) { stage(state, Stage::codes, 1, isa); });
    for (const std::size_t count : {1U, 4U})
      measured("descriptors/" + shape + "/p" + std::to_string(count) + "/" + isa, 3,
               [=](benchmark::State& state) { stage(state, Stage::descriptors, count, isa); });
  }
  for (const std::size_t threads : {1U, 2U}) {
    for (const std::size_t each : {2U, 10U})
      measured("person/" + std::to_string(asked("LIMEN_BENCHMARK_PERSONS", 10'000)) + "x" + std::to_string(each) +
                   "/t" + std::to_string(threads),
               5, [=](benchmark::State& state) { person(state, each, threads); });
    for (const bool stored : {false, true})
      measured((stored ? "add_stored/t" : "add/t") + std::to_string(threads), 3,
               [=](benchmark::State& state) { add(state, stored, threads); });
  }
  measured("open/" + shape, 3, [](benchmark::State& state) { open(state); });
  return limen::benchmarks::run(argc, argv);
}
