// The quick way, for odd filters of at most 9 taps. Both directions are one operation: samples at even places are
// filtered with one set of taps, those at odd places with another. Analysis takes pixels that alternate and puts the
// even results (low) and the odd ones (high) in two halves; synthesis takes two halves and lets the results alternate.
#include "wsq_wavelet.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace limen::io::wsq {
namespace {

constexpr int reach = 4;  // taps to each side of the centre
using Half = std::array<float, reach + 1>;

struct Taps {
  Half even, odd;
};

Taps analysis() {
  Taps taps;
  std::copy_n(standard_low.begin(), taps.even.size(), taps.even.begin());
  std::copy_n(standard_high.begin(), taps.odd.size(), taps.odd.begin());
  return taps;
}

// Synthesis low = analysis high with alternating signs, and the other way round.
Taps synthesis(const Filters& f) {
  return {{f.high[0], -f.low[1], f.high[2], -f.low[3], f.high[4]},
          {f.low[0], -f.high[1], f.low[2], -f.high[3], f.low[4]}};
}

// Place n of a signal of `length` samples that is mirrored at its first and last sample.
int mirrored(int n, int length) {
  if (length == 1) return 0;
  const int period = 2 * (length - 1);
  n = ((n % period) + period) % period;
  return n < length ? n : period - n;
}

// Even and odd samples of a row, each with `reach` mirrored samples before and behind.
class SplitRow {
 public:
  explicit SplitRow(int longest) : even_(buffer(longest)), odd_(buffer(longest)) {}
  float* even() { return even_.data() + reach; }
  float* odd() { return odd_.data() + reach; }

  void extend(int length) {
    const auto sample = [&](int n) {
      const int m = mirrored(n, length);
      return m % 2 == 0 ? even()[m / 2] : odd()[m / 2];
    };
    const int evens = (length + 1) / 2, odds = length / 2;
    for (int i = 1; i <= 2; ++i) even()[-i] = sample(-2 * i), odd()[-i] = length == 1 ? 0 : sample(1 - 2 * i);
    for (int i = 0; i < 2; ++i) {
      even()[evens + i] = sample(2 * (evens + i));
      odd()[odds + i] = length == 1 ? 0 : sample(2 * (odds + i) + 1);
    }
  }

 private:
  static SecureVector<float> buffer(int longest) {
    return SecureVector<float>(static_cast<std::size_t>(longest / 2 + 1 + 2 * reach));
  }
  SecureVector<float> even_, odd_;
};

// `near` are the samples of the centre's own parity; `lower` and `upper` the other ones, just before and just behind
// it.
void filter(const float* near, const float* lower, const float* upper, const Half& taps, int n, float* __restrict out) {
  const auto t = taps;
  for (int i = 0; i < n; ++i)
    out[i] = t[0] * near[i] + t[1] * (lower[i] + upper[i]) + t[2] * (near[i - 1] + near[i + 1]) +
             t[3] * (lower[i - 1] + upper[i + 1]) + t[4] * (near[i - 2] + near[i + 2]);
}

void filter_row(SplitRow& in, int length, const Taps& taps, float* even, float* odd) {
  in.extend(length);
  filter(in.even(), in.odd() - 1, in.odd(), taps.even, (length + 1) / 2, even);
  filter(in.odd(), in.even(), in.even() + 1, taps.odd, length / 2, odd);
}

void interleave(const float* __restrict even, const float* __restrict odd, int length, float* __restrict out) {
  for (int i = 0; i < length / 2; ++i) out[2 * i] = even[i], out[2 * i + 1] = odd[i];
  if (length % 2 == 1) out[length - 1] = even[length / 2];
}

void deinterleave(const float* __restrict in, int length, float* __restrict even, float* __restrict odd) {
  for (int i = 0; i < length / 2; ++i) even[i] = in[2 * i], odd[i] = in[2 * i + 1];
  if (length % 2 == 1) even[length / 2] = in[length - 1];
}

using Rows = std::array<const float*, 2 * reach + 1>;

void filter_column(const Rows& rows, const Half& taps, int n, float* __restrict out) {
  const auto t = taps;
  const auto r = rows;
  for (int i = 0; i < n; ++i)
    out[i] = t[0] * r[4][i] + t[1] * (r[3][i] + r[5][i]) + t[2] * (r[2][i] + r[6][i]) + t[3] * (r[1][i] + r[7][i]) +
             t[4] * (r[0][i] + r[8][i]);
}

// Where sample n (0 …) of an interval lies when its samples stand in two halves.
int in_halves(const Interval& interval, int n) {
  const int low_at = interval.flipped ? interval.high() : 0;
  const int high_at = interval.flipped ? 0 : interval.low();
  return n % 2 == 0 ? low_at + n / 2 : high_at + n / 2;
}

// Filters down the columns from `in` (first row at in_row(0)) to `out` (out_row).
template <class InRow, class OutRow>
void filter_columns(int width, int height, const Taps& taps, const float* zeros, InRow in_row, OutRow out_row) {
  Rows rows{};
  for (int y = 0; y < height; ++y) {
    for (int k = -reach; k <= reach; ++k) {
      const bool missing = height == 1 && k % 2 != 0;
      rows[static_cast<std::size_t>(k + reach)] = missing ? zeros : in_row(mirrored(y + k, height));
    }
    filter_column(rows, y % 2 == 0 ? taps.even : taps.odd, width, out_row(y));
  }
}

// What one transform needs besides the plane; rows are processed while they are warm.
struct Scratch {
  explicit Scratch(const Plane& plane)
      : plane_(plane.width, plane.height),
        row(std::max(plane.width, plane.height)),
        even(width(plane)),
        odd(even),
        zeros(width(plane)) {}
  static std::size_t width(const Plane& plane) { return static_cast<std::size_t>(plane.width) + 1; }
  Plane plane_;
  SplitRow row;
  SecureVector<float> even, odd, zeros;
};

void synthesise(Plane& plane, const Region& node, const Taps& taps, Scratch& scratch) {
  const int width = node.x.length, height = node.y.length;
  if (width == 0 || height == 0) return;
  filter_columns(
      width, height, taps, scratch.zeros.data(),
      [&](int n) { return plane.row(node.y.at + in_halves(node.y, n)) + node.x.at; },
      [&](int n) { return scratch.plane_.row(n); });
  const int low_at = in_halves(node.x, 0), high_at = in_halves(node.x, 1);
  for (int y = 0; y < height; ++y) {
    const float* in = scratch.plane_.row(y);
    std::copy_n(in + low_at, node.x.low(), scratch.row.even());
    std::copy_n(in + high_at, node.x.high(), scratch.row.odd());
    filter_row(scratch.row, width, taps, scratch.even.data(), scratch.odd.data());
    interleave(scratch.even.data(), scratch.odd.data(), width, plane.row(node.y.at + y) + node.x.at);
  }
}

void analyse(Plane& plane, const Region& node, const Taps& taps, Scratch& scratch) {
  const int width = node.x.length, height = node.y.length;
  if (width == 0 || height == 0) return;
  const int low_at = in_halves(node.x, 0), high_at = in_halves(node.x, 1);
  for (int y = 0; y < height; ++y) {
    const float* in = plane.row(node.y.at + y) + node.x.at;
    float* out = scratch.plane_.row(y);
    deinterleave(in, width, scratch.row.even(), scratch.row.odd());
    filter_row(scratch.row, width, taps, out + low_at, out + high_at);
  }
  filter_columns(
      width, height, taps, scratch.zeros.data(), [&](int n) { return scratch.plane_.row(n); },
      [&](int n) { return plane.row(node.y.at + in_halves(node.y, n)) + node.x.at; });
}

}  // namespace

void analyse(Plane& plane, const Tree& tree) {
  Scratch scratch(plane);
  for (const auto& node : tree.nodes) analyse(plane, node, analysis(), scratch);
}

void synthesise(Plane& plane, const Tree& tree, const Filters& filters) {
  if (!filters.odd() || std::max(filters.low_taps, filters.high_taps) > 2 * reach + 1)
    return synthesise_any(plane, tree, filters);
  Scratch scratch(plane);
  for (auto node = tree.nodes.rbegin(); node != tree.nodes.rend(); ++node)
    synthesise(plane, *node, synthesis(filters), scratch);
}

}  // namespace limen::io::wsq
