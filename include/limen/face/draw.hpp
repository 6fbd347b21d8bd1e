// Pictures of what was found.
#pragma once

#include <span>

#include "limen/core/image.hpp"
#include "limen/face/quality.hpp"
#include "limen/face/template.hpp"

namespace limen::face {

/// The image in colour with the face's box and landmarks (an estimated landmark as a ring, a found one as a disc).
Image draw(ImageView image, const Template& face);

/// The same, at least 480 px high, beside the face's quality and a bar for each component, as Extractor::assess()
/// measured them. Without `components`, those that the image and the template give: all but single_face_present, as
/// neither says which other faces were found. A component that is not accepted has a sign.
Image draw_quality(ImageView image, const Template& face, std::span<const Component> components = {});

}  // namespace limen::face
