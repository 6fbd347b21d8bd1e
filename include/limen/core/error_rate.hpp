// How rare a false alarm has to be: what a threshold follows from.
#pragma once

#include <cstddef>

#include "limen/core/result.hpp"

namespace limen {

/// Filled by name, exactly one of the two rates in (0, 1] (0 is "not said"): `{.fmr = 1e-4}` or
/// `{.fpir = 1e-3, .n = 200'000}`.
struct ErrorRate {
  double fmr = 0;     ///< false-match rate of one comparison
  double fpir = 0;    ///< rate of searches of unknown persons that give a candidate
  std::size_t n = 0;  ///< for `fpir`: among how many is searched; where a search knows it, 0 means those
};

/// The false-match rate that is asked for: `fmr`, or `fpir / n`, with which the FPIR is at most what was asked
/// (FPIR = 1 − (1 − FMR)ⁿ ≤ n · FMR). Errors: invalid_argument (NaN, out of range, both or neither, no n).
Result<double> fmr_of(const ErrorRate& rate);

}  // namespace limen
