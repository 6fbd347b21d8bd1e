// Vectors of unit length as int8 panels, as simd's scan_i8 reads them, and a rigorous bound of what int8 loses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace limen::search {

constexpr std::size_t panel_rows = 64;  ///< references side by side: as many as a Filter's word has bits

/// Codes of a row: its components, up to a multiple of 64.
constexpr std::size_t padded_to_panel(std::size_t dimension) noexcept { return (dimension + 63) / 64 * 64; }

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

/// Codes of a probe, to its own largest component.
Encoded encode(std::span<const float> unit, std::int8_t* codes) noexcept;

/// The peak of references that loses least of embeddings: `clip` times their components' root mean square.
double peak_of(std::size_t dimension, double clip = 5) noexcept;

/// Writes the codes of a row (padded_to_panel(dimension) of them) into panels.
void put_row(std::uint8_t* panels, std::size_t padded, std::size_t row, const std::int8_t* codes) noexcept;

/// |inner product of the vectors − scale · inner product of the codes| ≤ width(error of the reference): by Cauchy and
/// Schwarz, for vectors of unit length up to the rounding to half precision (docs/performance.md has the proof).
class Bound {
 public:
  Bound(const Encoded& probe, double reference_scale) noexcept;

  double score(std::int32_t dot) const noexcept { return scale_ * dot; }
  double width(float error) const noexcept { return a_ + b_ * static_cast<double>(error); }
  /// No reference with this error or a smaller one and a lesser inner product of codes reaches `floor`.
  std::int32_t least(double floor, float error) const noexcept;

 private:
  double scale_, a_, b_;
};

}  // namespace limen::search
