// Synthesis with filters of any length up to 32 taps, odd or even, as the standard wants it of a decoder: plain sums
// over the taps. Each half of an interval goes on beyond its ends as what the analysis filters make of a signal that is
// mirrored there: about its first and last sample if the filters are odd; just outside of them if they are even.
#include <algorithm>

#include "wsq_wavelet.hpp"

namespace limen::io::wsq {
namespace {

// How far beyond a half's ends a sample's taps reach: every other tap meets this half, half of them to each side.
constexpr int margin = static_cast<int>(max_taps) / 4 + 1;

// One synthesis filter, and which tap stands at sample 0 of the interval for coefficient 0 of its half.
struct Bank {
  std::array<float, max_taps> taps{};
  int size = 0;
  int centre = 0;
};

// The other half's analysis filter with alternating signs. An even one: both halves of the low-pass filter change sign,
// and the upper half of the high-pass filter.
Bank bank(const HalfFilter& half, unsigned taps, bool high) {
  Bank result{.size = static_cast<int>(taps)};
  const bool odd = taps % 2 == 1;
  const auto above = taps / 2, below = odd ? above : above - 1;
  for (std::size_t k = 0; k < (taps + 1) / 2; ++k) {
    const float value = k % 2 == 0 ? half[k] : -half[k];
    result.taps[above + k] = odd ? value : -value;
    result.taps[below - k] = odd || high ? value : -value;
  }
  result.centre = static_cast<int>(odd && high ? above + 1 : above);
  return result;
}

struct Banks {
  Bank low, high;
  bool odd;
};

// Which coefficient stands at place v of a half, and its sign; 0: none.
struct Place {
  int index = 0;
  float sign = 0;
};

int modulo(int value, int period) { return ((value % period) + period) % period; }

Place place(int v, int length, bool high, bool odd_filters) {
  if (odd_filters) {
    if (length == 1) return {0, high ? 0.0F : 1.0F};
    const int period = 2 * (length - 1), n = modulo(2 * v + (high ? 1 : 0), period);
    return {(n < length ? n : period - n) / 2, 1};
  }
  const int own = high ? length / 2 : (length + 1) / 2;
  v = modulo(v, length);
  if (v < own) return {v, 1};
  if (high && length % 2 == 1 && v == own) return {};
  return {length - 1 - v, high ? -1.0F : 1.0F};
}

// Calls add(place, tap) for all that goes into sample n.
template <class Add>
void for_each_tap(int n, int length, const Banks& banks, Add add) {
  for (const bool high : {false, true}) {
    const auto& b = high ? banks.high : banks.low;
    for (int i = modulo(n + b.centre, 2); i < b.size; i += 2) {
      const auto p = place((i + n - b.centre) / 2, length, high, banks.odd);
      if (p.sign != 0) add(high, p.index, p.sign * b.taps[static_cast<std::size_t>(i)]);
    }
  }
}

void synthesise(Plane& plane, const Region& node, const Banks& banks, Plane& scratch, SecureVector<float>& line) {
  const int width = node.x.length, height = node.y.length;
  const auto starts = [](const Interval& interval) {
    return interval.flipped ? std::array{interval.high(), 0} : std::array{0, interval.low()};
  };
  const auto down = starts(node.y), across = starts(node.x);
  for (int y = 0; y < height; ++y) {
    float* out = scratch.row(y);
    std::fill_n(out, width, 0.0F);
    for_each_tap(y, height, banks, [&](bool high, int index, float tap) {
      const float* in = plane.row(node.y.at + down[high] + index) + node.x.at;
      for (int x = 0; x < width; ++x) out[x] += tap * in[x];
    });
  }
  // Both halves of a row with their margins, one behind the other.
  const int half = width / 2 + 1 + 2 * margin;
  for (int y = 0; y < height; ++y) {
    const float* in = scratch.row(y);
    for (const bool high : {false, true})
      for (int v = -margin; v < half - margin; ++v) {
        const auto p = place(v, width, high, banks.odd);
        line[static_cast<std::size_t>(high * half + margin + v)] =
            p.sign == 0 ? 0 : p.sign * in[across[high] + p.index];
      }
    float* out = plane.row(node.y.at + y) + node.x.at;
    for (int x = 0; x < width; ++x) {
      float sum = 0;
      for (const bool high : {false, true}) {
        const auto& b = high ? banks.high : banks.low;
        const float* coefficients = line.data() + high * half + margin;
        for (int i = modulo(x + b.centre, 2); i < b.size; i += 2)
          sum += b.taps[static_cast<std::size_t>(i)] * coefficients[(i + x - b.centre) / 2];
      }
      out[x] = sum;
    }
  }
}

}  // namespace

void synthesise_any(Plane& plane, const Tree& tree, const Filters& filters) {
  const Banks banks{bank(filters.high, filters.high_taps, false), bank(filters.low, filters.low_taps, true),
                    filters.odd()};
  Plane scratch(plane.width, plane.height);
  SecureVector<float> line(static_cast<std::size_t>(plane.width) + 2 + 4 * margin);
  for (auto node = tree.nodes.rbegin(); node != tree.nodes.rend(); ++node)
    synthesise(plane, *node, banks, scratch, line);
}

}  // namespace limen::io::wsq
