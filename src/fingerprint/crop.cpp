#include "fingerprint/crop.hpp"

#include "limen/fingerprint/parameters.hpp"

namespace limen::fingerprint {

Window print_window(const Mask& mask, int image_width, int image_height) {
  int left = mask.width, top = mask.height, right = -1, bottom = -1;
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x)
      if (mask.at(x, y) != 0) {
        left = std::min(left, x), right = std::max(right, x);
        top = std::min(top, y), bottom = y;
      }
  if (right < 0) return {};
  constexpr int grid = parameters::period_cell;
  const auto begin = [](int cell) { return std::max(0, cell * parameters::mask_cell / grid - 1) * grid; };
  const auto end = [](int cell, int size) {
    return std::min(size, (cells_for((cell + 1) * parameters::mask_cell, grid) + 1) * grid);
  };
  const int x = begin(left);
  const int y = begin(top);
  return {x, y, end(right, image_width) - x, end(bottom, image_height) - y};
}

}  // namespace limen::fingerprint
