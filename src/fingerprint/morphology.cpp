#include "fingerprint/morphology.hpp"

namespace limen::fingerprint {
namespace {

/// out(x, y) = 1 if any cell of the disk around it equals `value`.
Mask spread(const Mask& mask, int radius, std::uint8_t value) {
  Mask out(mask.width, mask.height);
  for (int y = 0; y < mask.height; ++y)
    for (int dy = -radius; dy <= radius; ++dy) {
      if (y + dy < 0 || y + dy >= mask.height) continue;
      const auto reach = static_cast<int>(std::sqrt(static_cast<float>(radius * radius - dy * dy)));
      const std::uint8_t* from = mask.row(y + dy);
      std::uint8_t* to = out.row(y);
      for (int dx = -reach; dx <= reach; ++dx)
        for (int x = std::max(0, -dx); x < std::min(mask.width, mask.width - dx); ++x)
          to[x] = static_cast<std::uint8_t>(to[x] | static_cast<std::uint8_t>(from[x + dx] == value));
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
