// How long does it take to decide who of a million references may be seen, and to plan a sweep of them? How fast are
// templates sealed?
#include <cstring>
#include <filesystem>
#include <optional>
#include <random>

#include "limen/gallery/gallery.hpp"
#include "limen/privacy/seal.hpp"

#include "benchmarks/limits.hpp"
#include "benchmarks/support.hpp"
#include "gallery/visibility.hpp"

using namespace limen;

namespace {

constexpr std::size_t references = 1'000'000;
constexpr std::size_t batch = 20'000;  // subjects in one transaction
const Time start = Time{std::chrono::sys_days{std::chrono::year{2019} / 6 / 17}};

/// A million subjects of one small face each: rows cost what they cost whatever the template.
struct Million {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / "limen-benchmark-retention";
  FixedClock clock{start};
  std::optional<Gallery> gallery;

  Million() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    gallery = Gallery::create(folder / "g.limen", privacy::Key::random(),
                              {.clock = &clock, .max_skew = std::chrono::days{40'000}})
                  .value();
    face::ModelId model;
    model.sha256.fill(1);
    std::mt19937 random(1);
    const char* classes[] = {"interpol_notice", "sis_missing_person", "eurodac_applicant", "ees_exit_recorded"};
    const PurposeSet purposes[] = {
        Purpose::border_check, {Purpose::border_check, Purpose::law_enforcement}, Purpose::law_enforcement};
    ThreadPool pool;
    for (std::size_t from = 0; from < references; from += batch) {
      std::vector<Enrolment> many(batch);
      for (std::size_t i = 0; i < batch; ++i) {
        auto& one = many[i];
        one.label = std::to_string(from + i);
        one.purposes = purposes[random() % 3];
        one.retention_class = classes[random() % 4];
        one.agency = "agency " + std::to_string(random() % 40);
        one.anchor = start - std::chrono::days{static_cast<int>(random() % 1000)};
        std::normal_distribution<float> normal;
        const std::vector<float> values{normal(random), normal(random), normal(random), normal(random)};
        one.faces = {face::make_template(model, 0, values).value()};
      }
      gallery->enrol_many(many, {.executor = &pool}).value();
    }
  }
  ~Million() { std::filesystem::remove_all(folder); }
};

ViewRequest question(const char* agency) {
  return {.purpose = Purpose::border_check,
          .at = start + std::chrono::days{400},
          .agencies = {agency, "agency 7", "agency 8"}};
}

void decisions() {
  static std::optional<Million> million;
  const auto made = []() -> Million& {
    if (!million) million.emplace();
    return *million;
  };
  benchmarks::once("visibility/1M", [](benchmark::State& state) {  // the bitmap alone
    std::mt19937 random(1);
    std::vector<Row> rows(references);
    for (std::size_t i = 0; i < references; ++i) {
      auto& record = rows[i].record;
      record.purposes = random() % 2 == 0 ? Purpose::border_check : Purpose::law_enforcement;
      record.category = privacy::categories[random() % 13];
      record.agency = "agency " + std::to_string(random() % 40);
      record.expires = start + std::chrono::days{static_cast<int>(random() % 1000)};
    }
    const Visibility index(rows);
    for (auto _ : state)
      benchmark::DoNotOptimize(index.filter(question("agency 3"), start + std::chrono::days{400}).words().data());
    state.counters["bytes"] =
        benchmark::Counter(20.0 * references * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  });
  benchmarks::once("read/20MB", [](benchmark::State& state) {  // the limit: its columns, read alone
    std::vector<std::byte> memory(std::size_t{32} << 20U, std::byte{1});
    for (auto _ : state) {
      state.PauseTiming();
      const auto rate = benchmarks::read_bandwidth(memory.data(), memory.size(), {});
      state.ResumeTiming();
      state.counters["bytes"] = rate;
    }
  });
  benchmarks::once("view/1M/asked_before", [made](benchmark::State& state) {  // laid out; decided anew
    auto& gallery = *made().gallery;
    std::size_t size = 0;
    (void)gallery.view(question("agency 3")).value();
    for (auto _ : state) size = gallery.view(question("agency 3")).value().size();
    state.counters["seen"] = static_cast<double>(size);
  });
  benchmarks::once("view/1M/another_question", [made](benchmark::State& state) {  // prepared; laid out anew
    auto& gallery = *made().gallery;
    for (int i = 0; i < 6; ++i) (void)gallery.view(question(("agency " + std::to_string(10 + i)).c_str())).value();
    int i = 0;
    for (auto _ : state)
      benchmark::DoNotOptimize(
          gallery.view(question(("agency " + std::to_string(10 + i++ % 6)).c_str())).value().size());
  });
  benchmarks::once("sweep_plan/1M/little_due", [made](benchmark::State& state) {
    auto& of = made();
    of.clock.set(start);
    std::size_t due = 0;
    for (auto _ : state) due = of.gallery->plan_sweep().value().items.size();
    state.counters["due"] = static_cast<double>(due);
  });
  benchmarks::once("sweep_plan/1M/half_due", [made](benchmark::State& state) {
    auto& of = made();
    of.clock.set(start + std::chrono::days{1400});
    std::size_t due = 0;
    for (auto _ : state) due = of.gallery->plan_sweep().value().items.size();
    state.counters["due"] = static_cast<double>(due);
  });
  benchmarks::once("rotate/1M", [made](benchmark::State& state) {
    auto& of = made();
    of.clock.set(start);
    for (auto _ : state) of.gallery->rotate(privacy::Key::random()).value();
  });
}

void seals() {
  static const auto key = privacy::Key::random();
  for (const std::size_t size : {1'100U, 1'000'000U}) {
    static const Bytes bound(64);
    const auto rate = [size](benchmark::State& state) {
      state.counters["bytes"] = benchmark::Counter(static_cast<double>(size) * static_cast<double>(state.iterations()),
                                                   benchmark::Counter::kIsRate);
    };
    benchmarks::once("seal/" + std::to_string(size), [size, rate](benchmark::State& state) {
      const Bytes plain(size);
      for (auto _ : state) benchmark::DoNotOptimize(privacy::seal(key, plain, bound).data());
      rate(state);
    });
    benchmarks::once("unseal/" + std::to_string(size), [size, rate](benchmark::State& state) {
      const auto sealed = privacy::seal(key, Bytes(size), bound);
      for (auto _ : state) benchmark::DoNotOptimize(privacy::unseal(key, sealed, bound).value().data());
      rate(state);
    });
  }
}

}  // namespace

int main(int argc, char** argv) {
  seals();
  decisions();
  return benchmarks::run(argc, argv);
}
