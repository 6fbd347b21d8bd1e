// A network that runs, whichever library runs it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/face/runtime.hpp"

namespace limen::face {

struct Tensor {
  std::string name;
  std::vector<int> shape;
  SecureVector<float> values;
};

/// One image in, tensors out. One thread at a time; movable. It starts no threads of its own: parallel work is the
/// caller's (extract_all).
class Network {
 public:
  /// Errors: unsupported_format (no ONNX, or the library cannot import it), unavailable (no such library here). `what`
  /// names it in errors.
  static Result<Network> load(std::span<const std::byte> onnx, std::string what, Runtime runtime = Runtime::automatic);

  const std::vector<std::string>& outputs() const noexcept { return backend_->outputs; }
  /// `planes`: three planes of width × height. Tensors of other numbers than float32 are left out. Errors:
  /// unsupported_format (the network takes no such input).
  Result<std::vector<Tensor>> run(std::span<const float> planes, int width, int height);

  /// The libraries keep what they computed until they compute again. A network that forgets leaves nothing of an image
  /// there (Backend::forget); this one does, or does not any more.
  void set_forgets(bool forgets) noexcept { backend_->forgets = forgets; }

  /// What a library implements: one file each.
  struct Backend {
    std::vector<std::string> outputs;
    bool forgets = true;
    virtual ~Backend() = default;
    /// Wipes outputs that it has copied; if it forgets, also what it used besides. Errors: unsupported_format, whose
    /// message says only why.
    virtual Result<std::vector<Tensor>> run(std::span<const float> planes, int width, int height) = 0;
    /// Overwrites what the library keeps of the last run, which was on `planes` and gave `answers` (nullptr: an error).
    /// Here: runs once more on black, in as much time.
    virtual void forget(std::span<const float> planes, int width, int height, const std::vector<Tensor>* answers);
  };

 private:
  Network(std::unique_ptr<Backend> backend, std::string what) : backend_(std::move(backend)), what_(std::move(what)) {}
  std::unique_ptr<Backend> backend_;
  std::string what_;
};

/// Errors: unsupported_format, unavailable; complete messages.
Result<std::unique_ptr<Network::Backend>> load_opencv(std::span<const std::byte> onnx, const std::string& what);
Result<std::unique_ptr<Network::Backend>> load_onnxruntime(std::span<const std::byte> onnx, const std::string& what);
Result<void> onnxruntime_available();

}  // namespace limen::face
