// An aligned face becomes a vector.
#pragma once

#include <memory>

#include "limen/core/bytes.hpp"
#include "limen/core/image.hpp"
#include "limen/core/result.hpp"
#include "limen/face/models.hpp"
#include "limen/face/runtime.hpp"

namespace limen::face {

/// An embedding network, or the demonstration descriptor. Holds its buffers: one for each thread; movable.
class Embedder {
 public:
  /// Any ONNX network with one image in and one vector out. Errors: not_found, corrupt (not the bytes that were
  /// registered), unsupported_format (no ONNX, it cannot be imported, wrong outputs), unavailable (the runtime).
  /// `forget`: as in DetectorOptions.
  static Result<Embedder> open(const Model& model, Runtime runtime = Runtime::automatic, bool forget = true);
  /// demonstration_model(), which needs no file.
  static Embedder demonstration();

  /// The network's output for an aligned face of the size that its preprocessing says, at unit length; with `mirror`,
  /// the mean with that of the mirrored face. Errors: invalid_argument (other size), unsupported_format (the output is
  /// no vector, not finite or zero).
  Result<SecureVector<float>> embed(ImageView aligned, bool mirror = false);
  const Model& model() const noexcept;

  Embedder(Embedder&&) noexcept;
  Embedder& operator=(Embedder&&) noexcept;
  ~Embedder();

 private:
  struct State;
  explicit Embedder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace limen::face
