// Binary morphology on small masks.
#pragma once

#include "fingerprint/plane.hpp"

namespace limen::fingerprint {

/// Disk of the given radius (cells); beyond the border there is nothing (dilate) or anything (erode).
Mask dilate(const Mask& mask, int radius);
Mask erode(const Mask& mask, int radius);

/// Turns every 4-connected component of `value` cells for which drop(size, largest size) into the other value.
template <class Drop>
void drop_components(Mask& mask, std::uint8_t value, Drop drop) {
  Grid<int> label(mask.width, mask.height, -1);
  SecureVector<int> sizes;
  SecureVector<int> stack;
  const int count = mask.width * mask.height;
  for (int start = 0; start < count; ++start) {
    const auto at = [](auto& grid, int i) -> auto& { return grid.values[static_cast<std::size_t>(i)]; };
    if (at(mask, start) != value || at(label, start) >= 0) continue;
    const int name = static_cast<int>(sizes.size());
    sizes.push_back(0);
    const auto visit = [&](int i) {
      if (at(mask, i) != value || at(label, i) >= 0) return;
      at(label, i) = name;
      stack.push_back(i);
    };
    visit(start);
    while (!stack.empty()) {
      const int i = stack.back();
      stack.pop_back();
      ++sizes.back();
      const int x = i % mask.width;
      if (x > 0) visit(i - 1);
      if (x + 1 < mask.width) visit(i + 1);
      if (i >= mask.width) visit(i - mask.width);
      if (i + mask.width < count) visit(i + mask.width);
    }
  }
  if (sizes.empty()) return;
  const int largest = *std::max_element(sizes.begin(), sizes.end());
  for (std::size_t i = 0; i < label.values.size(); ++i)
    if (label.values[i] >= 0 && drop(sizes[static_cast<std::size_t>(label.values[i])], largest))
      mask.values[i] = static_cast<std::uint8_t>(1 - value);
}

}  // namespace limen::fingerprint
