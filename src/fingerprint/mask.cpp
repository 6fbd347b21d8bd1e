#include "fingerprint/mask.hpp"

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/filter.hpp"
#include "fingerprint/gradient.hpp"
#include "fingerprint/morphology.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;

Plane gradient_magnitude(const Plane& image) {
  Reducer cells(image.width, image.height, mask_cell);
  SecureVector<float> magnitude(static_cast<std::size_t>(image.width));
  for_each_gradient_row(gaussian(image, gradient_blur), [&](int y, const float* gx, const float* gy) {
    for (std::size_t x = 0; x < magnitude.size(); ++x) magnitude[x] = std::sqrt(gx[x] * gx[x] + gy[x] * gy[x]);
    cells.add_row(y, magnitude.data());
  });
  return gaussian(cells.take(), mask_blur / mask_cell);
}

float percentile(SecureVector<float> values, float share) {
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<float>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

/// The mask with an empty margin on every side, or (negative) without it.
Mask with_margin(const Mask& mask, int margin) {
  Mask out(mask.width + 2 * margin, mask.height + 2 * margin);
  for (int y = std::max(0, -margin); y < std::min(mask.height, mask.height + margin); ++y)
    for (int x = std::max(0, -margin); x < std::min(mask.width, mask.width + margin); ++x)
      out.at(x + margin, y + margin) = mask.at(x, y);
  return out;
}

}  // namespace

Mask find_mask(const Plane& image) {
  const Plane strength = gradient_magnitude(image);
  const float threshold = std::max(mask_floor, mask_share * percentile(strength.values, mask_percentile));
  Mask mask(strength.width, strength.height);
  std::transform(strength.values.begin(), strength.values.end(), mask.values.begin(),
                 [threshold](float s) { return static_cast<std::uint8_t>(s > threshold); });
  const int margin = 2 * mask_disk + 1;
  mask = with_margin(mask, margin);
  mask = erode(dilate(mask, mask_disk), mask_disk);
  mask = dilate(erode(mask, mask_disk), mask_disk);
  mask = with_margin(mask, -margin);
  drop_components(mask, 1, [](int size, int largest) {
    return static_cast<float>(size) < mask_component * static_cast<float>(largest);
  });
  drop_components(mask, 0, [](int size, int) { return size < mask_hole; });
  return erode(mask, mask_erosion);
}

Plane edge_distance(const Mask& mask) {
  // Felzenszwalb & Huttenlocher 2012, with the parabolas of a column found by walking: masks are small.
  constexpr float far = 1e6F;
  Plane column(mask.width, mask.height);
  for (int x = 0; x < mask.width; ++x) {
    float run = far;
    for (int y = 0; y < mask.height; ++y) column.at(x, y) = run = mask.at(x, y) != 0 ? run + 1 : 0;
    run = far;
    for (int y = mask.height - 1; y >= 0; --y) {
      run = mask.at(x, y) != 0 ? run + 1 : 0;
      column.at(x, y) = std::min(column.at(x, y), run);
    }
  }
  Plane distance(mask.width, mask.height);
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x) {
      if (mask.at(x, y) == 0) continue;
      const float* row = column.row(y);
      float best = row[x] * row[x];
      for (int d = 1; static_cast<float>(d * d) < best && (x - d >= 0 || x + d < mask.width); ++d) {
        const auto across = static_cast<float>(d * d);
        if (x - d >= 0) best = std::min(best, across + row[x - d] * row[x - d]);
        if (x + d < mask.width) best = std::min(best, across + row[x + d] * row[x + d]);
      }
      distance.at(x, y) = (std::sqrt(best) - 0.5F) * mask_cell;  // to the edge, not to the next cell's centre
    }
  return distance;
}

}  // namespace limen::fingerprint
