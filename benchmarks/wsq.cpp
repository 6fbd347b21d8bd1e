// How fast is WSQ? On a synthetic print and, if a folder is given, on each WSQ file below it:
//   benchmark_wsq [FOLDER] [--benchmark_…]
// Bytes a second are pixels a second, for a pixel is a byte.
#include "limen/io/wsq.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "limen/core/file.hpp"
#include "limen/fingerprint/synthesise.hpp"

#include "benchmarks/support.hpp"

using namespace limen;

namespace {

void count(benchmark::State& state, const Image& image) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * image.width() * image.height());
}

void on(const std::string& name, Image image, double bits_per_pixel, SecureVector<std::byte> file = {}) {
  if (file.empty()) file = io::encode_wsq(image, {.bits_per_pixel = bits_per_pixel}).value();
  const auto size = std::to_string(image.width()) + "x" + std::to_string(image.height());
  benchmarks::once("decode/" + name + "/" + size, [image, file](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(io::decode_wsq(file));
    count(state, image);
  });
  benchmarks::once("encode/" + name + "/" + size, [image, bits_per_pixel](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(io::encode_wsq(image, {.bits_per_pixel = bits_per_pixel}));
    count(state, image);
  });
}

void folder(const std::filesystem::path& root) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
    if (entry.path().extension() == ".wsq") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    auto file = limen::read_file(path).value();
    auto image = io::decode_wsq(file).value().image;
    on(path.stem().string(), std::move(image), io::WsqOptions::ten_print, std::move(file));
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace fingerprint::synthesis;
  const auto print = make_impression(make_finger(1).value(), 1).value();
  on("synthetic-0.75", print, io::WsqOptions::ten_print);
  on("synthetic-2.25", print, io::WsqOptions::latent);
  if (argc > 1 && argv[1][0] != '-') {
    folder(argv[1]);
    std::rotate(argv + 1, argv + 2, argv + argc);
    --argc;
  }
  return benchmarks::run(argc, argv);
}
