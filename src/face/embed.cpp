#include "limen/face/embed.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "demonstration.hpp"
#include "model_file.hpp"

namespace limen::face {
namespace {

SecureVector<float> planes(ImageView rgb, const Preprocessing& preprocessing, bool mirror) {
  const auto width = static_cast<std::size_t>(rgb.width), plane = width * static_cast<std::size_t>(rgb.height);
  SecureVector<float> out(3 * plane);
  for (std::size_t c = 0; c < 3; ++c) {
    const auto channel = preprocessing.channels == ChannelOrder::rgb ? c : 2 - c;
    const float factor = preprocessing.scale / preprocessing.deviation[c];
    const float shift = preprocessing.mean[c] / preprocessing.deviation[c];
    auto* to = out.data() + c * plane;
    for (int y = 0; y < rgb.height; ++y)
      for (std::size_t x = 0; x < width; ++x)
        *to++ = static_cast<float>(rgb.row(y)[3 * (mirror ? width - 1 - x : x) + channel]) * factor - shift;
  }
  return out;
}

Image mirrored(ImageView rgb) {
  Image out(rgb.width, rgb.height, PixelFormat::rgb8);
  for (int y = 0; y < rgb.height; ++y)
    for (int x = 0; x < rgb.width; ++x) std::copy_n(rgb.row(y) + 3 * (rgb.width - 1 - x), 3, out.row(y) + 3 * x);
  return out;
}

bool normalise(SecureVector<float>& v) {
  double square = 0;
  for (const float x : v) square += double{x} * x;
  if (!(square > 0) || !std::isfinite(square)) return false;
  const double scale = 1 / std::sqrt(square);
  for (auto& x : v) x = static_cast<float>(x * scale);
  return true;
}

}  // namespace

struct Embedder::State {
  Model model;
  std::optional<Network> network;  // none: the demonstration descriptor

  Result<SecureVector<float>> run(ImageView aligned, bool mirror) {
    if (!network) return demonstration_embedding(mirror ? ImageView(mirrored(aligned)) : aligned);
    auto tensors = network->run(planes(aligned, model.preprocessing, mirror), aligned.width, aligned.height);
    if (!tensors) return std::move(tensors).error();
    if (tensors->empty() || !normalise(tensors->front().values))
      return Error{ErrorCode::unsupported_format, model.name + ": its output for this face is not finite or all zero"};
    return std::move(tensors->front().values);
  }
};

Embedder::Embedder(std::unique_ptr<State> state) : state_(std::move(state)) {}
Embedder::Embedder(Embedder&&) noexcept = default;
Embedder& Embedder::operator=(Embedder&&) noexcept = default;
Embedder::~Embedder() = default;

const Model& Embedder::model() const noexcept { return state_->model; }

Result<Embedder> Embedder::open(const Model& model, Runtime runtime, bool forget) {
  auto network = load_model(model, runtime);
  if (!network) return std::move(network).error();
  const auto dimension = try_embedder(*network, model.preprocessing, model.file.string());
  if (!dimension) return dimension.error();
  network->set_forgets(forget);
  return Embedder(std::unique_ptr<State>(new State{model, std::move(*network)}));
}

Embedder Embedder::demonstration() {
  return Embedder(std::unique_ptr<State>(new State{demonstration_model(), std::nullopt}));
}

Result<SecureVector<float>> Embedder::embed(ImageView aligned, bool mirror) {
  const auto& wanted = state_->model.preprocessing;
  if (aligned.empty() || aligned.width != wanted.width || aligned.height != wanted.height ||
      aligned.format != PixelFormat::rgb8)
    return {ErrorCode::invalid_argument, state_->model.name + ": an RGB image of " + std::to_string(wanted.width) +
                                             " x " + std::to_string(wanted.height) + " pixels is wanted: use align()"};
  auto embedding = state_->run(aligned, false);
  if (!embedding || !mirror) return embedding;
  const auto mirrored = state_->run(aligned, true);
  if (!mirrored) return mirrored;
  for (std::size_t i = 0; i < embedding->size(); ++i) (*embedding)[i] += (*mirrored)[i];
  if (!normalise(*embedding))
    return Error{ErrorCode::unsupported_format, state_->model.name + ": face and mirror image cancel out"};
  return embedding;
}

}  // namespace limen::face
