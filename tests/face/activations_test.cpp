// What a network computes of a picture on its way to the answer: where a network does not forget, it stands in this
// process's memory after the run; where it forgets, nothing of it does.
#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <unordered_map>

#include <opencv2/dnn/dnn.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "face/network.hpp"
#include "onnx.hpp"
#include "tests/memory_scan.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;

namespace {

/// 16 numbers of an inner layer, masked.
using Pattern = std::array<std::uint64_t, 8>;
constexpr std::uint64_t wide_mask = 0xA5A5A5A5A5A5A5A5U;

/// What `work` returns when it is done in a process of its own, whose memory holds nothing else of the kind.
template <class T, class Work>
std::vector<T> in_child(Work work) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::vector<T> result = work();
    const auto* bytes = reinterpret_cast<const char*>(result.data());
    for (std::size_t left = result.size() * sizeof(T); left > 0;) {
      const auto written = write(ends[1], bytes, left);
      if (written <= 0) _exit(1);
      bytes += written, left -= static_cast<std::size_t>(written);
    }
    _exit(0);
  }
  close(ends[1]);
  std::string bytes;
  std::array<char, 65536> some{};
  for (ssize_t got = 0; (got = read(ends[0], some.data(), some.size())) > 0;)
    bytes.append(some.data(), static_cast<std::size_t>(got));
  close(ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
  std::vector<T> result(bytes.size() / sizeof(T));
  std::memcpy(result.data(), bytes.data(), result.size() * sizeof(T));
  return result;
}

/// Noise, from 0 to `most`.
SecureVector<float> noise(unsigned seed, int side, float most) {
  std::mt19937 random(seed);
  SecureVector<float> planes(static_cast<std::size_t>(3 * side * side));
  for (auto& v : planes) v = most * static_cast<float>(random() % 65536) / 65536;
  return planes;
}

/// Numbers that follow one another in a layer's maps, and the numbers of 16 maps at one place, as OpenCV gathers them
/// for a convolution. One of eight.
void add_patterns(const cv::Mat& layer, std::vector<Pattern>& patterns) {
  if (layer.type() != CV_32F || !layer.isContinuous()) return;
  const auto* const values = layer.ptr<float>();
  unsigned number = 0;
  const auto add = [&](const std::array<float, 16>& some) {
    if (number++ % 8 != 0 || std::set<float>(some.begin(), some.end()).size() < 6) return;
    if (std::set<float>(some.begin(), some.begin() + 4).size() < 4) return;  // a beginning like no other
    Pattern pattern;
    std::memcpy(pattern.data(), some.data(), sizeof pattern);
    for (auto& word : pattern) word ^= wide_mask;
    patterns.push_back(pattern);
  };
  std::array<float, 16> some{};
  for (std::size_t i = 0; i + 16 <= layer.total(); i += 16) std::copy_n(values + i, 16, some.begin()), add(some);
  if (layer.dims != 4) return;
  const auto channels = static_cast<std::size_t>(layer.size[1]);
  const auto places = static_cast<std::size_t>(layer.size[2]) * static_cast<std::size_t>(layer.size[3]);
  for (std::size_t place = 0; place < places; ++place)
    for (std::size_t channel = 0; channel + 16 <= channels; channel += 16) {
      for (std::size_t i = 0; i < 16; ++i) some[i] = values[(channel + i) * places + place];
      add(some);
    }
}

/// Of the input and of each inner layer, computed by OpenCV without limen.
std::vector<Pattern> patterns_of(const std::string& onnx, int side, float most) {
  cv::setNumThreads(0);
  auto net = cv::dnn::readNetFromONNX(onnx.data(), onnx.size());
  net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  auto planes = noise(7, side, most);
  const std::array shape{1, 3, side, side};
  const cv::Mat input(4, shape.data(), CV_32F, planes.data());
  std::vector<Pattern> patterns;
  add_patterns(input, patterns);
  for (const auto& layer : net.getLayerNames()) {
    net.setInput(input);
    add_patterns(net.forward(layer), patterns);
  }
  return patterns;
}

class Search {
 public:
  explicit Search(const std::vector<Pattern>& patterns) : patterns_(patterns), maybe_(std::size_t{1} << 24) {
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      at_[patterns[i][0]].push_back(i);
      maybe_[place(patterns[i][0])] = true;
    }
  }
  /// Which of the patterns stand in this process's memory.
  std::vector<std::size_t> found() const {
    std::set<std::size_t> all;
    for_each_region([&](const volatile unsigned char* from, const volatile unsigned char* end) {
      const auto* const memory = const_cast<const unsigned char*>(from);
      const auto size = static_cast<std::size_t>(end - from);
      for (std::size_t at = 0; at + sizeof(Pattern) <= size; at += sizeof(float)) {
        std::uint64_t first = 0;
        std::memcpy(&first, memory + at, sizeof first);
        if (!maybe_[place(first ^ wide_mask)]) continue;
        const auto candidates = at_.find(first ^ wide_mask);
        if (candidates == at_.end()) continue;
        Pattern here;
        std::memcpy(here.data(), memory + at, sizeof here);
        for (auto& word : here) word ^= wide_mask;
        for (const auto i : candidates->second)
          if (patterns_[i] == here) all.insert(i);
      }
    });
    return {all.begin(), all.end()};
  }

 private:
  static std::size_t place(std::uint64_t word) { return (word * 0x9E3779B97F4A7C15U) >> 40U; }
  const std::vector<Pattern>& patterns_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> at_;
  std::vector<bool> maybe_;
};

/// A heap as a long-lived program has it: blocks of many sizes, every other one free again.
void crumble_heap() {
  std::mt19937 random(1);
  std::vector<std::unique_ptr<char[]>> blocks;
  for (int i = 0; i < 3000; ++i)
    blocks.push_back(std::make_unique<char[]>(100 + random() % (random() % 3 == 0 ? 100000 : 2000)));
  for (auto& block : blocks)
    if (random() % 2 == 0)
      block.reset();
    else
      (void)block.release();  // lives as long as the process, which is a child
}

enum class Way { keeping, forgetting, other_pictures };

/// The picture is the last of three.
std::vector<std::size_t> found_after(Way way, bool crumbled, const std::string& onnx, int side, float most,
                                     const Search& search) {
  return in_child<std::size_t>([&] {
    if (crumbled) crumble_heap();
    auto network = face::Network::load(std::as_bytes(std::span(onnx)), "network", face::Runtime::opencv).value();
    network.set_forgets(way != Way::keeping);
    for (const unsigned seed : {1U, 2U, way == Way::other_pictures ? 3U : 7U})
      if (!network.run(noise(seed, side, most), side, side)) _exit(1);
    return search.found();
  });
}

void check_network(const std::string& onnx, int side, float most) {
  const auto patterns = in_child<Pattern>([&] { return patterns_of(onnx, side, most); });
  REQUIRE(patterns.size() > 1000);
  const Search search(patterns);
  for (const bool crumbled : {false, true}) {
    CAPTURE(crumbled);
    const auto found = [&](Way way) { return found_after(way, crumbled, onnx, side, most, search); };
    // A layer's numbers may be its weights alone, where all that went in was nought: those are of no picture.
    const auto of_no_picture = found(Way::other_pictures);
    const auto of_picture = [&](Way way) {
      const auto all = found(way);
      std::vector<std::size_t> numbers;
      std::ranges::set_difference(all, of_no_picture, std::back_inserter(numbers));
      return numbers.size();
    };
    CHECK(of_picture(Way::keeping) >= 100);
    CHECK(of_picture(Way::forgetting) == 0);
  }
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("of what a network computed on its way nothing is left in memory, unless it keeps it") {
  if (shadowed) return skip("a sanitizer's own memory is too large to be read");
  check_network(deep_onnx(96), 96, 1);
}

TEST_CASE("real models: of what a network computed on its way nothing is left in memory, unless it keeps it") {
  if (shadowed) return skip("a sanitizer's own memory is too large to be read");
  const auto data = data_dir();
  if (!data) return skip("../shared/data is absent");
  check_network(read_text(*data / "models/face_detection_yunet_2023mar.onnx"), 320, 255);
  check_network(read_text(*data / "models/mobilefacenet_foamliu_cv46.onnx"), 112, 2);
}

TEST_CASE("a network that forgets answers as one that keeps, also when the size of the pictures changes") {
  const auto onnx = deep_onnx(64);
  const auto load = [&] { return face::Network::load(std::as_bytes(std::span(onnx)), "network").value(); };
  auto forgetting = load(), keeping = load();
  keeping.set_forgets(false);
  unsigned seed = 0;
  for (const int side : {64, 64, 96, 64, 32, 96, 96, 5, 4, 64}) {  // 4: too small
    const auto planes = noise(++seed, side, 1);
    const auto a = forgetting.run(planes, side, side), b = keeping.run(planes, side, side);
    CHECK(a.has_value() == (side > 4));
    REQUIRE(a.has_value() == b.has_value());
    if (!a) continue;
    REQUIRE(a->size() == 1);
    CHECK(a->front().values == b->front().values);
  }
}
