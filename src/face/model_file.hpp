// From a registered model to a network that runs.
#pragma once

#include "limen/face/models.hpp"

#include "network.hpp"

namespace limen::face {

/// Reads the file, checks that it still has the bytes of its id, and imports it.
/// Errors: model_missing, corrupt (other bytes), unsupported_format, unavailable.
Result<Network> load_model(const Model& model, Runtime runtime);

/// The length of the vector that a network makes of an image, or why it makes none (unsupported_format).
Result<std::size_t> try_embedder(Network& network, const Preprocessing& preprocessing, const std::string& name);

}  // namespace limen::face
