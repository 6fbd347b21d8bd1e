// Shrinking whole images, behind one .cpp.
#pragma once

#include "limen/core/image.hpp"

namespace limen::face {

/// The image at another size, of the same format; shrinking averages areas.
Image resize(ImageView image, int width, int height);

}  // namespace limen::face
