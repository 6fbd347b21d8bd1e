// The filters, ready for integer arithmetic.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace limen::fingerprint {

/// One filter, row by row: 32 values of the real part, then 32 of the imaginary one; zero beyond 2 radius + 1. The
/// window's upper left corner lies `radius` before the pixel.
struct GaborFilter {
  const std::int16_t* rows = nullptr;
  int radius = 0;
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
  struct alignas(64) Row {
    std::array<std::int16_t, 64> values{};
  };
  struct Entry {
    std::size_t first;
    int radius;
  };
  std::vector<Entry> entries_;
  std::vector<Row> rows_;
};

}  // namespace limen::fingerprint
