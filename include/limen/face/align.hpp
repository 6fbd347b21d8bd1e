// Five points bring every face to the same place.
#pragma once

#include <optional>
#include <span>

#include "limen/core/image.hpp"
#include "limen/face/landmarks.hpp"

namespace limen::face {

/// A similarity of the plane: (x, y) ↦ (a·x − b·y + tx, b·x + a·y + ty).
struct Similarity {
  double a = 1, b = 0, tx = 0, ty = 0;
  Point operator()(Point p) const noexcept {
    return {static_cast<float>(a * p.x - b * p.y + tx), static_cast<float>(b * p.x + a * p.y + ty)};
  }
  /// Precondition: not degenerate (a, b not both 0).
  Similarity inverse() const noexcept;
};

/// The similarity that takes `from` to `to` with the least squared error (Umeyama 1991, without reflection).
/// Nothing if `from` has no extent. Precondition: as many points in both, at least two.
std::optional<Similarity> estimate_similarity(std::span<const Point> from, std::span<const Point> to) noexcept;

/// The positions of ArcFace (Deng et al. 2019), in a width × height picture (defined at 112 × 112).
Landmarks arcface_positions(int width = 112, int height = 112) noexcept;

/// The face cut out and brought to arcface_positions(): an RGB image, black outside the source. Shrinking averages the
/// pixels it covers. Nothing if the landmarks have no extent.
std::optional<Image> align(ImageView image, const Landmarks& landmarks, int width = 112, int height = 112);

}  // namespace limen::face
