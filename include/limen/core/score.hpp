// Comparison scores are integers: the same question gives the same answer on every machine.
#pragma once

#include <compare>
#include <cstdint>

namespace limen {

/// A comparison score; it grows with similarity. One unit is a thousandth of the modality's natural unit
/// (fingerprint: natural-log likelihood ratio; face: cosine; fused: −log10 of the false-match rate).
struct Score {
  std::int32_t milli = 0;
  static constexpr Score lowest() noexcept { return {INT32_MIN}; }
  /// Rounds to the nearest thousandth, saturates, and takes NaN as lowest().
  static constexpr Score from(double natural) noexcept {
    if (!(natural > -2147483.0)) return lowest();
    if (natural > 2147483.0) return {INT32_MAX};
    return {static_cast<std::int32_t>(natural * 1000.0 + (natural < 0 ? -0.5 : 0.5))};
  }
  constexpr double natural() const noexcept { return milli / 1000.0; }
  friend constexpr auto operator<=>(const Score&, const Score&) = default;
};

}  // namespace limen
