// How long does a capture take until it is a template of a face, with and without forgetting the picture?
// Names are extract_face/px/px between the eyes/forget or keep. LIMEN_BENCHMARK_MODELS: the folder of the face models
// (default: the user's). Times are of the processor: the networks may use no thread but ours.
#include <cstdlib>
#include <string>
#include <vector>

#include "limen/face/extract.hpp"
#include "limen/face/synthesise.hpp"

#include "benchmarks/support.hpp"

using namespace limen;

namespace {

face::Models models() {
  const char* given = std::getenv("LIMEN_BENCHMARK_MODELS");
  return face::Models(given != nullptr ? given : face::Models::default_folder());
}

std::vector<Sample> captures(int width, int height, int eyes) {
  std::vector<Sample> made;
  for (std::uint64_t person = 0; person < 8; ++person)
    made.push_back({face::synthesis::make_capture(
                        person, 1, {}, {.width = width, .height = height, .eye_distance = static_cast<double>(eyes)})
                        .value()
                        .image});
  return made;
}

void extract(benchmark::State& state, const std::vector<Sample>& pictures, bool forget) {
  auto extractor = face::Extractor::open(models(), {.choice = face::Choice::most_central, .forget = forget});
  if (!extractor) return state.SkipWithError(extractor.error().message.c_str());
  for (const auto& picture : pictures) (void)extractor->extract(picture);  // the first of a size takes longer
  std::size_t i = 0, found = 0;
  for (auto _ : state) found += extractor->extract(pictures[i++ % pictures.size()]).has_value() ? 1U : 0U;
  state.counters["found"] = static_cast<double>(found) / static_cast<double>(state.iterations());
}

}  // namespace

int main(int argc, char** argv) {
  struct Size {
    int width, height, eyes;
  };
  for (const auto& [width, height, eyes] : {Size{256, 320, 64}, {600, 800, 64}, {1500, 2000, 375}}) {
    const auto pictures = captures(width, height, eyes);
    for (const bool forget : {true, false}) {
      const auto name =
          "extract_face/" + std::to_string(width) + "x" + std::to_string(height) + "/" + std::to_string(eyes);
      benchmarks::once(name + (forget ? "/forget" : "/keep"),
                       [=](benchmark::State& state) { extract(state, pictures, forget); });
    }
  }
  return benchmarks::run(argc, argv);
}
