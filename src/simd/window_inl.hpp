// A window of an image against a pair of real kernels: the two parts of a Gabor filter at one pixel.
#pragma once

namespace limen::simd {
namespace {

Complex complex_window(const float* window, std::ptrdiff_t stride, const float* re, const float* im, std::size_t rows,
                       std::size_t columns) noexcept {
  Lanes re_sum = zero_lanes(), im_sum = zero_lanes();
  for (std::size_t r = 0; r < rows; ++r, window += stride) {
    for (std::size_t c = 0; c < columns; c += lanes, re += lanes, im += lanes) {
      const Lanes pixels = load_lanes(window + c);
      re_sum = add_product(re_sum, pixels, load_lanes(re));
      im_sum = add_product(im_sum, pixels, load_lanes(im));
    }
  }
  return {sum_of_lanes(re_sum), sum_of_lanes(im_sum)};
}

}  // namespace
}  // namespace limen::simd
