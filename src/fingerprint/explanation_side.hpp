// One print of an explanation, with its marks.
#pragma once

#include <cstddef>

#include "limen/fingerprint/explain.hpp"

namespace limen::fingerprint {

/// The print at marks::zoom, washed out, cut to where its minutiae and the overlap are; `end` says which of a pair's
/// minutiae are this print's. An empty image gives blank paper.
Image draw_side(const Explanation& why, const ExplainedPrint& print, ImageView image, std::size_t MinutiaPair::*end);

}  // namespace limen::fingerprint
