// Sobel gradients of three neighbouring rows.
#pragma once

#include "fingerprint/plane.hpp"

namespace limen::fingerprint {

/// Calls body(y, gx, gy) for each row with the gradients (units of the plane a px); the border repeats.
template <class Body>
void for_each_gradient_row(const Plane& plane, Body&& body) {
  const int w = plane.width;
  SecureVector<float> gx(static_cast<std::size_t>(w));
  SecureVector<float> gy(static_cast<std::size_t>(w));
  SecureVector<float> smooth(static_cast<std::size_t>(w + 2));
  SecureVector<float> slope(static_cast<std::size_t>(w + 2));
  for (int y = 0; y < plane.height; ++y) {
    const float* above = plane.row(std::max(y - 1, 0));
    const float* here = plane.row(y);
    const float* below = plane.row(std::min(y + 1, plane.height - 1));
    float* s = smooth.data() + 1;
    float* d = slope.data() + 1;
    for (int x = 0; x < w; ++x) {
      s[x] = (3 * above[x] + 10 * here[x] + 3 * below[x]) * 0.03125F;
      d[x] = (below[x] - above[x]) * 0.03125F;
    }
    s[-1] = s[0], s[w] = s[w - 1];
    d[-1] = d[0], d[w] = d[w - 1];
    for (int x = 0; x < w; ++x) {
      gx[static_cast<std::size_t>(x)] = s[x + 1] - s[x - 1];
      gy[static_cast<std::size_t>(x)] = 3 * d[x - 1] + 10 * d[x] + 3 * d[x + 1];
    }
    body(y, gx.data(), gy.data());
  }
}

}  // namespace limen::fingerprint
