// Units whose mix-up would be silent.
#pragma once

#include <compare>

namespace limen {

/// Pixels per inch. 500 ppi is the fingerprint standard's native resolution (19.7 px/mm).
struct Ppi {
  double value = 0;
  constexpr bool known() const noexcept { return value > 0; }
  friend constexpr auto operator<=>(const Ppi&, const Ppi&) = default;
};

/// A position in an image: x to the right, y down, in pixels; the centre of the first pixel is (0, 0).
struct Point {
  float x = 0;
  float y = 0;
  friend constexpr bool operator==(const Point&, const Point&) = default;
};

/// An upright box in pixels; (x, y) is its upper left corner.
struct Box {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;
  friend constexpr bool operator==(const Box&, const Box&) = default;
};

inline namespace literals {
constexpr Ppi operator""_ppi(unsigned long long value) { return {static_cast<double>(value)}; }
constexpr Ppi operator""_ppi(long double value) { return {static_cast<double>(value)}; }
}  // namespace literals

}  // namespace limen
