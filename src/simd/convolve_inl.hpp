// Separable filters: each output is a sum over the taps in their order, so vector width cannot change it.
#pragma once

namespace limen::simd {
namespace {

/// `blocks` × 16 outputs from i on.
template <std::size_t blocks>
LIMEN_INLINE void convolve_block(const float* const* rows, float* out, std::size_t i, const float* taps,
                                 std::size_t count) {
  Lanes sums[blocks] = {};
  for (std::size_t j = 0; j < count; ++j) {
    const Lanes tap = all_lanes(taps[j]);
    const float* from = rows[j] + i;
    for (std::size_t b = 0; b < blocks; ++b) sums[b] = add_product(sums[b], tap, load_lanes(from + b * lanes));
  }
  for (std::size_t b = 0; b < blocks; ++b) store_lanes(out + i + b * lanes, sums[b]);
}

void convolve_column(const float* const* rows, float* out, std::size_t n, const float* taps,
                     std::size_t count) noexcept {
  constexpr std::size_t blocks = parts > 2 ? 2 : 4;  // as many sums as stay in registers
  std::size_t i = 0;
  for (; i + blocks * lanes <= n; i += blocks * lanes) convolve_block<blocks>(rows, out, i, taps, count);
  for (; i + lanes <= n; i += lanes) convolve_block<1>(rows, out, i, taps, count);
  if (i == n) return;
  if (n >= lanes) return convolve_block<1>(rows, out, n - lanes, taps, count);  // some outputs a second time
  for (; i < n; ++i) {
    float sum = 0;
    for (std::size_t j = 0; j < count; ++j) sum += taps[j] * rows[j][i];
    out[i] = sum;
  }
}

}  // namespace
}  // namespace limen::simd
