// The filters, ready for integer arithmetic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace limen::fingerprint {

/// Real and imaginary part of one filter, row by row: `width` (16 or 32) values of the real row, then as many of the
/// imaginary one; zero beyond 2 radius + 1. The window's upper left corner lies `radius` before the pixel.
struct GaborFilter {
  const std::int16_t* rows = nullptr;
  int radius = 0;
  std::size_t width = 0;
  std::size_t side() const noexcept { return static_cast<std::size_t>(2 * radius + 1); }
};

/// Scale of a filter value. Sums stay below 2³¹: 1.3 · 2.2 · pixel_scale · 2¹⁸.
inline constexpr float filter_scale = 1 << 18;

class GaborBank {
 public:
  /// σ along and across the ridge in periods.
  GaborBank(double along, double across);
  GaborFilter filter(int orientation, int period) const noexcept;

 private:
  struct Entry {
    std::size_t offset;
    int radius;
    std::size_t width;
  };
  std::vector<Entry> entries_;
  std::vector<std::int16_t> values_;
};

}  // namespace limen::fingerprint
