// The symbols of WSQ's entropy code.
#pragma once

#include <cstdint>

namespace limen::io::wsq {

inline constexpr int longest_run_symbol = 100;                                    ///< 1..100: so many zeros
inline constexpr int plus_8 = 101, minus_8 = 102, plus_16 = 103, minus_16 = 104;  ///< magnitude in the next bits
inline constexpr int run_8 = 105, run_16 = 106;                                   ///< a longer run, in the next bits
inline constexpr int first_value = 107, zero_value = 180, last_value = 254;       ///< coefficient = symbol − 180

}  // namespace limen::io::wsq
