// The descriptor without a model file, for demonstrations and tests: local binary patterns, projected.
#pragma once

#include "limen/core/bytes.hpp"
#include "limen/core/image.hpp"
#include "limen/face/models.hpp"

namespace limen::face {

/// 768 numbers of unit length. Precondition: rgb8, 112 × 112, aligned.
SecureVector<float> demonstration_embedding(ImageView aligned);

/// The projection is the model: SHA-256 of its tables, components first, little endian, names it as a file's bytes name
/// a network. Written beside them, so that it need not be computed for every comparison.
ModelId hash_of_projection();

}  // namespace limen::face
