#include "model_file.hpp"

#include <algorithm>
#include <cmath>

#include "limen/core/file.hpp"
#include "limen/face/template.hpp"

namespace limen::face {

Result<Network> load_model(const Model& model, Runtime runtime) {
  const auto bytes = read_file(model.file);
  if (!bytes && bytes.error().code == ErrorCode::not_found)
    return Error{ErrorCode::model_missing,
                 "model " + model.name + ": " + model.file.string() + " is gone: add it with: limen models add FILE"};
  if (!bytes) return bytes.error();
  if (const auto id = model_id(*bytes); id != model.id)
    return Error{ErrorCode::corrupt, model.file.string() + ": its SHA-256 is " + to_string(id) + ", not " +
                                         to_string(model.id) + ": fetch or add the file again"};
  return Network::load(*bytes, model.file.string(), runtime);
}

Result<std::size_t> try_embedder(Network& network, const Preprocessing& preprocessing, const std::string& name) {
  const SecureVector<float> grey(3 * static_cast<std::size_t>(preprocessing.width * preprocessing.height), 0.1F);
  const auto tensors = network.run(grey, preprocessing.width, preprocessing.height);
  if (!tensors) return tensors.error();
  const auto wrong = [&](const std::string& why) {
    return Error{ErrorCode::unsupported_format, name + ": not an embedding network: " + why};
  };
  if (tensors->size() != 1) return wrong(std::to_string(tensors->size()) + " outputs, one vector is expected");
  const auto& output = tensors->front();
  std::string shape;
  for (const int n : output.shape) shape += (shape.empty() ? "" : " x ") + std::to_string(n);
  const auto longest = output.shape.empty() ? 0 : *std::max_element(output.shape.begin(), output.shape.end());
  const auto n = output.values.size();
  if (n < 16 || n > Template::max_dimension || static_cast<std::size_t>(longest) != n)
    return wrong("its output is " + shape + ", a vector of 16 to " + std::to_string(Template::max_dimension) +
                 " numbers is expected");
  if (!std::all_of(output.values.begin(), output.values.end(), [](float v) { return std::isfinite(v); }))
    return wrong("its output is not finite");
  return n;
}

}  // namespace limen::face
