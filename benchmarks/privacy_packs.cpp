// How long does it take to open a watchlist pack of 10 000 people, how large is it, and how fast are protected codes
// searched?
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "limen/fingerprint/extract.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/gallery/pack.hpp"
#include "limen/gallery/pack_issuer.hpp"
#include "limen/io/image_file.hpp"
#include "limen/privacy/protect.hpp"
#include "limen/search/search.hpp"

#include "benchmarks/support.hpp"

using namespace limen;

namespace {

constexpr std::size_t people = 10'000;
constexpr std::size_t templates = 400;  // different ones, dealt out again and again
constexpr std::size_t codes = 1'000'000;
constexpr std::size_t dimension = 128;  // of a face, as of MobileFaceNet and SFace

std::vector<float> embedding(std::mt19937& random, std::size_t components = dimension) {
  std::normal_distribution<float> normal;
  std::vector<float> x(components);
  for (auto& value : x) value = normal(random);
  return x;
}

/// A pack is as large as its prints. Where real ones are (LIMEN_DATA, the FVC sets): the first impression of each
/// finger. Else those of generated fingers, which take about a tenth more. The counter finger_bytes says how much.
std::vector<fingerprint::Template> make_fingers() {
  std::vector<fingerprint::Template> fingers;
  if (const char* data = std::getenv("LIMEN_DATA"))
    for (const auto& set : std::filesystem::directory_iterator(std::filesystem::path(data) / "fingerprint"))
      for (int finger = 101; finger <= 110; ++finger) {
        const auto image = io::read_image(set.path() / (std::to_string(finger) + "_1.tif"));
        if (!image) continue;
        auto print = fingerprint::extract({*image});
        if (print) fingers.push_back(std::move(*print));
      }
  for (std::uint64_t seed = 0; fingers.empty() || (seed < templates && std::getenv("LIMEN_DATA") == nullptr); ++seed)
    fingers.push_back(fingerprint::synthesis::make_template(seed, 1).value());
  return fingers;
}

/// Two fingers and a face each. Embeddings are of nobody; all that counts here is how many numbers they have.
std::vector<Enrolment> population(std::size_t components) {
  const auto fingers = make_fingers();
  std::mt19937 random(1);
  face::ModelId model;
  model.sha256.fill(1);
  std::vector<Enrolment> all(people);
  for (std::size_t i = 0; i < people; ++i) {
    all[i].label = "person " + std::to_string(i);
    all[i].purposes = Purpose::border_check;
    all[i].retention_class = "interpol_notice";
    all[i].fingers = {fingers[2 * i % fingers.size()], fingers[(2 * i + 1) % fingers.size()]};
    all[i].fingers[0].position = FingerPosition::right_index;
    all[i].fingers[1].position = FingerPosition::left_index;
    all[i].faces = {face::make_template(model, 0, embedding(random, components)).value()};
  }
  return all;
}

struct Packed {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / "limen-benchmark-pack";
  std::filesystem::path file = folder / "full.pack";
  privacy::Key issuer_key = privacy::Key::random(), device_key = privacy::Key::random();
  privacy::PublicKey issuer{};
  PackInfo info{};
  double bytes_of_a_finger = 0;

  explicit Packed(std::size_t components) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    const auto key = privacy::Key::random();
    auto gallery = Gallery::create(folder / "g.limen", key).value();
    const auto all = population(components);
    for (const auto& one : all)
      bytes_of_a_finger +=
          static_cast<double>(serialise(one.fingers[0]).size() + serialise(one.fingers[1]).size()) / (2 * people);
    gallery.enrol_many(all).value();
    auto audit = Audit::open(folder / "audit").value();
    const privacy::KeyRing names;
    PackIssuer from(issuer_key, names);
    issuer = from.public_key();
    PackTerms terms;
    terms.purpose = Purpose::border_check;
    terms.issuer = "benchmark";
    terms.device = privacy::BoxKey(device_key).public_key();
    terms.expires = SystemClock{}.now() + std::chrono::days{1};
    terms.officer = "benchmark";
    info = from.create(gallery, terms, file, folder / "ledger", audit).value();
  }
  Pack open() const {
    PackDevice device;
    device.key = &device_key;
    device.issuer = issuer;
    device.memory = folder / "memory";
    return Pack::open(std::span(&file, 1), device).value();
  }
};

void counters(benchmark::State& state, const Packed& packed) {
  state.counters["MB"] = static_cast<double>(packed.info.bytes) / 1e6;
  state.counters["finger_bytes"] = packed.bytes_of_a_finger;
}

/// Of faces of so many numbers. One at a time: a world of 10 000 people is large.
const Packed& packed(std::size_t components) {
  static std::optional<Packed> made;
  static std::size_t of = 0;
  if (of != components) made.emplace(components);
  of = components;
  return *made;
}

void packs() {
  const auto open = [](std::size_t components) {
    return [components](benchmark::State& state) {
      const auto& one = packed(components);
      for (auto _ : state) benchmark::DoNotOptimize(one.open().references());
      counters(state, one);
    };
  };
  benchmarks::once("pack_open/10000_people/face_512", open(512));
  benchmarks::once("pack_open/10000_people/face_128", open(dimension));
  benchmarks::once("pack_first_view/10000_people", [](benchmark::State& state) {
    const auto& one = packed(dimension);
    for (auto _ : state) {
      state.PauseTiming();
      auto pack = one.open();
      state.ResumeTiming();
      benchmark::DoNotOptimize(pack.view({.purpose = Purpose::border_check}).value().size());
    }
  });
  benchmarks::once("read/pack_bytes", [](benchmark::State& state) {  // the floor: the file, read alone
    const auto& one = packed(dimension);
    for (auto _ : state) {
      std::ifstream file(one.file, std::ios::binary);
      std::vector<char> bytes(one.info.bytes);
      file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      benchmark::DoNotOptimize(bytes.data());
    }
  });
}

void rate(benchmark::State& state, std::size_t words) {
  const auto count = static_cast<double>(state.iterations()) * static_cast<double>(codes);
  state.counters["codes"] = benchmark::Counter(count, benchmark::Counter::kIsRate);
  state.counters["bytes"] = benchmark::Counter(count * 8 * static_cast<double>(words), benchmark::Counter::kIsRate);
}

void searches() {
  const auto key = privacy::Key::random();
  static const auto protector = privacy::IomProtector::make(key, dimension).value();
  static privacy::IomBlock block(protector, codes);
  static std::vector<ReferenceId> ids(codes);
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> code(protector.words());
  for (std::size_t i = 0; i < codes; ++i) {  // any bits: the time does not depend on them
    for (auto& word : code) word = random();
    block.add(protector, code).value();
    ids[i] = {i + 1};
  }
  benchmarks::on_each_target("search_protected/512x4/1M", [](benchmark::State& state) {
    std::mt19937 any(2);
    const auto probe = privacy::IomProbe::make(protector, embedding(any)).value();
    const search::Slice<privacy::IomBlock> slice{&block, ids, nullptr};
    for (auto _ : state)
      benchmark::DoNotOptimize(search::exhaustive(probe, std::span(&slice, 1)).value().candidates.size());
    rate(state, block.words());
  });
  benchmarks::on_each_target("hamming/1536_bits/1M", [](benchmark::State& state) {  // the limit: plain binary codes
    const auto hamming = simd::active().hamming;
    const auto* all = block.codes().data();
    for (auto _ : state) {
      std::uint32_t least = UINT32_MAX;
      for (std::size_t i = 0; i < codes; ++i)
        least = std::min(least, hamming(all, all + i * block.words(), block.words()));
      benchmark::DoNotOptimize(least);
    }
    rate(state, block.words());
  });
  benchmarks::on_each_target("protect_iom/128/512x4", [](benchmark::State& state) {
    std::mt19937 any(2);
    const auto x = embedding(any);
    for (auto _ : state) benchmark::DoNotOptimize(protector.protect(x).value().size());
  });
}

}  // namespace

int main(int argc, char** argv) {
  packs();
  searches();
  return benchmarks::run(argc, argv);
}
