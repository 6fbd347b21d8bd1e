// One touch of a sensor: which skin lies where in the image, how well it touches, how wet it is.
#pragma once

#include <cstdint>
#include <vector>

#include "limen/core/random.hpp"
#include "limen/fingerprint/synthesise.hpp"

namespace limen::fingerprint::synthesis {

/// Sampled every 8 px of the impression: node (c, r) at (8c, 8r). Image and template of one touch share it.
struct Touch {
  static constexpr int node_px = 8;
  struct Node {
    Point skin;         ///< in the coordinates of the Finger
    float contact = 0;  ///< positive inside the contact region, 1 in its middle
    float wetness = 0;  ///< −1 dry to +1 wet
  };
  int columns = 0;
  int rows = 0;
  std::vector<Node> nodes;

  const Node& at(int column, int row) const noexcept {
    return nodes[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
  }
  /// Bilinear between the nodes. Precondition: inside the impression.
  Node at(Point p) const noexcept;
  /// Where skin point `q` lies in the image, by Newton steps; may be outside.
  Point image_of(Point q) const noexcept;

  Point about;         ///< the skin in the middle of the contact …
  Point centre;        ///< … and where it lies in the image
  float rotation = 0;  ///< radians
};

/// The generator of a touch of this finger: image and template draw the touch first, then their own noise.
Random random_of(std::uint64_t finger_seed, std::uint64_t impression_seed, std::uint64_t stream) noexcept;

Touch draw_touch(std::uint64_t finger_seed, std::uint64_t impression_seed, const ImpressionOptions& options);

}  // namespace limen::fingerprint::synthesis
