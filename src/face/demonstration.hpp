// The descriptor without a model file, for demonstrations and tests: local binary patterns, projected.
#pragma once

#include "limen/core/bytes.hpp"
#include "limen/core/image.hpp"
#include "limen/face/models.hpp"

namespace limen::face {

/// 768 numbers of unit length. Precondition: rgb8, 112 × 112, aligned.
SecureVector<float> demonstration_embedding(ImageView aligned);

}  // namespace limen::face
