#include "fingerprint/morphology.hpp"

#include <vector>

namespace limen::fingerprint {
namespace {

/// out(x, y) = 1 if any cell of the disk around it equals `value`.
Mask spread(const Mask& mask, int radius, std::uint8_t value) {
  std::vector<Mask> wide{mask};  // wide[r]: any cell up to r to the left or right
  for (auto& cell : wide[0].values) cell = cell == value ? 1 : 0;
  for (int r = 1; r <= radius; ++r) {
    const Mask& narrow = wide.back();
    Mask next = narrow;
    for (int y = 0; y < mask.height; ++y) {
      const std::uint8_t* from = narrow.row(y);
      std::uint8_t* to = next.row(y);
      for (int x = 1; x < mask.width; ++x) to[x] = static_cast<std::uint8_t>(to[x] | from[x - 1]);
      for (int x = 0; x + 1 < mask.width; ++x) to[x] = static_cast<std::uint8_t>(to[x] | from[x + 1]);
    }
    wide.push_back(std::move(next));
  }
  Mask out(mask.width, mask.height);
  for (int dy = -radius; dy <= radius; ++dy) {
    const auto reach = static_cast<std::size_t>(std::sqrt(static_cast<float>(radius * radius - dy * dy)));
    for (int y = std::max(0, -dy); y < std::min(mask.height, mask.height - dy); ++y) {
      const std::uint8_t* from = wide[reach].row(y + dy);
      std::uint8_t* to = out.row(y);
      for (int x = 0; x < mask.width; ++x) to[x] = static_cast<std::uint8_t>(to[x] | from[x]);
    }
  }
  return out;
}

}  // namespace

Mask dilate(const Mask& mask, int radius) { return spread(mask, radius, 1); }

Mask erode(const Mask& mask, int radius) {
  Mask out = spread(mask, radius, 0);
  for (auto& cell : out.values) cell = static_cast<std::uint8_t>(1 - cell);
  return out;
}

}  // namespace limen::fingerprint
