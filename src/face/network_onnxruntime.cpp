// Networks run by ONNX Runtime, on the caller's thread.
#include <array>
#include <cstdint>
#include <utility>

#include "network.hpp"
#include "onnx_input.hpp"
#include "onnxruntime.hpp"

namespace limen::face {
namespace {

using ort::Api;
using ort::Entry;

/// What the library made, given back to it.
template <class T>
class Owned {
 public:
  Owned(Api api, Entry release) : api_(api), release_(release) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { api_.release(release_, made_); }
  T** out() noexcept { return &made_; }
  T* get() const noexcept { return made_; }

 private:
  Api api_;
  Entry release_;
  T* made_ = nullptr;
};

constexpr int log_fatal = 4, float32 = 1, arena_allocator = 1, default_memory = 0;

class OnnxRuntimeNetwork final : public Network::Backend {
 public:
  explicit OnnxRuntimeNetwork(Api api) : api_(api) {}

  Result<void> open(std::span<const std::byte> onnx) {
    Owned<ort::SessionOptions> options(api_, Entry::ReleaseSessionOptions);
    if (auto ok = api_.call(Entry::CreateEnv, log_fatal, "limen", env_.out()); !ok) return ok;
    if (auto ok = api_.call(Entry::CreateSessionOptions, options.out()); !ok) return ok;
    for (const auto entry : {Entry::SetIntraOpNumThreads, Entry::SetInterOpNumThreads})
      if (auto ok = api_.call(entry, options.get(), 1); !ok) return ok;
    // Each run lays its memory out like the one before, so that the run on black writes over all of it (Network).
    if (auto ok = api_.call(Entry::DisableMemPattern, options.get()); !ok) return ok;
    const ort::Env* env = env_.get();
    const ort::SessionOptions* how = options.get();
    const auto free = with_free_input_size(onnx);
    const void* bytes = free.data();
    if (auto ok = api_.call(Entry::CreateSessionFromArray, env, bytes, free.size(), how, session_.out()); !ok)
      return ok;
    if (auto ok = api_.call(Entry::CreateCpuMemoryInfo, arena_allocator, default_memory, memory_.out()); !ok) return ok;
    std::vector<std::string> inputs;
    if (auto ok = names(Entry::SessionGetInputCount, Entry::SessionGetInputName, inputs); !ok) return ok;
    if (auto ok = names(Entry::SessionGetOutputCount, Entry::SessionGetOutputName, outputs); !ok) return ok;
    if (inputs.size() != 1 || outputs.empty())
      return {ErrorCode::unsupported_format, "it has " + std::to_string(inputs.size()) + " inputs and " +
                                                 std::to_string(outputs.size()) + " outputs; one input is expected"};
    input_ = std::move(inputs.front());
    return {};
  }

  Result<std::vector<Tensor>> run(std::span<const float> planes, int width, int height) override {
    const std::array<std::int64_t, 4> shape{1, 3, height, width};
    Owned<ort::Value> image(api_, Entry::ReleaseValue);
    const ort::MemoryInfo* memory = memory_.get();
    void* pixels = const_cast<float*>(planes.data());
    if (auto ok = api_.call(Entry::CreateTensorWithDataAsOrtValue, memory, pixels, planes.size_bytes(), shape.data(),
                            shape.size(), float32, image.out());
        !ok)
      return ok.error();
    std::vector<const char*> wanted;
    for (const auto& name : outputs) wanted.push_back(name.c_str());
    const std::array<const char*, 1> input{input_.c_str()};
    const std::array<const ort::Value*, 1> given{image.get()};
    std::vector<ort::Value*> made(outputs.size());
    const void* no_options = nullptr;
    const auto ran = api_.call(Entry::Run, session_.get(), no_options, input.data(), given.data(), given.size(),
                               wanted.data(), wanted.size(), made.data());
    Result<std::vector<Tensor>> tensors = ran ? take(made) : ran.error();
    for (auto* value : made) api_.release(Entry::ReleaseValue, value);
    return tensors;
  }

 private:
  Result<void> names(Entry count, Entry name, std::vector<std::string>& out) const {
    const ort::Session* session = session_.get();
    std::size_t n = 0;
    if (auto ok = api_.call(count, session, &n); !ok) return ok;
    ort::Allocator* allocator = nullptr;
    if (auto ok = api_.call(Entry::GetAllocatorWithDefaultOptions, &allocator); !ok) return ok;
    for (std::size_t i = 0; i < n; ++i) {
      char* text = nullptr;
      if (auto ok = api_.call(name, session, i, allocator, &text); !ok) return ok;
      out.emplace_back(text);
      void* memory = text;
      if (auto ok = api_.call(Entry::AllocatorFree, allocator, memory); !ok) return ok;
    }
    return {};
  }

  Result<std::vector<Tensor>> take(const std::vector<ort::Value*>& made) const {
    std::vector<Tensor> tensors;
    for (std::size_t i = 0; i < made.size(); ++i) {
      Tensor tensor{outputs[i], {}, {}};
      bool floats = false;
      if (auto ok = describe(made[i], tensor, floats); !ok) return ok.error();
      if (!floats) continue;
      void* data = nullptr;
      if (auto ok = api_.call(Entry::GetTensorMutableData, made[i], &data); !ok) return ok.error();
      std::size_t n = 1;
      for (const int side : tensor.shape) n *= static_cast<std::size_t>(side);
      const auto* values = static_cast<const float*>(data);
      tensor.values.assign(values, values + n);
      secure_wipe(data, n * sizeof(float));
      tensors.push_back(std::move(tensor));
    }
    return tensors;
  }

  Result<void> describe(const ort::Value* value, Tensor& tensor, bool& floats) const {
    Owned<ort::ShapeInfo> info(api_, Entry::ReleaseShapeInfo);
    if (auto ok = api_.call(Entry::GetTensorTypeAndShape, value, info.out()); !ok) return ok;
    const ort::ShapeInfo* shape = info.get();
    int type = 0;
    std::size_t n = 0;
    if (auto ok = api_.call(Entry::GetTensorElementType, shape, &type); !ok) return ok;
    if (auto ok = api_.call(Entry::GetDimensionsCount, shape, &n); !ok) return ok;
    std::vector<std::int64_t> sides(n);
    if (auto ok = api_.call(Entry::GetDimensions, shape, sides.data(), n); !ok) return ok;
    for (const auto side : sides) tensor.shape.push_back(static_cast<int>(side));
    floats = type == float32;
    return {};
  }

  Api api_;
  Owned<ort::Env> env_{api_, Entry::ReleaseEnv};
  Owned<ort::MemoryInfo> memory_{api_, Entry::ReleaseMemoryInfo};
  Owned<ort::Session> session_{api_, Entry::ReleaseSession};
  std::string input_;
};

}  // namespace

Result<void> onnxruntime_available() {
  const auto api = Api::load();
  if (!api) return api.error();
  return {};
}

Result<std::unique_ptr<Network::Backend>> load_onnxruntime(std::span<const std::byte> onnx, const std::string& what) {
  const auto api = Api::load();
  if (!api) return Error{api.error().code, what + ": " + api.error().message};
  auto network = std::make_unique<OnnxRuntimeNetwork>(*api);
  if (const auto ok = network->open(onnx); !ok)
    return Error{ok.error().code, what + ": ONNX Runtime cannot import this network (" + ok.error().message + ")"};
  return std::unique_ptr<Network::Backend>(std::move(network));
}

}  // namespace limen::face
