// From a vector to unit length, to int8, and to what that loses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace limen::search {

/// Codes in steps of a scale, and a bound of their error.
struct Encoded {
  double scale = 0;  ///< value ≈ scale · code
  float error = 0;   ///< ≥ |value − scale · code|, the length of the difference
};

/// The square of the length, in double; not finite exactly if a component is not.
double square_of(std::span<const float> vector) noexcept;

/// vector / √square, each component rounded once to float.
void to_unit(std::span<const float> vector, double square, float* unit) noexcept;

/// Codes −127..127 of components up to `peak` in magnitude, larger ones clipped. `codes` has room for unit.size().
Encoded encode(std::span<const float> unit, double peak, std::int8_t* codes) noexcept;

}  // namespace limen::search
