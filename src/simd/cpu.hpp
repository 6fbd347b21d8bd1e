// What this CPU and its operating system can do.
#pragma once

namespace limen::simd {

/// Named as the compiler's flag for it is (-m<name>, with "." or "-" for "_").
enum class Feature {
  sse4_2,
  popcnt,
  avx,
  avx2,
  fma,
  f16c,
  bmi,
  bmi2,
  avx512f,
  avx512bw,
  avx512dq,
  avx512vl,
  avx512vnni,
  avx512vpopcntdq,
  amx_tile,
  amx_int8,
  dotprod
};

/// True if the CPU has the feature and the system saves the registers that it needs.
bool has(Feature feature) noexcept;

}  // namespace limen::simd
