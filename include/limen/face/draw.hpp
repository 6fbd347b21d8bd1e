// A picture of what was found.
#pragma once

#include "limen/core/image.hpp"
#include "limen/face/template.hpp"

namespace limen::face {

/// The image in colour with the face's box and landmarks (an estimated landmark as a ring, a found one as a disc).
Image draw(ImageView image, const Template& face);

}  // namespace limen::face
